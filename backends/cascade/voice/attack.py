"""How a phrase sets in: how long the sound takes from hardly heard to nearly as loud as it gets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.events import VoiceEvent, VoiceEventKind
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.speech import Stretch
from backends.clip import SOUND_RATE

HOP, WINDOW = 0.001, 0.02
"""Seconds between two points of loudness, and over which each is taken: two periods of 100 Hz."""

FROM, TO = 20.0, 3.0
"""Decibels below the peak of the first syllable between which the rise is timed."""

BEFORE, SYLLABLE = 0.15, 0.15
"""Seconds before a phrase in which its rise may begin (speech is found up to 0.1 s late), and from
its first loud moment in which the first syllable peaks."""


def attacks(sound: NDArray[np.float32], speech: list[Stretch]) -> list[VoiceEvent]:
    """The phrases that set in harder or more softly than most."""
    events = []
    kinds: dict[str, VoiceEventKind] = {"below": "sets_in_hard", "above": "sets_in_softly"}
    for phrase in speech:
        rise = attack(sound, phrase)
        if rise is not None and (kind := kinds.get(NORMS["attack"].side(rise))):
            events.append(VoiceEvent(kind, phrase.start, phrase.start + SYLLABLE, rise, "ms"))
    return events


def attack(sound: NDArray[np.float32], phrase: Stretch) -> float | None:
    """Milliseconds of the rise at the start of a phrase; None where it does not begin in quiet.

    `sound` is mono, 16 kHz; `phrase` in seconds of it.
    """
    first = round((phrase.start - BEFORE) * SOUND_RATE)
    if first < 0:  # cut off at the start
        return None
    level = _levels(sound[first : round(phrase.end * SOUND_RATE)])
    if not len(level):
        return None
    loud = int(np.argmax(level > level.max() - FROM))
    peak = level[loud : loud + round(SYLLABLE / HOP)].max()
    end = loud + int(np.argmax(level[loud:] >= peak - TO))
    below = np.flatnonzero(level[:end] < peak - FROM)
    if not len(below):
        return None
    rise = _crossing(level, end - 1, peak - TO) - _crossing(level, int(below[-1]), peak - FROM)
    return 1000 * HOP * rise


def _levels(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """dB of each `WINDOW`, `HOP` apart."""
    size, hop = round(WINDOW * SOUND_RATE), round(HOP * SOUND_RATE)
    sums = np.cumsum(np.concatenate([[0.0], sound.astype(np.float64) ** 2]))
    starts = np.arange(0, len(sound) - size, hop)
    level: NDArray[np.float64] = 10 * np.log10((sums[starts + size] - sums[starts]) / size + 1e-12)
    return level


def _crossing(level: NDArray[np.float64], at: int, height: float) -> float:
    """Between which points, as a number, the level crosses a height after point `at`."""
    return at + float((height - level[at]) / (level[at + 1] - level[at]))
