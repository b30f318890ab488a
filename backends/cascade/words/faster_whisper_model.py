"""Whisper run by faster-whisper on the CPU: the transcriber of the default.

It hears the same words as openai-whisper for a fraction of its processor time
(`python -m tests.helpers.transcribers_cost`), and needs no torch.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.speech import Stretch
from backends.cascade.words import kept
from backends.cascade.words.transcriber import BEAMS, Segment, SpokenWord
from backends.cascade.words.whisper_weights import VARIABLE, whisper_folder
from backends.clip import SOUND_RATE

if TYPE_CHECKING:
    from ctranslate2 import StorageView
    from faster_whisper import WhisperModel

PRECISION = "int8"
"""float32 takes 1.7 times as long and 0.2 GB more, and hears as well: 20 errors in 720 words of
RAVDESS against 19 or 21 in two runs, and none in the gallery by either."""

TOKENS_A_SECOND, LEAST_TOKENS = 8, 10
"""Parts of words that are written at most: more than hurried speech has. A decoder that is stuck,
as in laughter, would go on to 224."""

LEAST_LEFT = 0.1
"""Seconds at the end of speech that hold no word of their own."""

MOST_TOKENS = 220
"""What the decoder has room for beside its prompt."""

THREADS = 1
"""More wait for each other by turning in circles: where other work has the cores, two take ten
times the processor time of one, and eight times as long (findings/ctranslate2_threads.sh)."""

LEAST_FRAMES = 1000
"""Frames of 10 ms that the packaged Whisper is given at least, of the 3,000 that it was trained on:
what lies behind the sound is silence, and costs as much as sound. With 1,000, the encoder takes a
fifth of the time, and as many words are misheard (`assets/weights/transcript_report.md`); under
about 600 the decoder begins to repeat itself."""

FRAMES_BEHIND = 200
"""Frames of silence behind a longer sound: without them the decoder may drop a sentence of several,
or write the last one twice."""


class FasterWhisper:
    """See `Transcriber`."""

    package = "faster-whisper"

    def __init__(self) -> None:
        """Load the weights. Raises BackendError if they are missing."""
        with whisper_folder() as folder:
            self.weights = folder.name
            self._model = _load(folder, None if os.environ.get(VARIABLE) else LEAST_FRAMES)

    def segments(
        self, sound: NDArray[np.float32], speech: Sequence[Stretch], language: str | None
    ) -> Iterator[tuple[str, Segment]]:
        """See `Transcriber.segments`."""
        read = kept.parts(speech, len(sound))
        joined = kept.joined(sound, read)
        silence = read[-1].end / SOUND_RATE - speech[-1].end
        found, info = self._model.transcribe(
            joined,
            language=language,
            beam_size=BEAMS,
            temperature=0.0,  # no random second tries
            word_timestamps=True,
            condition_on_previous_text=False,
            max_new_tokens=_limit(len(joined) / SOUND_RATE),
        )
        for one in found:
            words = [
                SpokenWord(word.word, *kept.placed(word.start, word.end, read), word.probability)
                for word in one.words
            ]
            start, end = (words[0].start, words[-1].end) if words else (0.0, 0.0)
            yield (
                info.language,
                Segment(
                    one.text, start, end, words,
                    one.avg_logprob, one.no_speech_prob, one.compression_ratio,
                ),
            )  # fmt: skip
            if one.end > len(joined) / SOUND_RATE - silence - LEAST_LEFT:
                return  # no speech is left, and what is left would be read all the same


def _limit(seconds: float) -> int:
    """For `max_new_tokens`, of which CTranslate2 allows half."""
    return 2 * min(MOST_TOKENS, LEAST_TOKENS + round(TOKENS_A_SECOND * seconds))


def own_length(features: NDArray[np.float32], least: int) -> NDArray[np.float32]:
    """Features [mels, frames] with fewer zeros at their end: with `FRAMES_BEHIND` of them, and of
    at least `least` frames in all, but never with more than there were."""
    filled = np.flatnonzero(features.any(axis=0))
    frames = int(filled[-1]) + 1 + FRAMES_BEHIND if filled.size else 0
    even = frames + frames % 2  # the encoder halves them
    return np.ascontiguousarray(features[:, : max(least, even)])


def _load(folder: Path, least: int | None) -> WhisperModel:
    """Weights that read each sound at its own length, of `least` frames or more; None: always 30 s,
    as for weights of which nobody knows whether they bear less."""
    from faster_whisper import WhisperModel

    class OneEncoding(WhisperModel):  # type: ignore[misc]
        """Encodes no silence behind the sound, and nothing twice.

        faster-whisper encodes the first 30 s once to guess the language and once to read the words,
        and the encoder is nearly all of a short clip's cost. Here the last encoding is kept and
        given again for equal features.
        """

        _last: tuple[NDArray[np.float32], StorageView] | None = None

        def encode(self, features: NDArray[np.float32]) -> StorageView:
            if least is not None:
                features = own_length(features, least)
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

    return OneEncoding(str(folder), device="cpu", compute_type=PRECISION, cpu_threads=THREADS)
