"""Peaks of a curve and how far they stand out, as `scipy.signal.find_peaks` defines them.

Importing scipy.signal takes .7 s of processor time, a fifth of a first answer; these lines do not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NEAR = 64
"""Samples beside a peak that are looked at first; a higher one is seldom farther away."""


def peaks(values: NDArray[np.floating]) -> NDArray[np.intp]:
    """Where a curve [n] is higher than on both sides; of a flat top, its middle. None at an end."""
    changes = np.flatnonzero(np.diff(values)) + 1
    starts, ends = np.concatenate([[0], changes]), np.concatenate([changes, [len(values)]])
    levels = values[starts] if len(values) else values
    inner = np.flatnonzero((levels[1:-1] > levels[:-2]) & (levels[1:-1] > levels[2:])) + 1
    found: NDArray[np.intp] = (starts[inner] + ends[inner] - 1) // 2
    return found


def prominences(values: NDArray[np.floating], places: NDArray[np.intp]) -> NDArray[np.float64]:
    """How far each peak is above the higher of the two dips that part it from higher ones."""
    return np.array(
        [
            values[at]
            - max(_dip(values[:at][::-1], values[at]), _dip(values[at + 1 :], values[at]))
            for at in places
        ],
        np.float64,
    )


def _dip(beside: NDArray[np.floating], height: float) -> float:
    """The lowest value on the way from a peak of that height to a higher one, or to the end."""
    width = NEAR
    while True:
        higher = np.flatnonzero(beside[:width] > height)
        if higher.size or width >= len(beside):
            way = beside[: higher[0] if higher.size else width]
            return float(way.min(initial=height))
        width *= 4
