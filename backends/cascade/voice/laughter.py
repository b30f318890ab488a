"""Bursts of a voice that repeat evenly, as laughter and sobbing do and speech does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.head import spectrogram
from backends.cascade.voice.kinds import Kinds
from backends.cascade.voice.peaks import peaks, prominences
from backends.cascade.voice.speech import Stretch, level
from backends.clip import SOUND_RATE

Sound = NDArray[np.float32]

STEP = 160
"""Samples (10 ms) between the points of the loudness."""

INTERVALS = (0.1, 0.8)
"""Seconds from one burst to the next: laughter has 2 to 8 a second, 4.4 on average (Bachorowski et
al. 2001), sobs are slower."""

SLOW = 0.35
"""Seconds from one burst to the next, from which they are as slow as sobs."""

EVEN = (0.65, 1.5)
"""An interval over the median of those before it."""

LEAST = 4
"""Bursts."""

DEEP = 12.0
"""Decibels by which the sound sinks between two bursts: syllables are joined more closely."""

AUDIBLE = 25.0
"""Decibels below the loudest of them at which a burst counts."""

ALIKE = 0.5
"""Correlation of the spectra one interval apart, less that of half an interval apart: each "ha" is
like the last, where syllables differ, and a held tone or noise repeats nothing."""

AROUND = 0.25
"""Of an interval, by which the repetition may be longer or shorter than it."""

BREATH = 0.5
"""Seconds between two runs of bursts that are of one laugh: a breath is drawn."""

DEPTH = 1.2
"""How far below its loudest point the spectrogram is compared, in Whisper's units: 48 dB. Deeper
lies what a room or a codec leaves between the sounds."""


class Bursts(NamedTuple):
    """Bursts that repeat. `start`, `end` and `interval`, from one to the next, in seconds."""

    start: float
    end: float
    interval: float

    @property
    def slow(self) -> bool:
        """Whether they are as slow as sobs, too slow for most laughter."""
        return self.interval >= SLOW


def bursts(sound: Sound, kinds: Kinds) -> list[Bursts]:
    """Where short bursts of voice repeat evenly in a sound (mono, 16 kHz).

    Not whether somebody laughs or cries: that is more than a rule can tell. How often it finds what
    it looks for stands in docs/cascade.md.
    """
    found: list[Bursts] = []
    for places in _even(sound):
        interval = float(np.median(np.diff(places)))
        start = max(0.0, float(places[0]) - interval / 2)
        end = min(len(sound) / SOUND_RATE, float(places[-1]) + interval / 2)
        part = sound[round(start * SOUND_RATE) : round(end * SOUND_RATE)]
        mel = spectrogram(part)
        around = [Stretch(place - interval / 4, place + interval / 4) for place in places]
        if mel is None or 2 * sum(map(kinds.is_voice, around)) < len(around):
            continue
        if alike(mel[:, : len(part) // STEP], interval) < ALIKE:
            continue
        if found and start - found[-1].end < BREATH:
            start, interval = found[-1].start, min(interval, found.pop().interval)
        found.append(Bursts(start, end, interval))
    return found


def alike(mel: NDArray[np.float32], interval: float) -> float:
    """How much a log-mel spectrogram (bands, frames of 10 ms) repeats itself about every `interval`
    seconds and not in between: −1 to 1."""
    mel = np.maximum(mel, mel.max() - DEPTH)
    spectra = mel - mel.mean(axis=1, keepdims=True)
    frames = 100 * interval
    periods = range(round(frames * (1 - AROUND)), round(frames * (1 + AROUND)) + 1)
    return max(
        _correlation(spectra, period) - max(0.0, _correlation(spectra, period // 2))
        for period in periods
    )


def _correlation(spectra: NDArray[np.float32], apart: int) -> float:
    """Of the spectra with those `apart` frames later."""
    before, after = spectra[:, :-apart], spectra[:, apart:]
    power = float((before**2).sum()) * float((after**2).sum())
    return float((before * after).sum() / np.sqrt(max(power, 1e-18)))


def _even(sound: Sound) -> Iterator[NDArray[np.float64]]:
    """The times (s) of each run of four or more bursts that follow each other evenly."""
    levels = level(sound.astype(np.float64) ** 2)[STEP // 2 :: STEP]
    padded = np.pad(levels, 1, constant_values=-200.0)
    places = peaks(padded)
    places = places[prominences(padded, places) >= DEEP] - 1
    times = places[levels[places] > levels.max(initial=-200.0) - AUDIBLE] * 0.01
    run = [*times[:1]]
    for time in [*times[1:], np.inf]:
        interval = time - run[-1] if run else np.inf
        usual = float(np.median(np.diff(run))) if len(run) > 1 else interval
        if INTERVALS[0] <= interval <= INTERVALS[1] and EVEN[0] <= interval / usual <= EVEN[1]:
            run.append(time)
            continue
        if len(run) >= LEAST:
            yield np.array(run)
        run = [*run[-1:], time] if INTERVALS[0] <= interval <= INTERVALS[1] else [time]
