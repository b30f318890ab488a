"""What happens when a person does something: every event of the page, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import api

from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page.address import asked_language
from demo.page.compare.agreement_region import AgreementRegion
from demo.page.compare.handlers import CompareHandlers
from demo.page.compare.own_truth_region import OwnTruthRegion
from demo.page.explain.api import explain_api
from demo.page.explain.backends_region import BackendsRegion
from demo.page.explain.clip_region import ClipRegion
from demo.page.explain.handlers import Handlers
from demo.page.explain.moment_region import MomentRegion
from demo.page.page_state import Shown
from demo.page.runs import Runs
from demo.page.uploads import UPLOADS
from demo.settings import Settings


@dataclass(frozen=True)
class Page:
    """The page's parts, as the events need them."""

    texts: Mapping[str, gr.HTML]
    """Texts that change with the language, by the name of their template or question."""
    clip: ClipRegion
    own: OwnTruthRegion
    moment: MomentRegion
    choice: BackendsRegion
    alert: gr.HTML
    status: gr.HTML
    columns: gr.HTML
    agreement: AgreementRegion


def connect(
    blocks: gr.Blocks,
    page: Page,
    settings: Settings,
    library: Library,
    judge: Judge | None,
    first: Shown,
) -> None:
    """Tie every event of the page, which opens with `first`, inside the Blocks context."""
    runs = Runs()
    do = Handlers(settings, library, judge, UPLOADS, runs)
    compare = CompareHandlers(library, judge, runs)
    clip, own, choice, moment = page.clip, page.own, page.choice, page.moment
    agreement = page.agreement
    shown, ticket = gr.State(first), gr.State("")
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    around = [shown, choice.language]
    said = [clip.subtitle, clip.start, clip.end]
    truth = [own.emotions, own.rationale]
    buttons = [choice.explain, choice.cancel, choice.language, own.use, agreement.ask]
    run = [
        shown,
        moment.moments,
        page.columns,
        agreement.drawn,
        page.alert,
        page.status,
        *buttons,
    ]
    refused = [clip.refusal, clip.upload, clip.more]
    view = [*run, *refused, moment.player, clip.gallery, *said, *truth, own.note]

    blocks.load(asked_language, None, choice.language, **private)
    blocks.unload(do.close)
    clip.gallery.select(do.choose_from_gallery, around, view, **private)
    clip.upload.upload(do.choose_file, [*around, clip.upload], view, **private)
    clip.record.stop_recording(do.choose_file, [*around, clip.record], view, **private)

    drawn: list[gr.blocks.Block] = [
        *page.texts.values(),
        *choice.cards,
        clip.gallery,
        page.status,
        page.columns,
        moment.moments,
        agreement.drawn,
        own.problems,
        *clip.labelled,
        *own.labelled,
        *choice.labelled,
        *agreement.labelled,
        moment.player,
    ]
    choice.language.change(do.draw, around, drawn, **private)

    line: dict[str, Any] = {"concurrency_id": "explain", "concurrency_limit": settings.parallel}
    choice.explain.click(
        do.line_up,
        [choice.language, *choice.ticks],
        [ticket, page.status, *buttons],
        queue=False,
        **private,
    ).then(
        do.explain,
        [ticket, *around, *said, *truth, choice.modalities, *choice.options, *choice.ticks],
        run,
        api_name="explain_on_page",  # the plain name is the public endpoint's
        **line,
        **private,
    ).then(do.redraw_cards, choice.language, [*choice.cards, page.status], **private)
    choice.cancel.click(do.cancel, queue=False, **private)

    many: dict[str, Any] = {"concurrency_id": "compare", "concurrency_limit": 8}  # they mostly wait
    compared = [shown, page.columns, agreement.drawn, own.note, page.status, *buttons]
    own.use.click(compare.use_own, [*around, *truth], compared, **many, **private)
    judged = [shown, agreement.drawn, page.alert, page.status, *buttons]
    agreement.ask.click(compare.ask_judge, around, judged, **many, **private)

    api(explain_api(settings, UPLOADS), api_name="explain", **line)
