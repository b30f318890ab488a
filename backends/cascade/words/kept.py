"""Which parts of a sound are read for words, and where in the sound a word then lies.

Silence costs a transcriber as much as speech and makes it write what nobody says, so long pauses
are left out: what lies around speech is joined, and times are put back afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.speech import Stretch, utterances
from backends.clip import SOUND_RATE

AROUND = 0.4
"""Seconds kept before and after speech, as faster-whisper keeps them."""

LONGEST_PAUSE = 2.0
"""Seconds up to which a pause is kept whole: a transcriber hears by it where a sentence ends."""


@dataclass(frozen=True)
class Part:
    """Samples from `start` to `end` of a sound, and the stretches of speech within (seconds)."""

    start: int
    end: int
    speech: tuple[Stretch, ...]

    @property
    def samples(self) -> int:
        """How many there are."""
        return self.end - self.start


def parts(stretches: Sequence[Stretch], samples: int) -> list[Part]:
    """What is read of a sound of so many samples in which somebody speaks in `stretches`."""
    return [
        Part(
            max(0, round((group[0].start - AROUND) * SOUND_RATE)),
            min(samples, round((group[-1].end + AROUND) * SOUND_RATE)),
            tuple(group),
        )
        for group in utterances(stretches, LONGEST_PAUSE)
    ]


def joined(sound: NDArray[np.float32], kept: Sequence[Part]) -> NDArray[np.float32]:
    """Those parts of a sound, one after another."""
    return np.concatenate([sound[part.start : part.end] for part in kept])


def placed(start: float, end: float, kept: Sequence[Part]) -> tuple[float, float]:
    """When a word of the joined sound is said (both in seconds), in the sound as it was.

    A word lies in one part: in that which has most speech between its times, as a transcriber
    begins the first word after a pause where the one before it ended.
    """
    best, shared, later = kept[0], -1.0, 0.0
    before = 0
    for part in kept:
        shift = (part.start - before) / SOUND_RATE
        before += part.samples
        inside = max(
            0.0,
            min(end + shift, part.end / SOUND_RATE) - max(start + shift, part.start / SOUND_RATE),
        )
        spoken = sum(
            max(0.0, min(end + shift, one.end) - max(start + shift, one.start))
            for one in part.speech
        )
        if spoken + inside / 1000 > shared:  # of parts in whose silence it lies, the one with more
            best, shared, later = part, spoken + inside / 1000, shift
    first, last = best.start / SOUND_RATE, best.end / SOUND_RATE
    return (
        round(min(max(start + later, first), last), 3),
        round(min(max(end + later, first), last), 3),
    )
