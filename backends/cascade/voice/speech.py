"""Where somebody speaks: stretches of speech and the pauses between them."""

from __future__ import annotations

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

MIN_SPEECH = 0.1
"""Seconds. Shorter bursts are clicks more often than speech."""


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

    Found by Silero VAD 6 (MIT), which faster-whisper brings; exact to its steps of 32 ms. It is
    trained on speech: screams, laughter and song may count or not.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if len(sound) < MIN_SPEECH * SOUND_RATE or not np.any(sound):
        return []
    options = VadOptions(
        min_speech_duration_ms=round(MIN_SPEECH * 1000),
        min_silence_duration_ms=round(MIN_PAUSE * 1000),
        speech_pad_ms=0,
    )
    found = get_speech_timestamps(sound, options)
    return [Stretch(part["start"] / SOUND_RATE, part["end"] / SOUND_RATE) for part in found]


def pauses(stretches: list[Stretch]) -> list[Stretch]:
    """The gaps between stretches of speech. Silence around them is none."""
    return [Stretch(before.end, after.start) for before, after in pairwise(stretches)]


def utterances(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Neighbouring stretches together, parted where nobody speaks for more than a second."""
    parts: list[list[Stretch]] = []
    for stretch in stretches:
        if parts and stretch.start - parts[-1][-1].end <= LONG_SILENCE:
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
