"""Where somebody speaks: stretches of speech and the pauses between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backends.clip import SOUND_RATE

MIN_PAUSE = 0.25
"""Seconds. Shorter gaps belong to articulation, not to pausing (Goldman-Eisler 1968)."""

LONG_SILENCE = 1.0
"""Seconds between two stretches of speech that part what is said into two utterances: listeners
take up to 1 s for a pause within one (the middle class of Campione & Véronis 2002)."""

MARGIN = 0.1
"""Seconds kept around speech, where breath and soft consonants are."""

BEYOND = 0.05
"""Seconds that the consonants at either end last beyond the edges of loudness, as ear and
spectrogram have it in the gallery: a [d] is voiced before it bursts, a [t] is breathed out."""

MIN_SPEECH = 0.1
"""Seconds. Shorter bursts are clicks more often than speech."""

FRAME = 512
"""Samples that the detector judges at once: 32 ms."""

OFFSETS = 2
"""Grids of frames that are judged and averaged, 16 ms apart, so that edges hang less on details."""

RUN_UP = 6 * FRAME
"""Samples of silence (0.19 s) around every sound, so that what lies before and after it in a file,
speech or nothing, leaves the detector in the same state."""

NEAR = 0.064
"""Seconds by which the detector may find a beginning late: there, the loudness places it."""

AROUND = 0.4
"""Seconds around a stretch over which the noise beside it is looked for."""

FAINT, OVER_NOISE, LEAST_FALL = 22.0, 4.0, 15.0
"""Decibels. A stretch begins and ends where it is fainter than its loud parts by 22, or where it is
4 over the noise, but at least by 15."""

SILENT = 60.0
"""Decibels below loud speech under which there is nothing, not even a room's noise."""

LEVEL = 0.1
"""Root mean square to which the loudest moment is brought: how near the microphone was, or how loud
the recording, tells nothing of who speaks when."""

BEGINS, ENDS = 0.5, 0.35
"""Probabilities from which speech begins, and below which it ends (Silero's own)."""


class Stretch(NamedTuple):
    """A part of a sound, in seconds from its start."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start


def speech_stretches(sound: NDArray[np.float32]) -> list[Stretch]:
    """The stretches of a sound (mono, 16 kHz) in which somebody speaks, parted by real pauses.

    Found by Silero VAD 6 (MIT), which faster-whisper brings, in steps of 8 ms. They are placed by
    the sound itself: the same sound later, louder or after silence gives the same stretches, as
    much later. It is trained on speech: screams, laughter and song may count or not.
    """
    power = sound.astype(np.float64) ** 2
    if len(sound) < MIN_SPEECH * SOUND_RATE or not power.any():
        return []
    middle = float(np.average(np.arange(len(sound)), weights=power))
    lead = RUN_UP + round(-middle) % FRAME
    padded = np.zeros(-(-(lead + len(sound) + RUN_UP) // FRAME) * FRAME, np.float32)
    padded[lead : lead + len(sound)] = sound * (LEVEL / loudest(power))
    found = []
    levels = level(power)
    for start, end in _spans(_probabilities(padded)):
        first, last = _edges(levels, max(0, start - lead), min(len(sound), end - lead))
        stretch = Stretch(first / SOUND_RATE, last / SOUND_RATE)
        if stretch.seconds >= MIN_SPEECH:
            found.append(stretch)
    return found


def level(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Decibels of full scale around each sample, over 20 ms; −120 in silence."""
    width = round(0.02 * SOUND_RATE)
    sums = np.cumsum(np.concatenate([np.zeros(width // 2 + 1), power, np.zeros(width // 2)]))
    mean = (sums[width:] - sums[:-width]) / width
    decibels: NDArray[np.float64] = 10 * np.log10(np.maximum(mean, 1e-12))
    return decibels


def _edges(levels: NDArray[np.float64], start: int, end: int) -> tuple[int, int]:
    """The samples, of those found, at which speech rises over and sinks to the noise."""
    near, around = round(NEAR * SOUND_RATE), round(AROUND * SOUND_RATE)
    top = float(np.percentile(levels[start:end], 95))
    beside = levels[max(0, start - around) : end + around]
    noise = float(np.percentile(beside[beside > top - SILENT], 20))
    threshold = min(max(top - FAINT, noise + OVER_NOISE), top - LEAST_FALL)
    first = max(0, start - near)
    heard = np.flatnonzero(levels[first:end] > threshold)
    return first + int(heard[0]), first + int(heard[-1]) + 1


def loudest(power: NDArray[np.float64]) -> float:
    """The root mean square of the loudest 32 ms, by which a sound's gain is undone."""
    sums = np.cumsum(np.concatenate([np.zeros(FRAME), power]))
    return float(np.sqrt(np.max(sums[FRAME:] - sums[:-FRAME], initial=0.0) / FRAME))


def _probabilities(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of speech, every 8 ms of a sound that is whole frames long: the mean over four grids."""
    from faster_whisper.vad import get_vad_model

    step = FRAME // OFFSETS
    model = get_vad_model()
    judged = []
    for offset in range(OFFSETS):
        late = np.concatenate([np.zeros(offset * step, np.float32), sound])
        by_frame = np.repeat(model(late[: len(sound)]).ravel(), OFFSETS)
        judged.append(np.concatenate([by_frame[offset:], np.zeros(offset)]))
    mean: NDArray[np.float64] = np.mean(judged, axis=0)
    return mean


def _spans(probabilities: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Samples from and until which there is speech, parted by 0.25 s or more."""
    step, least = FRAME // OFFSETS, MIN_PAUSE * SOUND_RATE
    spans: list[tuple[int, int]] = []
    speaking = False
    for place, probability in enumerate(probabilities):
        if probability >= BEGINS and not speaking:
            speaking = True
            spans.append((place * step, place * step))
        speaking = speaking and bool(probability >= ENDS)
        if speaking:
            spans[-1] = (spans[-1][0], (place + 1) * step)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < least:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def pauses(stretches: list[Stretch]) -> list[Stretch]:
    """The gaps between stretches of speech. Silence around them is none."""
    return [Stretch(before.end, after.start) for before, after in pairwise(stretches)]


def utterances(stretches: Sequence[Stretch], longest: float = LONG_SILENCE) -> list[list[Stretch]]:
    """Neighbouring stretches together, parted where nobody speaks for more than `longest` (s)."""
    parts: list[list[Stretch]] = []
    for stretch in stretches:
        if parts and stretch.start - parts[-1][-1].end <= longest:
            parts[-1].append(stretch)
        else:
            parts.append([stretch])
    return parts


def spoken(sound: NDArray[np.float32], stretches: list[Stretch]) -> NDArray[np.float32]:
    """The sound from the first to the last stretch, with a margin; all of it if there is none."""
    if not stretches:
        return sound
    first = max(0, round((stretches[0].start - MARGIN) * SOUND_RATE))
    return sound[first : round((stretches[-1].end + MARGIN) * SOUND_RATE)]
