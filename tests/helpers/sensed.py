"""The cascade's senses with a memory: what is measured of a sound or a picture is measured once.

For tests that are about what is done with a measurement, not about measuring. The memory lies below
language, subtitle and modalities, all of which work anew for each test, and knows samples and
pixels, not names: a clip that differs in one of them is measured.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

import numpy as np
import pytest

from backends.cascade.face import face
from backends.cascade.senses import Sense, Sensed
from backends.cascade.voice import voice
from backends.cascade.words import transcript
from backends.cascade.words.whisper_weights import VARIABLE

Key = tuple[object, ...]


def of(sense: Sense) -> Sensed:
    """What a sense returns at its end."""
    while True:
        try:
            next(sense)
        except StopIteration as end:
            assert isinstance(end.value, Sensed)
            return end.value


def _samples(array: np.ndarray) -> bytes:
    return blake2b(np.ascontiguousarray(array).data).digest()


def _once(measure: Callable[..., Iterable[Any]], key: Callable[..., Key]) -> Callable[..., Any]:
    """`measure`, which gives of the same what it gave before, step by step."""
    known: dict[Key, list[Any]] = {}

    def measured(*given: Any, **more: Any) -> Generator[Any, None, None]:
        which = key(*given, **more)
        if which not in known:
            steps = []
            for step in measure(*given, **more):
                steps.append(step)
                yield step
            known[which] = steps  # only where nobody stopped before the end
        else:
            yield from known[which]

    return measured


FOLLOW = _once(
    face.follow,
    lambda frames: tuple((time, image.shape, _samples(image)) for time, image in frames),
)
TRANSCRIBE = _once(
    transcript.transcribe,
    lambda sound, offset=0.0, language=None: (
        _samples(sound), offset, language, os.environ.get(VARIABLE, "")
    ),
)  # fmt: skip
LISTEN = _once(
    lambda sound, offset, listen=voice.listen: [listen(sound, offset)],
    lambda sound, offset: (_samples(sound), offset),
)


def _follow(frames: Iterable[tuple[float, np.ndarray]]) -> Iterator[face.FaceMoment]:
    yield from FOLLOW(list(frames))


def _listen(sound: np.ndarray, offset: float = 0.0) -> voice.VoiceReport:
    (report,) = LISTEN(sound, offset)
    assert isinstance(report, voice.VoiceReport)
    return report


@contextmanager
def once() -> Iterator[None]:
    """Within it the cascade measures each picture and each sound once a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(face, "follow", _follow)
        patch.setattr(voice, "listen", _listen)
        patch.setattr(transcript, "transcribe", TRANSCRIBE)
        yield
