"""The pitch curve of a voice, cleaned of what is not the voice, and its shape over a phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import parselmouth

Curve = NDArray[np.float64]

STEP = 0.01
"""Seconds between the points of every curve."""

VOICED = (0.2, 0.8)
"""Clearness below which a point has no tone, and from which it has nothing else. Praat's own limit,
0.45, lies between: a sharp one is crossed to and fro by whatever a codec changes."""

DENSE = 4
"""Analyses for each point, 2.5 ms apart, so that the curve hangs little on where they fall."""

BETWEEN = 0.25
"""Steps by which times are moved to analyses. Praat lays those around the middle of the sound, so
that a time falls on one or between two: never just on the border, where chance decides."""

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


@dataclass(frozen=True)
class Tone:
    """The tone of a sound at some times."""

    pitch: Curve
    """(n,) Hz, nan where there is none. As Praat finds it; `clean` takes out what is no voice."""
    clearness: Curve
    """(n,) 0..1, how much like itself the sound is a period later: 1 for a pure tone."""

    @property
    def voiced(self) -> Curve:
        """(n,) 0..1, how far each point is voiced: in part near the limit, which is not sharp."""
        low, high = VOICED
        share: Curve = np.clip((self.clearness - low) / (high - low), 0.0, 1.0)
        return share


def tone_of(sound: parselmouth.Sound, times: Curve, inside: NDArray[np.bool_]) -> Tone:
    """The tone at `times`, with a pitch only where they are `inside`.

    Praat's autocorrelation (Boersma 1993), twice: floor and ceiling of the second pass are 0.75 of
    the first quartile and 2.5 of the third quartile of the first (Hirst 2011, for expressive
    speech), which spares most octave errors. Each point of the second is the median of four
    analyses around it, half of which must find a voice.
    """
    found = _analysed(sound, STEP, *WIDEST)
    clearness = np.interp(times, found.xs(), _clearness(found))
    nothing = np.full(len(times), np.nan)
    first = np.where(inside, _at(found, times), np.nan)
    voiced = first[np.isfinite(first)]
    if len(voiced) < MIN_VOICED:
        return Tone(nothing, clearness)
    low, high = np.percentile(voiced, (25, 75))
    floor, ceiling = max(WIDEST[0], 0.75 * float(low)), min(1000.0, 2.5 * float(high))
    around = (np.arange(DENSE) - (DENSE - 1) / 2) * STEP / DENSE
    second = _analysed(sound, STEP / DENSE, floor, ceiling)
    dense = _at(second, np.add.outer(times, around))
    known = inside & (np.isfinite(dense).sum(axis=1) >= DENSE / 2)
    pitch = nothing.copy()
    pitch[known] = np.nanmedian(dense[known], axis=1)
    return Tone(pitch, clearness)


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


def _analysed(
    sound: parselmouth.Sound, step: float, floor: float, ceiling: float
) -> parselmouth.Pitch:
    return sound.to_pitch_ac(time_step=step, pitch_floor=floor, pitch_ceiling=ceiling)


def _at(found: parselmouth.Pitch, times: Curve) -> Curve:
    """Hz at the analysis nearest to each of the times, nan where there is no voice."""
    track = found.selected_array["frequency"]
    nearest = np.round((times - found.x1) / found.dx + BETWEEN).astype(int)
    known = (nearest >= 0) & (nearest < len(track))
    values = np.where(known, track[np.clip(nearest, 0, len(track) - 1)], 0.0)
    return np.where(values > 0, values, np.nan)


def _clearness(found: parselmouth.Pitch) -> Curve:
    """The height of the autocorrelation's highest peak at a period of a voice, by analysis."""
    candidates = found.to_array()
    tones = (candidates["frequency"] > 0) & (candidates["frequency"] < found.ceiling)
    highest: Curve = np.where(tones, candidates["strength"], 0.0).max(axis=0)
    return highest
