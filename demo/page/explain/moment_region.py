"""The moment: the player, and under it the line of time with the captions' words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import gradio as gr

from backends.base import Language, Transcript
from backends.words import ENGLISH
from demo.page.gradio_seams import Updates
from demo.strings import STRINGS

CAPTION_WORDS = 7
CAPTION_PAUSE = 0.6
"""A caption ends after so many words, or at a pause of so many seconds."""
UNSPACED = ("zh", "yue", "ja", "th")
"""Scripts, by the language of a transcript, that are written without blanks between words."""


class Caption(TypedDict):
    """What is shown over the picture from `start` to `end` (seconds)."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class MomentRegion:
    """The player and what lies under it."""

    player: gr.Video
    moments: gr.HTML

    def labels(self, language: Language) -> Updates:
        """Every label of the region in a language."""
        return {self.player: gr.update(label=STRINGS[language]["player"])}


def build(path: str, line: str) -> MomentRegion:
    """Lay the region out inside the current Blocks context, with a clip and its line of time."""
    player = gr.Video(
        path,
        label=STRINGS[ENGLISH]["player"],
        interactive=False,
        elem_id="player",
        height=360,
        buttons=[],
    )
    return MomentRegion(player, gr.HTML(line, elem_id="moments"))


def captions(transcript: Transcript | None) -> list[Caption]:
    """The words in captions, in order of time; none without word times.

    The page's script gives them to the player, so that no file of what was said is written.
    """
    if transcript is None or not transcript.words:
        return []
    groups = [[transcript.words[0]]]
    for word in transcript.words[1:]:
        last = groups[-1]
        if len(last) >= CAPTION_WORDS or word.start - last[-1].end > CAPTION_PAUSE:
            groups.append([word])
        else:
            last.append(word)
    blank = "" if transcript.language.split("-")[0] in UNSPACED else " "
    return [
        Caption(
            text=blank.join(word.text.strip() for word in group),
            start=group[0].start,
            end=group[-1].end,
        )
        for group in groups
    ]
