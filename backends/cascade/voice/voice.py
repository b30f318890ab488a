"""How it is said: prosody, apparent emotion of the voice, and the moments worth naming."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice import head as voice_head
from backends.cascade.voice.events import VoiceEvent, find_events
from backends.cascade.voice.prosody import Prosody, measure
from backends.cascade.voice.speech import (
    MARGIN,
    Stretch,
    speech_stretches,
    spoken,
    utterances,
)
from backends.clip import SOUND_RATE

WINDOW = 6.0
"""Seconds of sound that are judged at once: emotions change, and the head was trained on phrases of
1 to 3 s."""
LEAST_SPEECH = 0.25
"""Seconds of speech, about a syllable, below which an utterance is not judged."""
LEAST_NAMED = 1.0
"""Seconds of voice, with the margins in which it sets in and dies away, from which an emotion may
be named. In less, how sure the head is says little of how often it is right."""


@dataclass(frozen=True)
class VoiceWindow:
    """What the head says about a part of the clip. Probabilities (7,) in the order of BASIC."""

    start: float
    end: float
    probabilities: NDArray[np.float32]


@dataclass(frozen=True)
class VoiceReport:
    """How a clip is said. All times are seconds from the clip's start."""

    prosody: Prosody
    probabilities: NDArray[np.float32] | None
    """(7,) in the order of BASIC: the mean over all that was judged, weighted by speech; None:
    nothing was, as nobody speaks for long enough or the head is left out."""
    windows: list[VoiceWindow]
    """Each of one utterance, or of at most 6 s of it, with at least a second of voice."""
    events: list[VoiceEvent]
    peak: float | None
    """Largest absolute sample, 0..1: 0 in a silent sound; None where there is no sound."""
    judged: float = 0.0
    """Seconds of voice behind `probabilities`; no emotion is named for less than `LEAST_NAMED`."""

    @property
    def has_speech(self) -> bool:
        """Whether anybody speaks, be it too little to be judged."""
        return bool(self.prosody.speech)


def listen(sound: NDArray[np.float32], offset: float = 0.0) -> VoiceReport:
    """Hear how a sound (float32, mono, 16 kHz) is said; it begins `offset` seconds into the clip.

    Any length goes, none too. Raises BackendError if the weights are missing or damaged.
    """
    stretches = speech_stretches(sound)
    prosody = measure(sound, stretches)
    windows, judgements, weights = [], [], []
    for group in grouped(stretches) if voice_head.is_there() else ():
        seconds = sum(stretch.seconds for stretch in group)
        if seconds < LEAST_SPEECH:
            continue
        cut = spoken(sound, group)
        judgement = voice_head.probabilities(cut)
        judgements.append(judgement)
        weights.append(min(seconds + 2 * MARGIN, len(cut) / SOUND_RATE))
        if weights[-1] >= LEAST_NAMED:
            windows.append(VoiceWindow(group[0].start + offset, group[-1].end + offset, judgement))
    mean = None
    if judgements:
        mean = np.average(np.stack(judgements), axis=0, weights=weights).astype(np.float32)
    events = [
        replace(event, start=event.start + offset, end=event.end + offset)
        for event in find_events(prosody)
    ]
    peak = float(np.abs(sound).max()) if sound.size else None
    return VoiceReport(prosody.shifted(offset), mean, windows, events, peak, sum(weights))


def grouped(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Stretches of one utterance together while they span at most 6 s; longer ones cut evenly."""
    groups: list[list[Stretch]] = []
    for utterance in utterances(stretches):
        groups.append([])
        for stretch in utterance:
            for piece in _cut(stretch):
                if groups[-1] and piece.end - groups[-1][0].start > WINDOW:
                    groups.append([])
                groups[-1].append(piece)
    return groups


def _cut(stretch: Stretch) -> list[Stretch]:
    pieces = int(np.ceil(stretch.seconds / WINDOW))
    edges = np.linspace(stretch.start, stretch.end, pieces + 1).tolist()
    return [Stretch(start, end) for start, end in pairwise(edges)]
