"""When words alone put what they tell, in a clip whose speech is known: "before he speaks"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from backends.base import Explanation, Modality
from backends.reading.aspects import Lexicon

Span = tuple[float, float]
"""Start and end in seconds."""


@dataclass(frozen=True)
class Times:
    """From when to when a clip lasts, and somebody speaks in it; None where that is not known."""

    clip: Span | None = None
    speech: Span | None = None

    @classmethod
    def of(cls, explanation: Explanation) -> Self:
        """As one backend received the clip, and heard or was told the times of its words."""
        spoken = explanation.transcript.words if explanation.transcript else ()
        seen = [(time, time) for time in explanation.received.frame_times]
        said = _around((word.start, word.end) for word in spoken)
        clip = _around([*seen, *([said] if said else [])]) if seen else None
        return cls(clip, said)

    def span(self, text: str, modality: Modality, words: Lexicon) -> Span | None:
        """What `text` means by "before she speaks", "when he has finished", "at first" or "at the
        end"; None where it says nothing of that kind, or the clip does not tell.

        "At first" and "at the end" are halves: of the speech for a voice, else of the clip.
        """
        beside = words.beside_speech(text)
        if beside and self.speech and self.clip:
            begins, ends = self.speech
            return (self.clip[0], begins) if beside == "before" else (ends, max(self.clip[1], ends))
        place = "" if beside else words.place(text)
        whole = self.speech if modality is Modality.ACOUSTIC else self.clip
        if not place or not whole:
            return None
        middle = sum(whole) / 2
        return (whole[0], middle) if place == "early" else (middle, whole[1])


def _around(spans: Iterable[Span]) -> Span | None:
    """From the first start to the last end; None of none."""
    all_of_them = list(spans)
    if not all_of_them:
        return None
    return min(start for start, _ in all_of_them), max(end for _, end in all_of_them)
