"""Sounds like a voice, made by formula."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backends.clip import SOUND_RATE as RATE

Sound = NDArray[np.float32]


def tone(hertz: NDArray[np.float64] | float, seconds: float = 2.0) -> Sound:
    """A voice-like buzz of eight harmonics, of one pitch or along a curve."""
    curve = np.broadcast_to(hertz, round(seconds * RATE))
    phase = 2 * np.pi * np.cumsum(curve) / RATE
    return np.asarray(0.1 * sum(np.sin(k * phase) / k for k in range(1, 9)), np.float32)
