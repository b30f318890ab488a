"""What happens when a person does something: every event of the page, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import api

from demo.page.api import explain_api
from demo.page.backends_region import BackendsRegion
from demo.page.clip_region import ClipRegion
from demo.page.handlers import Handlers, Shown
from demo.page.moment_region import MomentRegion
from demo.page.uploads import Uploads
from demo.settings import Settings


@dataclass(frozen=True)
class Page:
    """The page's parts, as the events need them."""

    texts: Mapping[str, gr.HTML]
    """Texts that change with the language, by the name of their template or question."""
    clip: ClipRegion
    moment: MomentRegion
    choice: BackendsRegion
    alert: gr.HTML
    status: gr.HTML
    columns: gr.HTML


def connect(blocks: gr.Blocks, page: Page, settings: Settings, first: Shown) -> None:
    """Tie every event of the page, which opens with `first`, inside the Blocks context."""
    uploads = Uploads()
    do = Handlers(settings, uploads)
    clip, choice, moment = page.clip, page.choice, page.moment
    shown, ticket = gr.State(first), gr.State("")
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    around = [shown, choice.language]
    said = [clip.subtitle, clip.start, clip.end]
    buttons = [choice.explain, choice.cancel, choice.language]
    run = [shown, moment.moments, page.columns, page.alert, page.status, *buttons]
    refused = [clip.refusal, clip.upload, clip.more]
    view = [*run, *refused, moment.player, clip.gallery, *said]

    blocks.unload(do.close)
    clip.gallery.select(do.choose_from_gallery, choice.language, view, **private)
    clip.upload.upload(do.choose_file, [choice.language, clip.upload], view, **private)
    clip.record.stop_recording(do.choose_file, [choice.language, clip.record], view, **private)

    drawn: list[gr.blocks.Block] = [
        *page.texts.values(),
        *choice.cards,
        clip.gallery,
        page.columns,
        moment.moments,
        *clip.labelled,
        *choice.labelled,
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
        [ticket, *around, *said, choice.modalities, *choice.ticks],
        run,
        api_name="explain_on_page",  # the plain name is the public endpoint's
        **line,
        **private,
    )
    choice.cancel.click(do.cancel, queue=False, **private)
    api(explain_api(settings, uploads), api_name="explain", **line)
