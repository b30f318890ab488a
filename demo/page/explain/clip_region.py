"""Which clip? The gallery, an upload or a recording, and what the person knows about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from demo.page.render import clip_gallery
from demo.strings import STRINGS

PICK_SCRIPT = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-clip]");
  if (button) trigger("select", { clip: button.dataset.clip });
});
"""
SOUND_OR_VIDEO = [
    "video",
    "audio",
    ".mkv",
    ".avi",
    ".webm",
    ".mov",
    ".m4v",
    ".flv",
    ".opus",
    ".flac",
]


@dataclass(frozen=True)
class ClipRegion:
    """The components by which a person chooses a clip."""

    refusal: gr.HTML
    """Why a clip can't be used, beside where it was chosen."""
    gallery: gr.HTML
    upload: gr.File
    record: gr.Video
    subtitle: gr.Textbox
    start: gr.Number
    end: gr.Number
    tabs: tuple[gr.Tab, gr.Tab, gr.Tab]
    more: gr.Accordion

    @property
    def labelled(self) -> list[gr.blocks.Block]:
        """The components whose labels change with the language, in the order of `labels`."""
        inputs = (self.upload, self.record, self.subtitle, self.start, self.end)
        return [*self.tabs, self.more, *inputs]

    @staticmethod
    def labels(t: Mapping[str, str]) -> list[Any]:
        """Updates for `labelled`; `t` holds the page's words."""
        return [
            *[gr.Tab(label=t[key]) for key in ("gallery", "upload", "record")],
            gr.Accordion(label=t["more"]),
            gr.File(label=t["upload_label"]),
            gr.Video(label=t["record_label"]),
            gr.Textbox(label=t["subtitle"], info=t["subtitle_info"]),
            gr.Number(label=t["from"]),
            gr.Number(label=t["to"]),
        ]


def build(chosen: str) -> ClipRegion:
    """Lay the region out inside the current Blocks context; `chosen` is the clip in use."""
    t = STRINGS["en"]
    refusal = gr.HTML(elem_id="refusal")
    with gr.Tabs():
        with gr.Tab(t["gallery"]) as first:
            gallery = gr.HTML(clip_gallery("en", chosen), js_on_load=PICK_SCRIPT, elem_id="gallery")
        with gr.Tab(t["upload"]) as second:
            upload = gr.File(
                label=t["upload_label"], file_types=SOUND_OR_VIDEO, elem_id="upload", height=180
            )
        with gr.Tab(t["record"]) as third:
            record = gr.Video(
                label=t["record_label"],
                sources=["webcam"],
                include_audio=True,
                webcam_options=gr.WebcamOptions(mirror=False),
                elem_id="record",
                height=320,
            )
    with gr.Accordion(t["more"], open=False) as more:
        subtitle = gr.Textbox(label=t["subtitle"], info=t["subtitle_info"], max_length=2000)
        with gr.Row():
            start = gr.Number(label=t["from"], value=None, precision=2)
            end = gr.Number(label=t["to"], value=None, precision=2)
    tabs = (first, second, third)
    return ClipRegion(refusal, gallery, upload, record, subtitle, start, end, tabs, more)
