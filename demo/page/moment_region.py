"""The moment: the player with its captions, and under it the line of time."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from backends.base import Transcript
from demo.page.strings import STRINGS

CAPTION_WORDS = 7
CAPTION_PAUSE = 0.6
"""A caption ends after so many words, or at a pause of so many seconds."""


@dataclass(frozen=True)
class MomentRegion:
    """The player and what lies under it."""

    player: gr.Video
    moments: gr.HTML


def build() -> MomentRegion:
    """Lay the region out inside the current Blocks context."""
    player = gr.Video(
        label=STRINGS["en"]["player"], interactive=False, elem_id="player", height=360, buttons=[]
    )
    return MomentRegion(player, gr.HTML(elem_id="moments"))


def captions(transcript: Transcript | None) -> list[dict[str, object]] | None:
    """Captions as gr.Video takes them: {"text", "timestamp": [start, end]}, in order of time."""
    if transcript is None or not transcript.words:
        return None
    groups = [[transcript.words[0]]]
    for word in transcript.words[1:]:
        last = groups[-1]
        if len(last) >= CAPTION_WORDS or word.start - last[-1].end > CAPTION_PAUSE:
            groups.append([word])
        else:
            last.append(word)
    return [
        {
            "text": " ".join(word.text.strip() for word in group),
            "timestamp": [group[0].start, group[-1].end],
        }
        for group in groups
    ]
