"""What comes and goes: nods and shakes of the head, and blinks."""

from __future__ import annotations

import numpy as np

from backends.cascade.face.series import DEGREES, FaceEvent, FaceEventKind, Floats, Mask, Series

TICK = 1e-3
"""Seconds. Times of frames are rounded; comparisons of durations allow so much."""

NOD, SHAKE = 6.0, 8.0
"""Degrees of each swing. An opening jaw alone moves the measured pitch by up to 5."""
JITTER = 1.0
"""Degrees by which the measured pose wavers in a head that is still."""
SWINGS, SWING_SECONDS = 3, 0.7
"""A nod or shake is at least three swings to and fro, each at most so long: one is a mere move."""

BLINK_CONTRAST, BLINK_LIKENESS = 0.86, 0.7
"""When an eye closes, its contrast falls below this part of its median, and its correlation with
the median picture of the same eye below this.
"""
BLINK_EDGE = 0.93
"""The part of the median contrast at which the lids begin and end to move."""
BLINK_SECONDS = 0.5
"""Longer is closed eyes, not a blink (blinks last 0.1 to 0.4 s)."""
BLINK_FRAMES = 8
"""Frames below which the median picture of the eyes may itself be a blink."""


def swings(series: Series, kind: FaceEventKind, cue: str, least: float) -> list[FaceEvent]:
    """Runs of swings to and fro, each of at least `least` degrees between two turning points."""
    values, times = series.cues[cue], series.times
    turns: list[int] = []
    for i in np.flatnonzero(series.clear):
        if len(turns) < 2:
            if not turns or abs(values[i] - values[turns[0]]) >= least:
                turns.append(int(i))
            continue
        onward = values[turns[-1]] - values[turns[-2]]
        step = values[i] - values[turns[-1]]
        if step * onward >= 0:
            if abs(step) > JITTER:
                turns[-1] = int(i)  # The swing goes further the same way.
        elif abs(step) >= least:
            turns.append(int(i))
    found: list[FaceEvent] = []
    run = turns[:1]
    for turn in [*turns[1:], None]:
        if turn is not None and times[turn] - times[run[-1]] <= SWING_SECONDS:
            run.append(turn)
            continue
        if len(run) > SWINGS:
            widest = float(np.abs(np.diff(values[run])).max())
            start, end = float(times[run[0]]), float(times[run[-1]])
            found.append(FaceEvent(kind, start, end, widest, DEGREES, 0.0))
        run = [] if turn is None else [turn]
    return found


def blinks(series: Series) -> list[FaceEvent]:
    """Moments when both eyes lose contrast and look unlike themselves in the rest of the clip."""
    seen = np.flatnonzero(series.clear)
    if len(seen) < BLINK_FRAMES:
        return []
    eyes = series.eyes[seen].reshape(len(seen), 2, -1)
    usual = np.median(eyes, axis=0)
    likeness = (_standard(eyes) * _standard(usual)).mean(-1).max(1)
    contrast, times = series.cues["eye_contrast"][seen], series.times[seen]
    open_contrast = float(np.median(contrast))
    closed = (contrast < BLINK_CONTRAST * open_contrast) & (likeness < BLINK_LIKENESS)
    found: list[FaceEvent] = []
    moving = contrast < BLINK_EDGE * open_contrast
    for first, last in _runs(moving):
        span = slice(first, last + 1)
        if closed[span].any() and times[last] - times[first] <= BLINK_SECONDS + TICK:
            peak = first + int(likeness[span].argmin())
            start, end, value = float(times[first]), float(times[last]), float(contrast[peak])
            found.append(FaceEvent("blink", start, end, value, "of the skin's grey", open_contrast))
    return found


def _standard(pictures: Floats) -> Floats:
    spread = pictures.std(-1, keepdims=True)
    return np.asarray((pictures - pictures.mean(-1, keepdims=True)) / np.maximum(spread, 1e-6))


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """First and last index of each stretch of True."""
    edges = np.diff(np.concatenate([[False], mask, [False]]).astype(int))
    starts, stops = np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist()
    return [(start, stop - 1) for start, stop in zip(starts, stops, strict=True)]
