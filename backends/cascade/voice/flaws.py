"""What is wrong with a recording: where samples drop out or are clipped, and what hums under it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.peaks import peaks
from backends.cascade.voice.speech import SILENT, Stretch, level, loudest
from backends.clip import SOUND_RATE

Mask = NDArray[np.bool_]
Sound = NDArray[np.float32]

BLOCK = 80
"""Samples (5 ms) over which there is sound or none."""

LEAST_GAP = 4
"""Blocks (20 ms) without any sound that are a gap in it: shorter ones are the rests of a voice."""

ABRUPT = 25.0
"""Decibels below loud speech: a gap with louder sound on both sides cuts into it."""

FLAT, STEEP = 0.002, 0.05
"""Of the largest sample: how alike the samples of a clipped top are, and by how much the sound then
leaves it. A wave that is round at its top leaves it slowly."""

TOP, LEAST_TOPS = 3, 10
"""Samples of a clipped top, and tops in a sound that is called clipped."""

QUIET = 0.01
"""Largest sample of a sound in which the steps of 16 bits are as coarse as a clipped top."""

TOGETHER = 0.5
"""Seconds. Clipped tops that are parted by less are told as one moment."""

WINDOW = 3200
"""Samples (0.2 s) of the spectra in which a hum is looked for."""

AWAY = 0.1
"""Seconds from speech at which only what sounds beside it is heard."""

HUMS = (45.0, 1000.0)
"""Hz between which a steady tone would be taken for a voice."""

STANDS_OUT = 15.0
"""Decibels of a hum over the spectrum around it, in four of five spectra at least."""

AROUND_HUM = 60.0
"""Hz on either side with which a hum is compared."""

MATTERS = 35.0
"""Decibels below loud speech under which a hum changes no figure."""

NOTCH = 8.0
"""Hz that are taken out with a hum."""


def silent(sound: Sound) -> Mask:
    """Which samples lie in a gap of 20 ms or more without any sound, not even a room's noise.

    That is digital silence, also after a lossy codec: 60 dB below the loudest 32 ms or less.
    """
    blocks = len(sound) // BLOCK
    power = sound.astype(np.float64) ** 2
    least = loudest(power) ** 2 * 10 ** (-SILENT / 10)
    mean = power[: blocks * BLOCK].reshape(-1, BLOCK).mean(axis=1)
    found = np.zeros(len(sound), bool)
    for start, end in _runs(mean <= least):
        if end - start >= LEAST_GAP:
            found[start * BLOCK : end * BLOCK] = True
    return found


def dropouts(sound: Sound, speech: list[Stretch]) -> list[Stretch]:
    """The gaps that cut into speech, in seconds from the sound's start."""
    power = sound.astype(np.float64) ** 2
    gaps = _runs(silent(sound))
    found = []
    for part in speech:
        inside = _samples(part)
        least = 10 ** ((np.percentile(level(power[inside]), 95) - ABRUPT) / 10)
        for start, end in gaps:
            if inside.start < start - 2 * BLOCK and end + 2 * BLOCK < inside.stop:
                beside = (power[start - 2 * BLOCK : start], power[end : end + 2 * BLOCK])
                if min(side.mean() for side in beside) > least:
                    found.append(Stretch(start / SOUND_RATE, end / SOUND_RATE))
    return found


def clipped(sound: Sound) -> list[Stretch]:
    """The moments in which the tops of the wave are cut off, in seconds from its start."""
    peak = float(np.abs(sound).max(initial=0.0))
    if peak < QUIET:
        return []
    tops = []
    for side in (sound, -sound):
        for start, end in _runs(side >= peak * (1 - FLAT)):
            beside = side[[max(0, start - 1), min(len(side) - 1, end)]]
            if end - start >= TOP and beside.min() < peak * (1 - STEEP):
                tops.append((start / SOUND_RATE, end / SOUND_RATE))
    if len(tops) < LEAST_TOPS:
        return []
    moments: list[Stretch] = []
    for begin, until in sorted(tops):
        if moments and begin - moments[-1].end < TOGETHER:
            moments[-1] = Stretch(moments[-1].start, max(until, moments[-1].end))
        else:
            moments.append(Stretch(begin, until))
    return moments


def hums(sound: Sound, speech: list[Stretch]) -> list[float]:
    """Hz of the steady tones beside the speech; none where too little but speech is heard."""
    spectra = [
        np.abs(np.fft.rfft(sound[start : start + WINDOW] * np.hanning(WINDOW), 4 * WINDOW)) ** 2
        for start in _beside(sound, speech)
    ]
    if not speech or len(spectra) < 3:
        return []
    spoken = np.concatenate([sound[_samples(part)] for part in speech]).astype(np.float64)
    loud = float(np.percentile(level(spoken**2), 95))
    hertz = SOUND_RATE / (4 * WINDOW)
    steady = 10 * np.log10(np.percentile(spectra, 20, axis=0) + 1e-12)
    first, last = (round(limit / hertz) for limit in HUMS)
    width = round(AROUND_HUM / hertz)
    # A sine of amplitude a has the power (a × the window's sum / 2)² at its place.
    full = 10 * np.log10(2 * (np.hanning(WINDOW).sum() / 2) ** 2)
    return [
        float(place * hertz)
        for place in peaks(steady[: last + 1])
        if place >= first
        and steady[place] >= full + loud - MATTERS
        and steady[place] - np.median(steady[max(0, place - width) : place + width]) > STANDS_OUT
    ]


def without(sound: Sound, tones: list[float]) -> Sound:
    """The sound without steady tones at these frequencies (Hz)."""
    from scipy.signal import filtfilt, iirnotch

    for hertz in tones:
        sound = filtfilt(*iirnotch(hertz, hertz / NOTCH, SOUND_RATE), sound).astype(np.float32)
    return sound


def _beside(sound: Sound, speech: list[Stretch]) -> list[int]:
    """The samples at which windows begin that hold sound, and no speech."""
    edges = [-AWAY, *(time for part in speech for time in part), len(sound) / SOUND_RATE + AWAY]
    nothing = silent(sound)
    return [
        start
        for before, after in list(pairwise(edges))[::2]
        for start in range(
            round((before + AWAY) * SOUND_RATE),
            round((after - AWAY) * SOUND_RATE) - WINDOW + 1,
            WINDOW // 2,
        )
        if not nothing[start : start + WINDOW].any()
    ]


def _samples(part: Stretch) -> slice:
    return slice(round(part.start * SOUND_RATE), round(part.end * SOUND_RATE))


def _runs(found: Mask) -> list[tuple[int, int]]:
    """Start and end of each unbroken part that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], found, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
