"""What a transcriber of the cascade is: it gives Whisper's segments, whoever runs the net."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.speech import Stretch

BEAMS = 3
"""One and three make as many errors on 40 clips of RAVDESS; three make fewer in the gallery."""


@dataclass(frozen=True)
class SpokenWord:
    """A word as it was written, when it is said (seconds of the sound), and how sure that is."""

    word: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True)
class Segment:
    """What Whisper writes in one go, with the marks of failure that the paper names."""

    text: str
    start: float
    end: float
    words: Sequence[SpokenWord]
    avg_logprob: float
    """Mean log probability of its tokens."""
    no_speech_prob: float
    """Probability, 0..1, that nobody speaks."""
    compression_ratio: float
    """Bytes of the text over its bytes when compressed."""


class Transcriber(Protocol):
    """Hears words. One is loaded once and shared; it may be asked from several threads at once."""

    package: str
    """The package that runs the net, as it is installed."""
    weights: str
    """The name of its weights, such as "whisper-base" or "small.pt"."""

    def segments(
        self, sound: NDArray[np.float32], speech: Sequence[Stretch], language: str | None
    ) -> Iterator[tuple[str, Segment]]:
        """(language, segment) in order, of sound (float32, mono, 16 kHz) in which somebody speaks.

        `speech`: the stretches in which that is so, one or more; only the parts around them are
        read (`kept.py`). Without a `language` (such as "en") it is guessed. The same sound always
        gives the same words.
        """
        ...
