"""The pitch of the few tones of a voice that is mostly without tone, as when it is breathy.

Too little swings to follow its course, and one tracker alone finds tones in noise. Where two that
work differently agree, there is one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.speech import Stretch
from backends.clip import SOUND_RATE

STEP = 0.005
"""Seconds between two points."""

RANGE = (65.0, 350.0)
"""Hz in which a pitch is looked for."""

AGREE = 0.5
"""Semitones between the two trackers."""

LOUD = 15.0
"""Decibels below the loudest moment within which a tone belongs to the voice."""

BEFORE = 0.15
"""Seconds before what is found to be speech in which breathy speech may have begun."""

LEAST, SPREAD = 0.1, 3.0
"""Seconds of tone that are needed, and semitones that their middle half may span."""


def faint_pitch(sound: NDArray[np.float32], speech: list[Stretch]) -> float | None:
    """Median Hz of the moments where autocorrelation and cross-correlation agree (both Boersma
    1993, by Praat); None where they hardly do. `sound` is mono, 16 kHz, `speech` in seconds of it.
    """
    if not speech or not np.any(sound):
        return None
    import parselmouth

    heard = parselmouth.Sound(sound.astype(np.float64), SOUND_RATE)
    loudness = heard.to_intensity(minimum_pitch=100, time_step=STEP)
    times = np.arange(max(0.0, speech[0].start - BEFORE), speech[-1].end, STEP)
    level = np.interp(times, loudness.xs(), loudness.values[0])
    tracks = [
        track(time_step=STEP, pitch_floor=RANGE[0], pitch_ceiling=RANGE[1])
        for track in (heard.to_pitch_ac, heard.to_pitch_cc)
    ]
    one, other = (np.array([track.get_value_at_time(t) for t in times]) for track in tracks)
    agree = np.abs(12 * np.log2(one / other)) < AGREE  # false where either has none
    tones = one[agree & (level > level.max() - LOUD)]
    if len(tones) * STEP < LEAST:
        return None
    low, high = np.percentile(tones, (25, 75))
    return float(np.median(tones)) if 12 * np.log2(high / low) <= SPREAD else None
