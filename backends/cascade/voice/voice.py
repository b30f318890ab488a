"""How it is said: prosody, apparent emotion of the voice, and the moments worth naming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice import head as voice_head
from backends.cascade.voice.attack import attacks
from backends.cascade.voice.events import VoiceEvent, find_events
from backends.cascade.voice.faint import faint_pitch
from backends.cascade.voice.flaws import clipped, dropouts, hums, without
from backends.cascade.voice.music import mixes, without_music
from backends.cascade.voice.parted import NO_PARTS, Parted, overlap, parted, silenced
from backends.cascade.voice.prosody import Prosody, measure
from backends.cascade.voice.register import tract
from backends.cascade.voice.speech import (
    BEYOND,
    Stretch,
    speech_stretches,
    spoken,
    utterances,
)

WINDOW = 6.0
"""Seconds of sound that are judged at once: emotions change, and the head was trained on phrases of
1 to 3 s."""
LEAST_SPEECH = 0.25
"""Seconds of speech, about a syllable, below which an utterance is not judged."""
LEAST_NAMED = 1.0
"""Seconds of voice, with the consonants at its ends, from which an emotion may be named. In less,
how sure the head is says little of how often it is right."""

MOST_CLIPPED = 0.1
"""Of the speech: with more of it overdriven, how far its loudness varied is not known any more."""


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
    dropouts: tuple[Stretch, ...] = ()
    """Where the sound breaks off inside speech."""
    clipped: tuple[Stretch, ...] = ()
    """Where it is overdriven."""
    hums: tuple[float, ...] = ()
    """Hz of steady tones under the speech, which were taken out before it was measured."""
    parted: Parted = NO_PARTS
    """What else is heard: of singing and of bursts, nothing is told of a voice."""
    mixed: bool = False
    """Whether music is loud enough beside the speech to be a part of what is measured of it."""
    tract: float | None = None
    """Length of throat and mouth in cm, by their resonances; see `register.py`."""
    faint_pitch: float | None = None
    """Hz of the few tones of a voice whose pitch can't be followed."""
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
    peak = float(np.abs(sound).max()) if sound.size else None
    cut = clipped(sound)
    stretches = speech_stretches(sound)
    tones = hums(sound, stretches)
    cleaned = without(sound, tones)
    heard = parted(cleaned, speech_stretches(cleaned) if tones else stretches)
    if tones and heard.music:  # which had those tones
        tones, heard = [], parted(sound, stretches)
    elif tones:
        sound = cleaned
    stretches, sound = heard.speech, silenced(sound, heard.aside)
    prosody = _between(measure(sound, stretches), heard.aside)
    mixed = mixes(prosody, heard.music)
    if mixed:
        prosody = without_music(prosody)
    if sum(part.seconds for part in cut) > MOST_CLIPPED * sum(part.seconds for part in stretches):
        prosody = replace(prosody, loudness_range=None)
    windows, judgements, weights = [], [], []
    for group in [group for run in _runs(stretches, heard.aside) for group in grouped(run)]:
        seconds = sum(stretch.seconds for stretch in group)
        if seconds < LEAST_SPEECH or not voice_head.is_there():
            continue
        said, span = spoken(sound, group), (group[0].start + offset, group[-1].end + offset)
        judgement = voice_head.probabilities(said)
        judgements.append(judgement)
        weights.append(seconds + 2 * BEYOND * len(group))
        if weights[-1] >= LEAST_NAMED:
            windows.append(VoiceWindow(*span, judgement))
    mean = None
    if judgements:
        mean = np.average(np.stack(judgements), axis=0, weights=weights).astype(np.float32)
    events = [
        replace(event, start=event.start + offset, end=event.end + offset)
        for event in [*find_events(prosody), *([] if mixed else attacks(sound, stretches))]
        if not mixed or event.kind == "pause"
    ]
    length = None
    if stretches and not mixed:
        length = tract(spoken(sound, stretches))
    toneless = prosody.pitch_median is None and not prosody.accompanied
    faint = faint_pitch(sound, stretches) if toneless else None
    return VoiceReport(
        prosody.shifted(offset), mean, windows, events, peak,
        dropouts=_later(dropouts(sound, stretches), offset),
        clipped=_later(cut, offset),
        hums=tuple(tones),
        parted=heard.later(offset),
        mixed=mixed,
        tract=length,
        faint_pitch=faint,
        judged=sum(weights),
    )  # fmt: skip


def _later(parts: Sequence[Stretch], offset: float) -> tuple[Stretch, ...]:
    return tuple(Stretch(part.start + offset, part.end + offset) for part in parts)


def _between(prosody: Prosody, aside: Sequence[Stretch]) -> Prosody:
    """A gap in which somebody sings or laughs is no pause."""
    real = [gap for gap in prosody.pauses if not any(overlap(Stretch(*gap), one) for one in aside)]
    return replace(prosody, pauses=real)


def _runs(stretches: Sequence[Stretch], aside: Sequence[Stretch]) -> list[list[Stretch]]:
    """Neighbouring stretches of speech with nothing between them that is set aside."""
    runs: list[list[Stretch]] = []
    for stretch in stretches:
        before = runs[-1][-1] if runs else None
        if before and not any(before.end <= one.start < stretch.start for one in aside):
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return runs


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
