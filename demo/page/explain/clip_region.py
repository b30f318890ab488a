"""Which clip? The gallery, an upload or a recording, and what the person knows about it."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from backends.base import Language
from backends.clip import Clip
from backends.words import ENGLISH
from demo.ground_truth.clip_names import CLIP_SUFFIXES
from demo.page.gradio_seams import Block, Given, Updates
from demo.strings import STRINGS

PICK_SCRIPT = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-clip]");
  if (button) trigger("select", { clip: button.dataset.clip });
});
"""
SOUND_OR_VIDEO = ["video", "audio", *CLIP_SUFFIXES]

TRACKS = ("picture", "sound")


@dataclass(frozen=True)
class Part:
    """What a person says of the clip: which part of it is meant, and what is said in it."""

    subtitle: str
    given: bool
    """Whether backends are to be given the subtitle of the ground truth, if there is one."""
    start: float | None
    end: float | None
    """Seconds; None: from its beginning, to its end."""
    tracks: tuple[int | None, int | None]
    """Which of several tracks of pictures and of sound, from 1; None: the one that players take."""


@dataclass(frozen=True)
class ClipRegion:
    """The components by which a person chooses a clip."""

    refusal: gr.HTML
    """Why a clip can't be used, beside where it was chosen."""
    gallery: gr.HTML
    upload: gr.File
    record: gr.Video
    subtitle: gr.Textbox
    given: gr.Checkbox
    start: gr.Number
    end: gr.Number
    tracks: tuple[gr.Dropdown, ...]
    """Of pictures and of sound; hidden where a clip has one of a kind."""
    tabs: dict[str, gr.Tab]
    """Key of its title → the tab."""
    more: gr.Accordion

    @property
    def inputs(self) -> set[Block]:
        """The components that `read` looks at."""
        return {self.subtitle, self.given, self.start, self.end, *self.tracks}

    def read(self, given: Given) -> Part:
        """What the person says of the clip."""
        words = given[self.subtitle] or ""
        pictures, sounds = (given[one] for one in self.tracks)
        return Part(
            words, given[self.given], given[self.start], given[self.end], (pictures, sounds)
        )

    def offer_tracks(self, clip: Clip | None) -> Updates:
        """Let a person choose, where the clip has several tracks of a kind."""
        offered: Updates = {}
        found = (clip.picture_track, clip.sound_track) if clip else (None, None)
        for dropdown, track in zip(self.tracks, found, strict=True):
            several = track is not None and track.count > 1
            offered[dropdown] = gr.update(
                choices=[*range(1, track.count + 1)] if track and several else [],
                value=track.number if track and several else None,
                visible=several,
            )
        return offered

    def part(self, segment: tuple[float, float] | None) -> Updates:
        """Say that this part is meant, in seconds (None: the whole), and nothing else."""
        start, end = segment or (None, None)
        return {self.subtitle: "", self.start: start, self.end: end}

    def labels(self, language: Language) -> Updates:
        """Every label of the region in a language."""
        t = STRINGS[language]
        return {
            **{tab: gr.update(label=t[key]) for key, tab in self.tabs.items()},
            self.more: gr.update(label=t["more"]),
            self.upload: gr.update(label=t["upload_label"]),
            self.record: gr.update(label=t["record_label"]),
            self.subtitle: gr.update(label=t["subtitle"], info=t["subtitle_info"]),
            self.given: gr.update(label=t["given_subtitle"]),
            self.start: gr.update(label=t["from"]),
            self.end: gr.update(label=t["to"]),
            **{
                one: gr.update(label=t[f"{kind}_track"], info=t["track_info"])
                for one, kind in zip(self.tracks, TRACKS, strict=True)
            },
        }


def build() -> ClipRegion:
    """Lay the region out inside the current Blocks context."""
    t = STRINGS[ENGLISH]
    refusal = gr.HTML(elem_id="refusal")
    with gr.Tabs():
        with gr.Tab(t["gallery"]) as first:
            gallery = gr.HTML(js_on_load=PICK_SCRIPT, elem_id="gallery")
        with gr.Tab(t["upload"]) as second:
            upload = gr.File(
                label=t["upload_label"], file_types=SOUND_OR_VIDEO, elem_id="upload", height=110
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
        given = gr.Checkbox(label=t["given_subtitle"], elem_id="given-subtitle")
        with gr.Row():
            start = gr.Number(label=t["from"], value=None, precision=2)
            end = gr.Number(label=t["to"], value=None, precision=2)
        with gr.Row():
            tracks = tuple(
                gr.Dropdown(
                    label=t[f"{kind}_track"],
                    info=t["track_info"],
                    visible=False,
                    elem_id=f"{kind}-track",
                )
                for kind in TRACKS
            )
    tabs = {"gallery": first, "upload": second, "record": third}
    return ClipRegion(
        refusal,
        gallery,
        upload,
        record,
        subtitle,
        given,
        start,
        end,
        tracks,
        tabs,
        more,
    )
