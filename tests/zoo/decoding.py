"""Whether a file is decoded rightly: the quick look of the zoo, without any net.

What is seen and heard of it is compared with the plain clip: its length, its pictures as small grey
ones, its loudness over time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from time import process_time

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import Modality
from backends.clip import SOUND_RATE, Clip
from backends.clip_error import ClipError
from tests.zoo.specimen import NO_PICTURE, NO_SOUND, PLAIN, Specimen
from tests.zoo.verdict import OFF, Verdict

SMALL = (32, 24)
MOMENTS = (0.3, 0.7, 1.1, 1.5)
"""Seconds at which pictures are compared."""
UNLIKE = 14.0
"""Mean difference of grey (0..255) from which a picture is another: codecs stay below 5."""
STEP = SOUND_RATE // 20
ALIKE = 0.9
"""Correlation of the loudness over time up from which the sound is the same."""


def looked_at(one: Specimen, path: Path) -> tuple[Verdict, str, float]:
    """The verdict, what was seen, and the seconds of processor time that it took."""
    began = process_time()
    try:
        clip = Clip.open(path)
        verdict, why = _compared(one, clip)
    except ClipError as error:
        verdict, why = Verdict.SENTENCE, str(error)
    except Exception as error:  # what the zoo is for
        verdict, why = Verdict.FAULT, f"{type(error).__name__}: {error}"
    return verdict, why, process_time() - began


def _compared(one: Specimen, clip: Clip) -> tuple[Verdict, str]:
    pictures, sound = (clip.frames if clip.shows_picture else []), clip.sound
    damage = {str(m): span for m in Modality if (span := clip.damage(m))}
    seen = f"{clip.duration:.2f} s, {len(pictures)} pictures, {sound.size / SOUND_RATE:.2f} s heard"
    seen += f", damaged {damage}" if damage else ""
    gone = frozenset() if pictures else NO_PICTURE
    gone |= frozenset() if clip.has_sound else NO_SOUND
    if one.gone is not None and gone != one.gone:
        return Verdict.FALSE, f"{seen}: not received: {sorted(gone)}"
    if one.lasts is not None and abs(clip.duration - one.lasts) > OFF:
        return Verdict.FALSE, f"{seen}: lasts otherwise"
    if one.torn and not damage:
        return Verdict.FALSE, f"{seen}: nothing tells what is wrong"
    if not one.like:
        return Verdict.RIGHT, seen
    if damage:
        return Verdict.FALSE, f"{seen}: it is whole"
    if pictures and one.framed and (apart := _apart(_grey(clip), _plain()[0])) > UNLIKE:
        return Verdict.WRONG, f"{seen}: pictures {apart:.0f} apart"
    if clip.has_sound and (alike := _alike(_loudness(sound), _plain()[1])) < ALIKE:
        return Verdict.WRONG, f"{seen}: loudness over time alike by {alike:.2f}"
    return Verdict.RIGHT, seen


@cache
def _plain() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    clip = Clip.open(PLAIN)
    return _grey(clip), _loudness(clip.sound)


def _grey(clip: Clip) -> NDArray[np.float64]:
    """The pictures at MOMENTS, small and grey, as they are seen."""
    times = np.array([frame.time for frame in clip.frames])
    shown = [clip.frames[max(0, int(np.searchsorted(times, at + 0.02)) - 1)] for at in MOMENTS]
    small = (cv2.resize(one.image, SMALL, interpolation=cv2.INTER_AREA) for one in shown)
    return np.stack([cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in small]).astype(float)


def _apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.abs(one - other).mean())


def _loudness(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    steps = sound[: sound.size // STEP * STEP].reshape(-1, STEP).astype(float)
    return np.asarray(np.log10(np.square(steps).mean(axis=1) + 1e-7))


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The largest correlation where one may begin a step or two before the other."""
    found = []
    for late in (-2, -1, 0, 1, 2):
        first, second = one[max(late, 0) :], other[max(-late, 0) :]
        n = min(first.size, second.size)
        found.append(float(np.corrcoef(first[:n], second[:n])[0, 1]))
    return max(found)
