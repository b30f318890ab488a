"""The page: three questions in reading order, in one file per region; events in `events.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from backends.clip import Clip
from demo.ground_truth import gallery
from demo.page import backends_region, clip_region, events, moment_region, render
from demo.page.handlers import Shown
from demo.settings import Settings
from demo.side_by_side import Answer
from demo.strings import STRINGS

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "page"
SYSTEM_FONT = ["ui-sans-serif", "system-ui", "sans-serif"]
"""No web font: the page must make no connection of its own."""


def build(settings: Settings) -> gr.Blocks:
    """The page as Gradio Blocks, not yet served."""
    first = gallery.clips()[0]  # so that the page is never empty
    waiting = {name: Answer(name) for name in settings.backends[:1]}
    keep = int(settings.keep_minutes * 60)
    blocks: gr.Blocks
    with gr.Blocks(title=STRINGS["en"]["title"], delete_cache=(min(keep, 600), keep)) as blocks:
        texts = {"head": gr.HTML(render.text("head", "en"))}
        with gr.Row(elem_id="clip-row"):
            with gr.Column(scale=5, min_width=340):
                texts["which_clip"] = gr.HTML(render.text("which_clip", "en"))
                clip = clip_region.build(first.stem)
            with gr.Column(scale=6, min_width=340):
                moment = moment_region.build(str(first), render.moments(Clip.open(first), {}, "en"))
        texts["which_backends"] = gr.HTML(render.text("which_backends", "en"))
        choice = backends_region.build(settings.backends)
        texts["what_do_they_say"] = gr.HTML(render.text("what_do_they_say", "en"))
        alert = gr.HTML(elem_id="alert")
        status = gr.HTML(elem_id="status")
        columns = gr.HTML(render.columns(gallery.of(first.stem), waiting, "en"), elem_id="columns")
        page = events.Page(texts, clip, moment, choice, alert, status, columns)
        events.connect(blocks, page, settings, Shown(str(first)))
    return blocks


def launch(blocks: gr.Blocks, settings: Settings, **more: Any) -> str:
    """Serve the page: no analytics, no share link, no history in the browser.

    Blocks until it is stopped, unless `prevent_thread_lock=True` is given; returns its address.
    """
    _, address, _ = blocks.queue(max_size=64).launch(
        server_name=settings.host,
        server_port=settings.port,
        inbrowser=settings.open,
        share=False,
        run_history=False,
        ssr_mode=False,
        footer_links=["api"],
        max_file_size=int(settings.max_megabytes * 1e6),
        allowed_paths=[str(gallery.FOLDER)],
        theme=gr.themes.Base(font=SYSTEM_FONT, primary_hue="teal", neutral_hue="stone"),
        css_paths=ASSETS / "page.css",
        head=f"<script>{(ASSETS / 'page.js').read_text('utf-8')}</script>",
        **more,
    )
    return str(address)
