"""The course of pitch and loudness over one phrase: where it swings, stays up, or stays loud.

What is usual was measured over the 216 neutral and calm sentences of RAVDESS that `norms.py` names,
one sentence a phrase, by `python -m backends.cascade.train.voice norms`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.pitch import MIN_VOICED, STEP, Curve, semitones
from backends.cascade.voice.prosody import Prosody, within
from backends.cascade.voice.speech import Stretch

SHORTEST, LONGEST = 0.5, 3.0
"""Seconds of a phrase whose course is told: those of the sentences that say what is usual, and some
shorter ones. In a longer one the course is that of several phrases."""

LEAST_TONE = 0.3
"""Seconds of voice below which nothing is said of a course of the pitch."""

SWING = 3.5
"""Semitones that the pitch lies above the first and the last quarter of the voice where it peaks.
Less than 3 says nothing to listeners ('t Hart 1981); 1 in 36 calm sentences reaches this."""

MIDDLE = (0.2, 0.8)
"""Part of the phrase in which the peak of a swing lies. Calm sentences peak at their start."""

STAYS_UP = 2.4
"""Semitones within which `strays` keeps: less than in nine of ten calm sentences."""

FALLS = 3.0
"""Semitones below its median at which a pitch has fallen."""

LAST = 0.25
"""Part of the phrase that is its end: the last syllable of four, or the last two of eight."""

STAYS_LOUD = 3.0
"""Decibels below the loudest moment (half its power) that the last third of a phrase still reaches.
In four of five calm sentences it does not, in half of the angry, fearful and happy ones it does."""

LAST_POINTS = 5
"""Points (0.05 s) of the voice that are its very end."""


@dataclass(frozen=True)
class Turn:
    """A number and when it holds, in seconds of the sound."""

    start: float
    end: float
    value: float


def phrases(prosody: Prosody) -> list[Stretch]:
    """The stretches of speech whose course may be told."""
    return [one for one in prosody.speech if SHORTEST <= one.seconds <= LONGEST]


def swing(prosody: Prosody, phrase: Stretch) -> Turn | None:
    """Where the pitch swings up and down again within a phrase, and the Hz that it reaches."""
    at = _voiced(prosody, phrase)
    if at is None:
        return None
    tones, times = semitones(prosody.pitch[at], 100.0), prosody.times[at]
    quarter = max(1, len(tones) // 4)
    top = float(np.percentile(tones, 95))
    peak = float(np.median(times[tones >= top]))
    edges = max(float(np.median(tones[:quarter])), float(np.median(tones[-quarter:])))
    inside = MIDDLE[0] <= (peak - phrase.start) / phrase.seconds <= MIDDLE[1]
    if not inside or top - edges < SWING:
        return None
    high = times[tones > (top + edges) / 2]
    parts = np.split(high, np.flatnonzero(np.diff(high) > MIN_VOICED * STEP) + 1)
    around = min(parts, key=lambda part: float(np.abs(part - peak).min()))
    hertz = 100.0 * 2 ** (top / 12)
    return Turn(float(around[0]) - STEP / 2, float(around[-1]) + STEP / 2, hertz)


def stays_up(prosody: Prosody, phrase: Stretch) -> Turn | None:
    """Until when the pitch of a phrase stays where it is and only then falls.

    The value is how far it strays until then; see `strays`.
    """
    at, far = _voiced(prosody, phrase), strays(prosody, phrase)
    if at is None or far is None or far > STAYS_UP:
        return None
    tones, times = semitones(prosody.pitch[at], 100.0), prosody.times[at]
    tones -= np.median(tones)
    if np.median(tones[-LAST_POINTS:]) > -FALLS:
        return None
    until = times[tones >= -FALLS][-1]
    return Turn(float(times[0]) - STEP / 2, float(until) + STEP / 2, far)


def strays(prosody: Prosody, phrase: Stretch) -> float | None:
    """Semitones from a phrase's median pitch that all but 5 % of its pitch keep within, before the
    phrase's end; None where the pitch may not be told."""
    at = _voiced(prosody, phrase)
    if at is None:
        return None
    tones, times = semitones(prosody.pitch[at], 100.0), prosody.times[at]
    body = tones[times < times[-1] - LAST * (times[-1] - times[0])]
    if len(body) < MIN_VOICED:
        return None
    return float(np.percentile(np.abs(body - np.median(tones)), 95))


def stays_loud(prosody: Prosody, phrase: Stretch) -> Turn | None:
    """A phrase that is still nearly as loud at its end as at its loudest; see `end_level`."""
    at, left = _voiced(prosody, phrase), end_level(prosody, phrase)
    if at is None or left is None or left < -STAYS_LOUD:
        return None
    return Turn(phrase.start, float(prosody.times[at[-1]]) + STEP / 2, left)


def end_level(prosody: Prosody, phrase: Stretch) -> float | None:
    """How loud the voice gets in the last third of a phrase, in dB from its loudest moment (0 or
    less); None where the pitch may not be told: then much has no tone, and the phrase no clear end.
    """
    at = _voiced(prosody, phrase)
    if at is None:
        return None
    level, times = prosody.loudness[at], prosody.times[at]
    last = level[times > times[-1] - (times[-1] - times[0]) / 3]
    return float(last.max() - level.max())


def _voiced(prosody: Prosody, phrase: Stretch) -> NDArray[np.int64] | None:
    """The places of a phrase's voice; None where the pitch may not be told."""
    if prosody.pitch_median is None:
        return None
    inside: Curve = np.where(within(prosody.times, [phrase]), prosody.pitch, np.nan)
    at = np.flatnonzero(np.isfinite(inside))
    return at if len(at) * STEP >= LEAST_TONE else None
