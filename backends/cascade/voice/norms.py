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
    "syllables": Norm(3.0, 5.9, "syllables/s", 1),
    # Measured.
    "attack": Norm(16, 112, "ms", 0),
    # High end measured; low end under the measured 0.76, which a room's noise lowers.
    "voiced": Norm(0.60, 0.94, "of the speech", 2),
}
"""Field of Prosody → what is usual of it; of the median pitch, by the register of the voice."""

RAISED = 3.0
"""Semitones above the range of low voices from which one of them is told to be raised: smaller
differences say nothing to listeners ('t Hart 1981)."""


def register_side(
    pitch: float, low_voice: bool = False
) -> Literal["below", "within", "raised", "above"]:
    """Where a median pitch (Hz) lies: below or above all voices, within what some voices have, or
    raised: within what high voices have, in one that is likely a low one (`low_voice`).

    Excitement raises a voice by up to more than an octave, so pitch alone can't tell a low voice
    that is raised from a high one at rest.
    """
    low, high = NORMS["low_voice"].side(pitch), NORMS["high_voice"].side(pitch)
    if low == "below" or high == "above":
        return low
    top = NORMS["low_voice"].high * 2 ** (RAISED / 12)
    return "raised" if low_voice and pitch >= top else "within"
