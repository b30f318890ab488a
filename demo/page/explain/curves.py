"""Measurements over time as lines to draw: pitch, and how loud the clip is.

All lie in a drawing that is 100 wide, which is the clip, and 100 high.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from backends.base import Curve
from backends.clip import SOUND_RATE, Clip

LOUDNESS_FLOOR_DB = -60.0
"""Quieter than this, against full scale, is drawn as silence."""
LOUDNESS_POINTS = 240
LEAST_RANGE = {"Hz": 60.0, "dB": 20.0}
"""Unit → the least range that fills the height: small changes are not drawn as large ones."""

_OUTLINES: WeakKeyDictionary[Clip, str] = WeakKeyDictionary()

MOST_STEPS = 20
"""Rows of the table in which a curve is told."""

Point = tuple[float, float]
"""Time (s) and value."""


def loudness(sound: NDArray[np.float32], points: int = LOUDNESS_POINTS) -> NDArray[np.float64]:
    """Root-mean-square level of equal stretches of sound, 0 (silence) to 1 (full scale)."""
    if sound.size < points:
        return np.zeros(0)
    stretches = np.array_split(sound.astype(np.float64), points)
    level = np.array([np.sqrt(np.mean(np.square(stretch))) for stretch in stretches])
    decibels = 20 * np.log10(np.maximum(level, 1e-6))
    shown: NDArray[np.float64] = np.clip(1 - decibels / LOUDNESS_FLOOR_DB, 0, 1)
    return shown


def outline(clip: Clip) -> str:
    """The loudness of the clip's own sound as the corners of a filled shape; empty without one.

    It is worked out once for every clip, however often it is drawn.
    """
    if clip not in _OUTLINES:
        _OUTLINES[clip] = _outline(clip)
    return _OUTLINES[clip]


def _outline(clip: Clip) -> str:
    levels = loudness(clip.sound)
    if not levels.size:
        return ""
    span = clip.end - clip.start
    x = np.linspace(0, min(100.0, 100 * clip.sound.size / SOUND_RATE / span), levels.size)
    line = [f"{a:.2f},{100 - 100 * b:.1f}" for a, b in zip(x, levels, strict=True)]
    return " ".join([f"{x[0]:.2f},100", *line, f"{x[-1]:.2f},100"])


def pieces(curve: Curve) -> list[list[Point]]:
    """The stretches of a curve in which there is something to measure."""
    return [
        [(time, value) for time, value in run if value is not None]
        for known, run in groupby(curve.points, key=lambda point: point[1] is not None)
        if known
    ]


def lines(curve: Curve, start: float, end: float) -> list[str]:
    """The curve as polylines for a clip between `start` and `end` (s), one for each piece."""
    parts = pieces(curve)
    values = [value for part in parts for _, value in part]
    if not values:
        return []
    low, high = min(values), max(values)
    spare = max(0.0, LEAST_RANGE.get(curve.unit, 0.0) - (high - low)) / 2
    low, high = low - spare, high + spare
    height = (high - low) or 1.0
    return [
        " ".join(
            f"{100 * (time - start) / (end - start):.2f},{94 - 88 * (value - low) / height:.1f}"
            for time, value in part
        )
        for part in parts
    ]


def over(curve: Curve, start: float, end: float) -> float | None:
    """The median of a curve from `start` to before `end` (s); None where nothing is measured."""
    values = [value for time, value in curve.points if value is not None and start <= time < end]
    return float(np.median(values)) if values else None


def steps(curve: Curve, start: float, end: float) -> list[tuple[float, float, float]]:
    """Start, end (s) and median of equal steps of at least half a second; without those in which
    nothing is measured."""
    count = max(1, min(MOST_STEPS, int((end - start) / 0.5)))
    edges = [start + (end - start) * i / count for i in range(count + 1)]
    medians = [(one, other, over(curve, one, other)) for one, other in pairwise(edges)]
    return [(one, other, value) for one, other, value in medians if value is not None]


def of(curves: Sequence[Curve], name: str) -> Curve | None:
    """The curve of this name, if it was measured."""
    return next((curve for curve in curves if curve.name == name), None)
