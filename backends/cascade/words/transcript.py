"""What is said and when: Whisper's words with their times, or no words rather than invented ones.

Whisper (Radford et al. 2022, arXiv 2212.04356), run by one of two transcribers: faster-whisper, or
openai-whisper where EMER_WHISPER names weights of its form. Silero VAD first removes what is not
speech. Whisper writes fluent sentences for noise too, so every segment must also pass the paper's
own marks of failure (section 4.5) and a limit on its words' probability.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from backends.base import Transcript, Word
from backends.cascade.voice.parted import NO_PARTS, Parted, parted, silenced
from backends.cascade.voice.speech import Stretch, speech_stretches
from backends.cascade.words.faster_whisper_model import FasterWhisper
from backends.cascade.words.openai_whisper_model import OpenAIWhisper
from backends.cascade.words.transcriber import Segment, SpokenWord, Transcriber
from backends.cascade.words.whisper_weights import VARIABLE, openai_file
from backends.clip import SOUND_RATE

MAX_COMPRESSION = 2.4
"""Text that gzip shrinks more than this (the paper's value) repeats itself: a stuck decoder."""

MAX_PACE = 6.0
"""Words a second; hurried speech reaches 5."""

MIN_LOG_PROBABILITY = -1.0
"""Mean log probability of a segment's tokens below which the paper calls decoding failed."""

MAX_NO_SPEECH = 0.6
"""Probability of "no speech" above which a segment is believed only if its words are likely."""

MIN_WORD_PROBABILITY = 0.35
"""Mean probability of a segment's words below which they are taken for invented."""

_loading = Lock()


@dataclass(frozen=True)
class Heard:
    """What has been heard so far."""

    transcript: Transcript
    """Empty text and no words where nothing was said; its language is "" then."""
    doubted: tuple[str, ...]
    """Texts that Whisper wrote and that were left out as probably invented."""
    transcriber: Transcriber | None = None
    """Who heard it; None where nobody speaks, so that none was asked."""
    parted: Parted = NO_PARTS
    """What else is heard, in seconds of the clip: where a voice sings, or repeats itself as in
    laughter, words are not looked for."""


NOTHING = Heard(Transcript(language="", text=""), ())


def transcribe(
    sound: NDArray[np.float32], offset: float = 0.0, language: str | None = None
) -> Iterator[Heard]:
    """Hear the words of `sound` (float32, mono, 16 kHz, −1..1), found `offset` seconds into a clip.

    Yields what is known, at first nothing, and again after every segment: the last is the whole.
    A caller may stop in between. Without a `language` (such as "en") Whisper guesses it.
    Word times are seconds of the clip, never outside the sound and never going back.
    Raises BackendError if the weights are missing.
    """
    limit = offset + len(sound) / SOUND_RATE
    texts: list[str] = []
    words: list[Word] = []
    doubted: list[str] = []
    yield NOTHING
    parts = parted(sound, speech_stretches(sound))
    stretches, sound = parts.speech, silenced(sound, parts.aside)
    parts = parts.later(offset)
    if not stretches:
        yield replace(NOTHING, parted=parts)
        return
    model = _model()
    for found, segment in model.segments(sound, stretches, language):
        if not believable(segment):
            doubted.append(segment.text.strip())
        else:
            texts.append(segment.text.strip())
            spoken = [
                (word.word.strip(), not_before_speech(word, stretches), word.end)
                for word in segment.words
            ]
            placed = in_order(spoken, offset, words[-1].end if words else offset, limit)
            words += [
                word.model_copy(update={"probability": round(float(heard.probability), 3)})
                for word, heard in zip(placed, segment.words, strict=True)
            ]
        yield Heard(
            Transcript(language=found if words else "", text=" ".join(texts), words=list(words)),
            tuple(doubted),
            model,
            parts,
        )


def believable(segment: Segment) -> bool:
    """Whether a segment looks heard rather than invented."""
    if not segment.words:
        return False
    if segment.avg_logprob < MIN_LOG_PROBABILITY:
        return False
    # A person may repeat a sentence, but not faster than anybody speaks.
    pace = len(segment.words) / max(segment.end - segment.start, 1e-3)
    if segment.compression_ratio > MAX_COMPRESSION and pace > MAX_PACE:
        return False
    sure = float(np.mean([word.probability for word in segment.words]))
    if segment.no_speech_prob > MAX_NO_SPEECH:
        return sure > (1 + MIN_WORD_PROBABILITY) / 2
    return sure > MIN_WORD_PROBABILITY


def not_before_speech(word: SpokenWord, stretches: Sequence[Stretch]) -> float:
    """When a word starts (s). Whisper starts the first word of a stretch where its sound starts,
    which is up to 0.4 s early: the margin that is left around speech.
    """
    begins = (part.start for part in stretches if word.start < part.start < word.end)
    return next(begins, float(word.start))


def in_order(
    spoken: list[tuple[str, float, float]], offset: float, begin: float, limit: float
) -> list[Word]:
    """(text, start, end) in seconds of the sound → words in seconds of the clip.

    `offset` is added; times are kept within begin..limit, and none before the word in front.
    """
    words: list[Word] = []
    for text, start, end in spoken:
        begin = min(max(begin, round(start + offset, 3)), limit)
        finish = min(max(begin, round(end + offset, 3)), limit)
        words.append(Word(text=text, start=begin, end=finish))
        begin = finish
    return words


def _model() -> Transcriber:
    with _loading:
        return _load(os.environ.get(VARIABLE, ""))


@lru_cache(maxsize=1)
def _load(chosen: str) -> Transcriber:
    """The transcriber for what EMER_WHISPER says. Raises BackendError if it can't be had."""
    file = openai_file(chosen)
    return OpenAIWhisper(file) if file else FasterWhisper()
