"""The moments of a voice that are worth a sentence: few, and only where they stand out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice import phrase as courses
from backends.cascade.voice.pitch import STEP, Curve, runs, semitones
from backends.cascade.voice.prosody import Prosody, within
from backends.cascade.voice.speech import Stretch

VoiceEventKind = Literal[
    "pause", "louder", "quieter", "pitch_rise", "pitch_fall", "pitch_peak",
    "step_up", "step_down", "swing", "stays_up", "stays_loud", "sets_in_hard", "sets_in_softly",
]  # fmt: skip

LONG_PAUSE = 0.5
"""Seconds. Listeners take shorter ones for part of fluent speech: 0.2 to 1 s is the middle class of
pauses in read and free speech (Campione & Véronis 2002).
"""

SMOOTHING = 0.5
"""Seconds over which loudness is averaged: about two syllables or three."""

LOUDNESS_CHANGE = 6.0
"""Decibels from the clip's median: twice or half the sound pressure."""

MIN_SPEECH = 1.5
"""Seconds of speech without which nothing is usual for the speaker's loudness."""

PITCH_CHANGE = 7.0
"""Semitones within one run of voice: a musical fifth, more than stress alone makes."""

PEAK = 9.0
"""Semitones above the clip's median: three quarters of an octave."""

LEAST_TONE = 0.3
"""Seconds of voice in a phrase below which nothing is said of its height."""

STEP_CHANGE = 6.0
"""Semitones between the medians of two phrases: half an octave, as far as a calm voice moves within
one (the middle of its range, see `norms.py`)."""

MIN_EVENT = 0.1
"""Seconds. What is shorter is not heard as an event."""


@dataclass(frozen=True)
class VoiceEvent:
    """One moment: what, when (s) and how much."""

    kind: VoiceEventKind
    start: float
    end: float
    value: float
    """pause: seconds. louder, quieter: dB from this clip's median. pitch_rise, pitch_fall:
    semitones moved, with sign. pitch_peak, swing: Hz reached. step_up, step_down: semitones from
    one phrase to the next. stays_up: semitones strayed. stays_loud: dB below the loudest moment.
    sets_in_hard, sets_in_softly: milliseconds of the rise."""
    unit: str


def find_events(prosody: Prosody) -> list[VoiceEvent]:
    """The events of a sound, by time."""
    events = [
        VoiceEvent("pause", start, end, end - start, "s")
        for start, end in prosody.pauses
        if end - start >= LONG_PAUSE
    ]
    events += _loudness_events(prosody) + _pitch_moves(prosody) + _pitch_peaks(prosody)
    events += _steps(prosody) + _courses(prosody)
    return sorted(events, key=lambda event: event.start)


def _loudness_events(prosody: Prosody) -> list[VoiceEvent]:
    speech = within(prosody.times, prosody.speech)
    if speech.sum() * STEP < MIN_SPEECH:
        return []
    level = _smooth_loudness(prosody.loudness, speech)
    level -= np.nanmedian(level)
    events = []
    changes: dict[VoiceEventKind, NDArray[np.bool_]] = {
        "louder": level > LOUDNESS_CHANGE,
        "quieter": level < -LOUDNESS_CHANGE,
    }
    for kind, found in changes.items():
        for part in _parts(found):
            if len(part) * STEP >= SMOOTHING:
                mean = float(level[part].mean())
                events.append(_event(kind, prosody, part, mean, "dB"))
    return events


def _smooth_loudness(loudness: Curve, speech: NDArray[np.bool_]) -> Curve:
    """Mean power of the speech within half a second around each point, in dB; nan in pauses."""
    width = np.ones(round(SMOOTHING / STEP))
    power = np.convolve(np.where(speech, 10 ** (loudness / 10), 0.0), width, "same")
    count = np.convolve(speech.astype(float), width, "same")
    return np.where(speech, 10 * np.log10(power / np.maximum(count, 1) + 1e-12), np.nan)


def _pitch_moves(prosody: Prosody) -> list[VoiceEvent]:
    """Runs of voice that go clearly up or down, from their first to their last 30 ms."""
    if prosody.pitch_median is None:
        return []
    events = []
    for run in runs(prosody.pitch):
        if len(run) * STEP < 2 * MIN_EVENT:
            continue
        tones = semitones(prosody.pitch[run], 100.0)
        move = float(np.median(tones[-3:]) - np.median(tones[:3]))
        if abs(move) >= PITCH_CHANGE:
            kind: VoiceEventKind = "pitch_rise" if move > 0 else "pitch_fall"
            events.append(_event(kind, prosody, run, move, "semitones"))
    return events


def _pitch_peaks(prosody: Prosody) -> list[VoiceEvent]:
    if prosody.pitch_median is None:
        return []
    tones = semitones(prosody.pitch, prosody.pitch_median)
    return [
        _event("pitch_peak", prosody, part, float(prosody.pitch[part].max()), "Hz")
        for part in _parts(tones > PEAK)
        if len(part) * STEP >= MIN_EVENT
    ]


def _steps(prosody: Prosody) -> list[VoiceEvent]:
    """Where one phrase is much higher or lower than the one before, from its start to its end."""
    if prosody.pitch_median is None:
        return []
    heights = [(phrase, _tones(prosody, phrase)) for phrase in prosody.speech]
    voiced = [(phrase, tones) for phrase, tones in heights if len(tones) * STEP >= LEAST_TONE]
    events = []
    for (_, before), (phrase, after) in pairwise(voiced):
        move = float(np.median(after) - np.median(before))
        if abs(move) >= STEP_CHANGE:
            kind: VoiceEventKind = "step_up" if move > 0 else "step_down"
            events.append(VoiceEvent(kind, phrase.start, phrase.end, move, "semitones"))
    return events


def _courses(prosody: Prosody) -> list[VoiceEvent]:
    """What stands out in the course of each courses."""
    events = []
    looks: tuple[tuple[VoiceEventKind, Callable[[Prosody, Stretch], courses.Turn | None], str], ...]
    looks = (
        ("swing", courses.swing, "Hz"),
        ("stays_up", courses.stays_up, "semitones"),
        ("stays_loud", courses.stays_loud, "dB"),
    )
    for one in courses.phrases(prosody):
        for kind, look, unit in looks:
            if turn := look(prosody, one):
                events.append(VoiceEvent(kind, turn.start, turn.end, turn.value, unit))
    return events


def _tones(prosody: Prosody, phrase: Stretch) -> Curve:
    """The pitch of the voiced points of a phrase, in semitones over 100 Hz."""
    pitch = prosody.pitch[within(prosody.times, [phrase])]
    return semitones(pitch[np.isfinite(pitch)], 100.0)


def _parts(found: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """The places of each unbroken part that is true."""
    places = np.flatnonzero(found)
    if not len(places):
        return []
    return np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)


def _event(
    kind: VoiceEventKind, prosody: Prosody, part: NDArray[np.int64], value: float, unit: str
) -> VoiceEvent:
    start, end = float(prosody.times[part[0]]), float(prosody.times[part[-1]])
    return VoiceEvent(kind, start - STEP / 2, end + STEP / 2, value, unit)
