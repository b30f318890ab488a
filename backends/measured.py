"""What is measured in a clip, as numbers: nothing is judged, named or put into words.

Measured once for a clip, whoever asks first (`measure`), and kept as long as its file is there. So
holding any text against the clip costs no new look at it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backends.base import Transcript

if TYPE_CHECKING:
    from backends.clip import Clip

MEASURES = "backends.cascade.measured"
"""The module that measures. It is imported when it is first needed, like a backend."""

Numbers = NDArray[np.floating]
Mask = NDArray[np.bool_]
Span = tuple[float, float]
"""Start and end in seconds from the clip's start."""


@dataclass(frozen=True)
class Act:
    """One thing that a face or a voice does, with its number and the rest before it (or 0)."""

    kind: str
    start: float
    end: float
    value: float
    unit: str
    rest: float = 0.0


@dataclass(frozen=True, eq=False)
class MeasuredFace:
    """One person's face over time; rows of frames without it hold NaN.

    Attributes:
        person: letter, as in `Explanation.people`.
        times, ends: seconds [T] from and until when each frame is on screen.
        clear: where the face was large enough, and turned to the camera enough, to trust cues [T].
        cues: name → values [T]; those of `backends/cascade/face/cues.py`.
        expression: basic emotion → probability [T].
    """

    person: str
    times: Numbers
    ends: Numbers
    clear: Mask
    cues: Mapping[str, Numbers]
    expression: Mapping[str, Numbers]
    acts: tuple[Act, ...]


@dataclass(frozen=True, eq=False)
class MeasuredVoice:
    """How a clip is said.

    Attributes:
        times: seconds [T], every 10 ms.
        pitch: Hz [T], NaN where no voice swings. loudness: dB [T] relative to full scale.
        speech, pauses: stretches of speech, and gaps of 0.25 s or more between them.
        numbers: of all that is said: "pitch_median" (Hz), "pitch_range" (semitones), "pitch_end"
            (semitones in the last 0.3 s), "loudness_range" (dB), "syllables" (a second), "voiced"
            (0..1), "faint_pitch" (Hz), "tract" (cm), "attack" (ms, of the first phrase),
            "cleanness" (dB), "jitter" (%), "shimmer" (%), "tremor" (semitones), "effort" (dB),
            "level" (dB). What can't be measured is not in it.
        usual: name of a number → the range of most speech.
        acts: moments; laughter-like and sob-like bursts too.
        spoiled: whether music or the like is as loud as the voice, so that it can't be judged.
    """

    times: Numbers
    pitch: Numbers
    loudness: Numbers
    speech: tuple[Span, ...]
    pauses: tuple[Span, ...]
    numbers: Mapping[str, float]
    usual: Mapping[str, tuple[float, float]]
    acts: tuple[Act, ...] = ()
    spoiled: bool = False


@dataclass(frozen=True, eq=False)
class Measured:
    """A clip, or the part of it between `start` and `end` (s), as it is measured."""

    clip: str
    start: float
    end: float
    has_picture: bool
    has_sound: bool
    faces: tuple[MeasuredFace, ...] = ()
    """The main person first; empty where no face is found."""
    voice: MeasuredVoice | None = None
    """None where there is no sound; without speech, its `speech` is empty."""
    transcript: Transcript | None = None
    """What is said: the subtitle where there is one, else what is heard; None: no words."""
    forms: frozenset[str] = field(default_factory=frozenset)
    """What the wording makes of sentences: "question", "request", "reminder", "exclamation",
    "repetition", "interjection"."""


def measure(clip: Clip, stop: threading.Event | None = None) -> Measured | None:
    """What is measured in a clip, from memory where it was measured before; None if `stop` is set.

    Takes as long as the cascade does; others who ask meanwhile wait for it.
    Raises ClipError or BackendError, one sentence, where the clip or the weights can't be read.
    """
    found: Measured | None = _measures().measure(clip, stop)
    return found


def known(clip: Clip) -> Measured | None:
    """The same where it costs nothing, since all of it was measured before; else None."""
    found: Measured | None = _measures().known(clip)
    return found


def _measures() -> Any:
    return import_module(MEASURES)
