"""What is usual for a voice, to tell a person what a number means. Each range names its source.

"Measured" means: the middle 90 % over 216 neutral and calm sentences of 18 RAVDESS actors, by
`python -m backends.cascade.train.voice norms`, recorded in a studio.
Sex and age are not inferred: the pitch of all adults is one range.
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
    # Habitual pitch of men 85 to 155 Hz and women 165 to 255 Hz (Titze 1994), taken together.
    "pitch_median": Norm(85, 255, "Hz", 0),
    # Measured.
    "pitch_range": Norm(4.2, 11.1, "semitones", 1),
    # Measured.
    "loudness_range": Norm(16.1, 29.3, "dB", 0),
    # Low end measured; high end of the articulation rates of Goldman-Eisler (1968).
    "syllables": Norm(3.0, 5.9, "syllables/s", 1),
    # Measured.
    "voiced": Norm(0.61, 0.90, "of the speech", 2),
}
"""Field of Prosody → what is usual of it."""
