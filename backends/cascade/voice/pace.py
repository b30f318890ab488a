"""How fast the words that are known are spoken: their syllables over the time they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from backends.base import Word
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.speech import BEYOND, Stretch
from backends.cascade.voice.syllables import syllables

LEAST_SYLLABLES = 4
"""Below, one syllable more or less decides."""

EDGES = 0.064
"""Seconds by which the time of speech may be wrong: a step of the speech detector at each end."""

SLOWEST, FASTEST = 1.0, 12.0
"""Syllables a second outside of which nobody speaks: the words are not those of this sound."""


@dataclass(frozen=True)
class Pace:
    """Syllables of known words, and the seconds of speech that they take, pauses left out."""

    syllables: int
    seconds: float

    @property
    def rate(self) -> float:
        """Syllables a second."""
        return self.syllables / self.seconds

    @property
    def side(self) -> Literal["below", "within", "above"]:
        """Where it lies next to what is usual, whatever the steps of the speech detector hide."""
        norm = NORMS["syllables"]
        slowest, fastest = (self.syllables / (self.seconds + edge) for edge in (EDGES, -EDGES))
        if norm.side(slowest) == "above":
            return "above"
        return "below" if norm.side(fastest) == "below" else "within"


def pace(words: Sequence[Word], speech: Sequence[Stretch], language: str) -> Pace | None:
    """The pace of words with their times, over the stretches of speech that hold them.

    `language` is a BCP 47 tag. None where syllables can't be counted in it, where there are few, or
    where words and sound don't fit. Words of which more than half lies outside speech don't count:
    when they were said is not known.
    """
    heard = [word for word in words if _inside(word, speech) * 2 > word.end - word.start]
    held = [one for one in speech if any(w.start < one.end and w.end > one.start for w in heard)]
    counted = [syllables(word.text, language) for word in heard]
    seconds = sum(one.seconds + 2 * BEYOND for one in held)
    known = [count for count in counted if count is not None]
    if len(known) < len(counted) or sum(known) < LEAST_SYLLABLES or seconds <= EDGES:
        return None
    found = Pace(sum(known), seconds)
    return found if SLOWEST <= found.rate <= FASTEST else None


def _inside(word: Word, speech: Sequence[Stretch]) -> float:
    """Seconds of a word that lie in speech."""
    return sum(max(0.0, min(word.end, s.end) - max(word.start, s.start)) for s in speech)
