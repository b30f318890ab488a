"""Drawn series of a face: at rest, and what moves it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backends.cascade.face.cues import CUES
from backends.cascade.face.series import Series
from backends.reading.basic_emotions import BASIC

REST = {
    "mouth_opening": 0.03, "corner_lift": 0.02, "mouth_width": 0.58, "eye_contrast": 0.23,
    "brow_height": 0.22, "brow_gap": 0.30, "inner_brows": 0.21, "brow_slope": 0.0, "yaw": 1.0,
    "eye_opening": 0.30, "upper_lip": 0.16, "forehead_lines": 0.15, "teeth": 0.0, "gaze": 1.0,
    "pitch": 0.0, "roll": -1.0,
}  # fmt: skip
OPEN_EYES = np.random.default_rng(1).uniform(60, 200, (2, 24, 40))


def series(seconds: float = 4, emotion: str = "neutral", **changes: Callable[[float], float]):
    """A face at rest with the mesh's jitter, ten frames a second, and what is added to its cues."""
    times = np.arange(round(seconds * 10)) / 10
    noise = np.random.default_rng(0)
    cues = {
        name: np.array(
            [REST[name] + changes.get(name, lambda _: 0.0)(t) for t in times]
            + noise.normal(
                0, 0.5 if name in ("yaw", "pitch", "roll", "gaze") else 0.001, len(times)
            ),
            np.float32,
        )
        for name in CUES
    }
    expression = np.full((len(times), 7), 0.05, np.float32)
    expression[:, BASIC.index(emotion)] = 0.7
    seen = np.ones(len(times), bool)
    eyes = np.repeat(OPEN_EYES[None], len(times), 0).astype(np.float32)
    return Series(times, seconds, seen, seen.copy(), expression, expression.copy(), cues, eyes)


def between(start: float, end: float, amount: float) -> Callable[[float], float]:
    """`amount` more from `start` to `end`, in seconds."""
    return lambda t: amount if start <= t < end else 0.0


def swinging(start: float, end: float, degrees: float) -> Callable[[float], float]:
    """To and fro, two and a half times a second."""
    return lambda t: degrees / 2 * np.sin(5 * np.pi * (t - start)) if start <= t < end else 0.0
