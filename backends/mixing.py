"""Channels of sound made one, also where each is the other's opposite and their sum is nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLOCK = 8000
"""Samples over which it is judged whether channels cancel: 0.5 s at 16 kHz."""

CANCELLED = 0.25
"""Of the power that the channels would have together if they had nothing in common.

For two of equal loudness: a correlation of -0.75. Voices that are recorded apart are at 1, one
voice in both at 2, one in a single channel at 1.
"""

SHARE = 0.1
"""Of the sound's power that may lie in blocks which cancel, before one channel is better alone."""


def mixed(channels: NDArray[np.int16]) -> tuple[NDArray[np.int16], int | None]:
    """(int16 mono, the only channel that is in it, if the channels cancel) of channels x samples.

    The mean of the channels, or the loudest one. The channel counts from 0.
    """
    if len(channels) == 1:
        return channels[0], None
    mean = channels.mean(axis=0, dtype=np.float32)
    alone = np.stack([_power(channel) for channel in channels])
    apart = alone.sum(axis=0) / len(channels) ** 2
    cancel = _power(mean) < CANCELLED * apart
    if apart[cancel].sum() > SHARE * apart.sum():
        loudest = int(alone.sum(axis=1).argmax())
        return channels[loudest], loudest
    return np.rint(mean).astype(np.int16), None


def _power(samples: NDArray[np.int16] | NDArray[np.float32]) -> NDArray[np.float64]:
    """The energy of each block."""
    starts = np.arange(0, samples.size, BLOCK)
    squares = np.square(samples, dtype=np.float32)
    return np.add.reduceat(squares, starts, dtype=np.float64) if samples.size else np.zeros(0)
