"""What is said as captions: a few words each, at the times at which they are said."""

from __future__ import annotations

from typing import TypedDict

from backends.base import Transcript

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


def captions(transcript: Transcript | None) -> list[Caption]:
    """The words in captions, in order of time; none without word times.

    The page's script gives them to the player, so that it writes no file of what was said.
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
