"""Whether a voice is likely a low one: by its resonances, since excitement lifts any pitch.

The third and fourth resonance lie the lower the longer the tube between vocal folds and lips is
(Fant 1960), whatever is said and however high; a long one goes with a low voice. It says nothing
of who the person is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backends.clip import SOUND_RATE

SPEED = 35_000.0
"""Speed of sound in warm, moist air, cm/s."""

HIGHEST = 5500.0
"""Hz under which five resonances are looked for: between what Praat advises for men and women."""

LOUD = 15.0
"""Decibels below the loudest moment within which vowels lie."""

LEAST = 20
"""Moments of 10 ms that a measurement needs."""

LONG = 17.0
"""Centimetres from which a voice is likely a low one. Of the women of RAVDESS 2 % of the recordings
reach it, of the men 4 in 10; it is meant to be sure, not complete."""

LEAST_TREBLE = -45.0
"""Decibels of the band above 4.5 kHz against all the rest. Speech that has it lies above -30,
what was cut at 4 kHz, as on the telephone, below -50: there, the fourth resonance may be lost."""


def tract(sound: NDArray[np.float32]) -> float | None:
    """Centimetres from vocal folds to lips, by the third and fourth resonance of the loud moments.

    `sound`: speech (mono, 16 kHz). None where too little is loud or the sound lacks its treble.
    """
    if len(sound) < LEAST * 0.01 * SOUND_RATE * 2 or not np.any(sound) or not _has_treble(sound):
        return None
    import parselmouth

    heard = parselmouth.Sound(sound.astype(np.float64), SOUND_RATE)
    loudness = heard.to_intensity(minimum_pitch=50, time_step=0.01)
    level = loudness.values[0]
    loud = loudness.xs()[level > level.max() - LOUD]
    found = heard.to_formant_burg(time_step=0.01, max_number_of_formants=5, maximum_formant=HIGHEST)
    lengths = []
    for number in (3, 4):
        hertz = np.array([found.get_value_at_time(number, time) for time in loud])
        hertz = hertz[np.isfinite(hertz)]
        if len(hertz) < LEAST:
            return None
        # a tube that is closed at one end resonates at odd quarters of its wave
        lengths.append((2 * number - 1) * SPEED / 4 / float(np.median(hertz)))
    return float(np.mean(lengths))


def _has_treble(sound: NDArray[np.float32]) -> bool:
    power = np.abs(np.fft.rfft(sound.astype(np.float64))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / SOUND_RATE)
    high, low = power[hertz > 4500].sum(), power[hertz <= 4500].sum()
    return bool(10 * np.log10((high + 1e-30) / (low + 1e-30)) > LEAST_TREBLE)
