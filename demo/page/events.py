"""What happens when a person does something: every event of the page, in one place.

Each names what it may change and what it is handed, as sets of components; see `demo.page.layout`.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from backends.words import ENGLISH
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page.compare.handlers import CompareHandlers
from demo.page.concurrency import CHOOSING, COMPARING, COPYING, EXPLAINING
from demo.page.explain.api import explain_api
from demo.page.explain.choosing import Choosing
from demo.page.explain.explaining import Explaining
from demo.page.explain.filling import Filling
from demo.page.explain.guessing import Guessing
from demo.page.explain.playable import Copies, Playable
from demo.page.explain.seeing import Seeing
from demo.page.explain.take_away_api import take_away_api
from demo.page.explain.taking import Taking
from demo.page.gradio_seams import Block, api
from demo.page.layout import Page
from demo.page.picture import Picture
from demo.page.runs import Runs
from demo.page.translating import Translating
from demo.page.uploads import UPLOADS
from demo.settings import Settings

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""The page's own events: nobody calls them from elsewhere, and the page shows progress itself."""


def connect(
    blocks: gr.Blocks, page: Page, settings: Settings, library: Library, judge: Judge | None
) -> None:
    """Tie every event of the page, inside the Blocks context."""
    runs, picture = Runs(), Picture(page, settings, library, judge)
    clip, own, choice, agreement = page.clip, page.own, page.choice, page.agreement
    around: set[Block] = {page.state, page.language}
    told = [page.alert, page.status, *page.busy(False)]
    answered = [page.moment.moments, page.columns, page.views, page.seen, agreement.drawn]
    run = [page.state, *answered, *told]

    copies = Copies()
    choosing = Choosing(page, settings, picture, UPLOADS, runs, copies)
    chosen = [
        *{*run, *picture.drawn},
        *[clip.refusal, clip.upload, clip.more, *clip.inputs, page.moment.player],
        *[*own.inputs, own.note],
    ]
    blocks.unload(choosing.close)
    for pressed, choose, what in (
        (clip.gallery.select, choosing.pick, around),
        (clip.upload.upload, choosing.upload, {*around, clip.upload}),
        (clip.record.stop_recording, choosing.record, {*around, clip.record}),
    ):
        pressed(choosing.turn, queue=False, **PRIVATE)  # at once; the choice waits in line
        pressed(choose, what, chosen, **CHOOSING, **PRIVATE).then(
            choosing.turned, queue=False, **PRIVATE
        )

    page.moment.unplayable.select(
        Playable(page, settings, UPLOADS, copies).write,
        around,
        [page.moment.player, page.moment.unplayable],
        **COPYING,
        **PRIVATE,
    )

    translating = Translating(page, picture)
    words = [*page.labels(ENGLISH), *picture.drawn, page.status]
    linked = {page.moment.player, choice.modalities, *choice.ticks.values(), *clip.inputs}
    opened = [*{*words, *linked}, page.state]
    blocks.load(translating.open, {page.state}, opened, **CHOOSING, **PRIVATE)
    page.language.input(translating.translate, around, words, **CHOOSING, **PRIVATE)
    guessing = Guessing(page, picture)
    choice.guess.input(
        guessing.switch,
        {*around, choice.guess},
        [page.state, *picture.drawn, page.status],
        **CHOOSING,
        **PRIVATE,
    )

    page.columns.select(
        Taking(page, settings, library, UPLOADS).write,
        around,
        [page.taken, page.alert],
        **COPYING,
        **PRIVATE,
    )
    page.seen.select(
        Seeing(page, settings).open, around, [page.seen, page.alert], **CHOOSING, **PRIVATE
    )
    page.views.select(
        Filling(page, settings, runs).fill,
        around,
        [page.state, page.views, *told],
        **EXPLAINING,
        **PRIVATE,
    )

    explaining = Explaining(page, settings, library, judge, runs)
    asked = {page.ticket, *around, *clip.inputs, *own.inputs, *choice.inputs}
    choice.explain.click(
        explaining.line_up,
        {page.language, *choice.inputs},
        [page.ticket, page.status, *page.busy(False)],
        queue=False,
        **PRIVATE,
    ).then(
        explaining.explain,
        asked,
        run,
        api_name="explain_on_page",  # the plain name is the public endpoint's
        **EXPLAINING,
        **PRIVATE,
    ).then(
        explaining.redraw_cards, {page.language}, [*choice.cards.values()], **CHOOSING, **PRIVATE
    )
    choice.cancel.click(explaining.cancel, queue=False, **PRIVATE)

    compare = CompareHandlers(page, library, judge, runs)
    own.use.click(
        compare.use_own,
        {*around, *own.inputs},
        [page.state, page.columns, agreement.drawn, own.note, *told],
        **COMPARING,
        **PRIVATE,
    )
    agreement.ask.click(
        compare.ask_judge, around, [page.state, agreement.drawn, *told], **COMPARING, **PRIVATE
    )

    api(explain_api(settings, UPLOADS), api_name="explain", **EXPLAINING)
    api(take_away_api(settings, library, UPLOADS), api_name="take_away", **EXPLAINING)
