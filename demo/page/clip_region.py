"""Which clip? The gallery, an upload or a recording, and what the person knows about it."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from demo.page.render import clip_gallery
from demo.page.strings import STRINGS

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

    gallery: gr.HTML
    upload: gr.File
    record: gr.Video
    subtitle: gr.Textbox
    start: gr.Number
    end: gr.Number


def build() -> ClipRegion:
    """Lay the region out inside the current Blocks context."""
    t = STRINGS["en"]
    with gr.Tabs():
        with gr.Tab(t["gallery"]):
            gallery = gr.HTML(clip_gallery("en", None), js_on_load=PICK_SCRIPT, elem_id="gallery")
        with gr.Tab(t["upload"]):
            upload = gr.File(
                label=t["upload_label"], file_types=SOUND_OR_VIDEO, elem_id="upload", height=180
            )
        with gr.Tab(t["record"]):
            record = gr.Video(
                label=t["record_label"],
                sources=["webcam"],
                include_audio=True,
                webcam_options=gr.WebcamOptions(mirror=False),
                elem_id="record",
                height=320,
            )
    with gr.Accordion(t["more"], open=False):
        subtitle = gr.Textbox(label=t["subtitle"], info=t["subtitle_info"], max_length=2000)
        with gr.Row():
            start = gr.Number(label=t["from"], minimum=0, value=None, precision=2)
            end = gr.Number(label=t["to"], minimum=0, value=None, precision=2)
    return ClipRegion(gallery, upload, record, subtitle, start, end)
