"""What is usual for a voice, to tell a person what a number means. Each range names its source.

"Measured" means: the middle 90 % over 216 neutral and calm sentences of 18 RAVDESS actors, by
`python -m backends.cascade.train.voice norms`, recorded in a studio.
Sex and age are not inferred: a pitch is set beside the ranges of low and of high adult voices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Norm:
    """A range in which most speech lies, and the unit of both ends."""

    low: float
    high: float
    unit: str
    digits: int
    """Decimals with which a value and the range are shown, in sentences and in measures alike."""

    def shown(self, value: float) -> float:
        """A value as a person reads it."""
        return round(value, self.digits)

    def side(self, value: float) -> Literal["below", "within", "above"]:
        """Where a value lies, as a person reads it: what is shown as 255 is not above 255."""
        value = self.shown(value)
        if value < self.shown(self.low):
            return "below"
        return "above" if value > self.shown(self.high) else "within"


NORMS = {
    # Habitual pitch of men and of women (Titze 1994). Which of the two a voice is can't be told
    # from its pitch in one clip: excitement lifts a low voice into the range of high ones.
    "low_voice": Norm(85, 155, "Hz", 0),
    "high_voice": Norm(165, 255, "Hz", 0),
    # Measured.
    "pitch_range": Norm(3.8, 10.9, "semitones", 1),
    # Measured.
    "loudness_range": Norm(14.3, 23.8, "dB", 0),
    # Low end measured; high end of the articulation rates of Goldman-Eisler (1968).
    "syllables": Norm(3.5, 5.9, "syllables/s", 1),
    # High end measured; low end under the measured 0.76, which a room's noise lowers.
    "voiced": Norm(0.60, 0.94, "of the speech", 2),
}
"""Field of Prosody → what is usual of it; of the median pitch, by the register of the voice."""


def register_side(pitch: float) -> Literal["below", "within", "raised", "above"]:
    """Where a median pitch (Hz) lies: below or above all voices, within those of low ones, or
    raised, which means high if the voice is a low one.

    Voices are raised by more than an octave when excited, but hardly sink below their register:
    so a pitch of low voices is not called low, while one of high voices may be raised.
    """
    low, high = NORMS["low_voice"].side(pitch), NORMS["high_voice"].side(pitch)
    if low == "below" or high == "above":
        return low
    return "raised" if low == "above" else "within"
