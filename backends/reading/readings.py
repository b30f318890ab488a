"""One thing that a sentence says: of which aspect which value, or which figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

EMOTION = "emotion"
"""The aspect whose values are the families of `[emotions]`."""
NOT = "not "
"""How the value begins that is denied: "not loud" is the opposite of "loud"."""
NUMBER = "number"
"""The value of an aspect that is told in figures, e.g. of the pitch in Hz."""
NEAR = {"pace": 1.2}
"""Figures up to this factor apart say the same, `_NEAR` where an aspect isn't listed. Of a pace: a
sentence of six syllables is one more or less by how they are counted."""
_NEAR = 1.1
"""A tenth: under two semitones of pitch, about what two ways to take its median differ by."""


@dataclass(frozen=True)
class Reading:
    """One aspect and what is said of it. `low` and `high` are set where `value` is NUMBER."""

    aspect: str
    value: str
    low: float = 0.0
    high: float = 0.0

    def same(self, other: Reading) -> bool:
        """Whether both say the same of the same aspect."""
        if (self.aspect, self.value) != (other.aspect, other.value):
            return False
        return self._within(other, NEAR.get(self.aspect, _NEAR))

    def far(self, other: Reading) -> bool:
        """Whether both give figures that can't be of one thing: more than twice `NEAR` apart."""
        if (self.aspect, self.value, other.value) != (other.aspect, NUMBER, NUMBER):
            return False
        return not self._within(other, NEAR.get(self.aspect, _NEAR) ** 2)

    def _within(self, other: Reading, factor: float) -> bool:
        return self.low <= other.high * factor and other.low <= self.high * factor


def figure(aspect: str, hit: re.Match[str]) -> Reading:
    """The figures of a match: one, from one to another, or all above or below one."""
    unit = 1000.0 if hit.groupdict().get("kilo") else 1.0
    low = float(hit["low"]) * unit
    high = float(hit["high"]) * unit if hit["high"] else low
    if hit["over"]:
        high = float("inf")
    elif hit["under"]:
        low = 0.0
    return Reading(aspect, NUMBER, low, high)
