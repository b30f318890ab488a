"""The pitch curve of a voice, cleaned of what is not the voice, and its shape over a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import parselmouth

Curve = NDArray[np.float64]

STEP = 0.01
"""Seconds between the points of every curve."""

WIDEST = (60.0, 700.0)
"""Hz: where a first look searches for any voice, from low creak to a shout."""

JUMP = 4.0
"""Semitones between neighbouring points that no voice glides: there, another run begins."""

SHORTEST_RUN = 0.03
"""Seconds. Shorter runs of voice are consonants or noise."""

SHORT_RUN = 0.15
"""Seconds. A shorter run that is a fifth off the median is a tracking error or a consonant."""

FIFTH = 7.0
"""Semitones."""

MIN_VOICED = 10
"""Points (0.1 s) below which nothing is said of a pitch."""


def pitch_curve(sound: parselmouth.Sound, times: Curve, inside: NDArray[np.bool_]) -> Curve:
    """Hz at `times` where `inside` and voiced, nan elsewhere.

    The curve is as Praat finds it; `clean` takes out what is not the voice.

    Praat's autocorrelation (Boersma 1993), twice: floor and ceiling of the second pass are 0.75 of
    the first quartile and 2.5 of the third quartile of the first (Hirst 2011, for expressive
    speech), which spares most octave errors.
    """
    first = np.where(inside, _track(sound, times, *WIDEST), np.nan)
    voiced = first[np.isfinite(first)]
    if len(voiced) < MIN_VOICED:
        return np.full(len(times), np.nan)
    low, high = np.percentile(voiced, (25, 75))
    floor, ceiling = max(WIDEST[0], 0.75 * float(low)), min(1000.0, 2.5 * float(high))
    return np.where(inside, _track(sound, times, floor, ceiling), np.nan)


def semitones(hertz: Curve, reference: float) -> Curve:
    """Musical distance from `reference` (Hz): 12 to an octave."""
    return 12 * np.log2(hertz / reference)


def runs(curve: Curve) -> list[NDArray[np.int64]]:
    """The points of each unbroken, jump-free run of voice, in order."""
    voiced = np.flatnonzero(np.isfinite(curve))
    if not len(voiced):
        return []
    jumps = np.abs(np.diff(semitones(curve[voiced], 100))) > JUMP
    return np.split(voiced, np.flatnonzero((np.diff(voiced) > 1) | jumps) + 1)


def clean(curve: Curve) -> Curve:
    """The curve without very short runs, and without short ones far from the rest."""
    if not np.isfinite(curve).any():
        return curve
    result = np.full(len(curve), np.nan)
    median = float(np.nanmedian(curve))
    for run in runs(curve):
        seconds = len(run) * STEP
        away = abs(float(np.median(semitones(curve[run], median))))
        if seconds >= SHORT_RUN or (seconds >= SHORTEST_RUN and away < FIFTH):
            result[run] = curve[run]
    return result


def _track(sound: parselmouth.Sound, times: Curve, floor: float, ceiling: float) -> Curve:
    found = sound.to_pitch_ac(time_step=STEP, pitch_floor=floor, pitch_ceiling=ceiling)
    track = found.selected_array["frequency"]
    nearest = np.round((times - found.x1) / found.dx).astype(int)
    known = (nearest >= 0) & (nearest < len(track))
    values = np.where(known, track[np.clip(nearest, 0, len(track) - 1)], 0.0)
    return np.where(values > 0, values, np.nan)
