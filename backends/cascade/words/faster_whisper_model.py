"""Whisper run by faster-whisper on the CPU: the transcriber of the default.

It takes four tenths of openai-whisper's processor time (2.2 s a clip of the gallery instead of
5.7 s, both with base weights, float32, one thread: `python -m tests.helpers.transcribers_cost`),
hears the same words, and needs no torch.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.cascade.words.transcriber import BEAMS, Segment, SpokenWord
from backends.cascade.words.whisper_weights import whisper_files
from backends.clip import SOUND_RATE

if TYPE_CHECKING:
    from ctranslate2 import StorageView
    from faster_whisper import WhisperModel

PRECISION = "float32"
"""int8 takes two thirds of the time, and mishears one more of the gallery's six clips."""

TOKENS_A_SECOND, LEAST_TOKENS = 8, 10
"""Parts of words that are written at most: more than hurried speech has. A decoder that is stuck,
as in laughter, would go on to 224."""

LEAST_LEFT = 0.1
"""Seconds at the end of the sound that hold no word of their own."""

MOST_TOKENS = 220
"""What the decoder has room for beside its prompt."""


class FasterWhisper:
    """See `Transcriber`."""

    package = "faster-whisper"

    def __init__(self) -> None:
        """Load the weights. Raises BackendError if they are missing."""
        name, files = whisper_files()
        self.weights = Path(name).name
        self._model = _load(name, files)

    def segments(
        self, sound: NDArray[np.float32], language: str | None
    ) -> Iterator[tuple[str, Segment]]:
        """See `Transcriber.segments`."""
        found, info = self._model.transcribe(
            sound,
            language=language,
            beam_size=BEAMS,
            temperature=0.0,  # no random second tries
            word_timestamps=True,
            condition_on_previous_text=False,
            max_new_tokens=_limit(len(sound) / SOUND_RATE),
            vad_filter=True,
        )
        for one in found:
            words = [
                SpokenWord(word.word, word.start, word.end, word.probability) for word in one.words
            ]
            yield (
                info.language,
                Segment(
                    one.text, one.start, one.end, words,
                    one.avg_logprob, one.no_speech_prob, one.compression_ratio,
                ),
            )  # fmt: skip
            if one.end > len(sound) / SOUND_RATE - LEAST_LEFT:
                return  # nothing is left, which would be read all the same


def _limit(seconds: float) -> int:
    """For `max_new_tokens`, of which CTranslate2 allows half."""
    return 2 * min(MOST_TOKENS, LEAST_TOKENS + round(TOKENS_A_SECOND * seconds))


def _load(name: str, files: dict[str, bytes] | None) -> WhisperModel:
    from faster_whisper import WhisperModel

    class OneEncoding(WhisperModel):  # type: ignore[misc]
        """Guesses the language from the encoding that the words are then read from.

        faster-whisper encodes the first 30 s twice, once for each, and the encoder is nearly all
        of a short clip's cost. Here the last encoding is kept and given again for equal features.
        """

        _last: tuple[NDArray[np.float32], StorageView] | None = None

        def encode(self, features: NDArray[np.float32]) -> StorageView:
            last = self._last
            if last is None or not np.array_equal(last[0], features):
                last = (features, super().encode(features))
                self._last = last
            return last[1]

        def detect_language(
            self, features: NDArray[np.float32], **options: object
        ) -> tuple[str, float, list[tuple[str, float]]]:
            features = features[..., :-1]  # the words are read without the very last frame
            if not features.shape[-1]:
                return "en", 0.0, []  # no speech: nothing will be read, whatever the language
            guess: tuple[str, float, list[tuple[str, float]]]
            guess = super().detect_language(features=features, **options)
            return guess

    threads = min(4, os.cpu_count() or 1)
    return OneEncoding(name, device="cpu", compute_type=PRECISION, cpu_threads=threads, files=files)
