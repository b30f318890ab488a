"""What the words say: each sentence with its emotions, and the words that carry them.

English and Chinese are read, each by a model of its own that knows no other language, and a guess
in place of a reading would look like one. What else stands in the text and can be pointed at
(marks, and in English interjections and words said twice) is found by `surface.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backends.base import Transcript, Word
from backends.cascade.words import chinese
from backends.cascade.words.surface import (
    Cue,
    characters,
    cues,
    language_of,
    sentences,
    spoken_words,
)
from backends.reading import sentence_model
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC

MOST_WORDS = 2000
"""Words read of one clip: more than ten minutes of speech."""

MOST_LABELS = 3
"""Emotions named for one sentence."""

EXPLAINED_WORDS = 300
"""Words tried for what they carry, from the most emotional sentence on: each costs a reading."""

CLEAR_DROP = 0.1
"""Probability that must go when a word is left out, for it to count as carrying the emotion."""

MOST_CARRIERS = 3


@dataclass(frozen=True)
class Carrier:
    """A word that carries an emotion: without it, the emotion's probability falls by `drop`."""

    word: Word
    drop: float


@dataclass(frozen=True)
class Label:
    """An emotion read in a sentence: a GoEmotions label and its calibrated probability.

    Of Chinese there are the labels of the seven basic emotions only.
    """

    name: str
    probability: float
    carriers: tuple[Carrier, ...] = ()
    """The strongest first; none where no single word makes the difference."""


@dataclass(frozen=True)
class ReadSentence:
    """One sentence, when it is said, and what it speaks for, the strongest first."""

    words: tuple[Word, ...]
    labels: tuple[Label, ...]
    between: str = " "
    """What stands between its words: nothing in Chinese."""

    @property
    def text(self) -> str:
        """Its words as they are written one after the other."""
        return self.between.join(word.text for word in self.words).strip()

    @property
    def start(self) -> float:
        """When its first word begins, in seconds of the clip."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """When its last word ends, in seconds of the clip."""
        return self.words[-1].end


@dataclass(frozen=True)
class WordsReport:
    """What was read. Without words there are no sentences."""

    understood: bool
    """False if the words are of another language: then nothing of them is interpreted."""
    language: str
    """Its tag (BCP 47), such as "zh"; "und" where only that is clear."""
    sentences: tuple[ReadSentence, ...] = ()
    cues: tuple[Cue, ...] = ()
    word_count: int = 0
    unit: str = "words"
    """What `word_count` counts: words, or the characters of Chinese."""
    trust: float = 1.0
    """How much the reading counts next to one of English, 0..1."""
    sure: float = 0.0
    """The probability from which an emotion is told without a hedge."""
    cut: bool = False
    """Whether part of the text was too long to be read."""


class Model(Protocol):
    """What reads one language; the modules `sentence_model` and `chinese` are such models."""

    @property
    def LABELS(self) -> Sequence[str]: ...

    def emotions(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def drops(self, words: Sequence[str]) -> NDArray[np.float32]: ...

    def thresholds(self) -> NDArray[np.float32]: ...

    def is_cut(self, text: str) -> bool: ...


MODELS: dict[str, Model] = {sentence_model.READS: sentence_model, chinese.READS: chinese}


@dataclass(frozen=True)
class _Text:
    """A text in sentences, and who can read it."""

    model: Model
    parts: list[list[Word]]
    between: str

    @property
    def texts(self) -> list[str]:
        return [self.between.join(word.text for word in part).strip() for part in self.parts]


def read(transcript: Transcript, start: float, end: float) -> WordsReport:
    """Read what was heard, or a subtitle given without word times, which then spans start..end.

    Times are seconds of the clip. Never fails on odd text: markup, addresses and control characters
    are left out, and what is too long is cut (`cut` says so).
    Raises BackendError if the weights can't be had.
    """
    given = not transcript.words
    words = spoken_words(transcript, start, end)
    language = language_of(words, None if given else transcript.language)
    if given:
        words = _given(transcript.text, language, start, end)
    if language not in MODELS:
        return WordsReport(understood=False, language=language, word_count=len(words))
    if not words:
        return WordsReport(understood=True, language=language)
    kept = words[:MOST_WORDS]
    text = _text(kept, language)
    report = WordsReport(
        understood=True,
        language=language,
        sentences=tuple(_explained(text)),
        cues=cues([word for part in text.parts for word in part], marks=given),
        word_count=len(words),
        cut=len(words) > MOST_WORDS or any(text.model.is_cut(one) for one in text.texts),
    )
    if language != chinese.READS:
        return report
    # Of its interjections and doubled words none are told from others.
    marked = tuple(cue for cue in report.cues if cue.kind == "exclamation")
    return replace(report, cues=marked, unit="characters", trust=chinese.TRUST, sure=chinese.SURE)


def basic_shares(texts: Sequence[str], language: str) -> NDArray[np.float64]:
    """How likely each basic emotion is in texts of a language that is read, [n, 7]; rows sum to 1.

    The mean over a text's sentences by their length, before thresholds decide what is named. Where
    there are no words neutral is sure.
    """
    model = MODELS[language]
    every = [_given(text, language)[:MOST_WORDS] for text in texts]
    read_texts = [_text(kept, language) for kept in every]
    found = model.emotions([one for text in read_texts for one in text.texts]).astype(np.float64)
    groups = np.array([BASIC.index(GOEMOTIONS_TO_BASIC[one]) for one in model.LABELS])
    grouped = np.stack([found[:, groups == at].sum(1) for at in range(len(BASIC))], 1)
    grouped /= grouped.sum(1, keepdims=True)
    shares = np.tile(np.eye(len(BASIC))[0], (len(texts), 1))
    done = 0
    for row, text in enumerate(read_texts):
        if text.parts:
            lengths = np.array([len(part) for part in text.parts], float)
            shares[row] = lengths @ grouped[done : done + len(lengths)] / lengths.sum()
            done += len(lengths)
    return shares


def _given(text: str, language: str, start: float = 0.0, end: float = 0.0) -> list[Word]:
    """The words of a text without times, which span start..end."""
    if language == chinese.READS:
        return characters(text, start, end)
    return spoken_words(Transcript(language=language, text=text), start, end)


def _text(words: Sequence[Word], language: str) -> _Text:
    parts = sentences(words)
    if language == chinese.READS:
        return _Text(chinese, [chinese.grouped(part) for part in parts], "")
    return _Text(MODELS[language], parts, " ")


def _explained(text: _Text) -> list[ReadSentence]:
    """Sentences with their labels; carriers for the most emotional ones, within a budget."""
    model = text.model
    probabilities = model.emotions(text.texts)
    neutral = model.LABELS.index("neutral")
    found: list[ReadSentence | None] = [None] * len(text.parts)
    budget = EXPLAINED_WORDS
    for row in np.argsort(probabilities[:, neutral]):
        part, named = tuple(text.parts[row]), _named(probabilities[row], model)
        drops = None
        if named != [neutral] and len(part) <= budget:
            budget -= len(part)
            drops = model.drops([word.text for word in part])
        labels = (
            Label(
                model.LABELS[at],
                float(probabilities[row, at]),
                () if drops is None or at == neutral else _carriers(part, drops[:, at]),
            )
            for at in named
        )
        found[row] = ReadSentence(part, tuple(labels), text.between)
    return [sentence for sentence in found if sentence]


def _named(probabilities: NDArray[np.float32], model: Model) -> list[int]:
    """Numbers of the labels above their thresholds, the strongest first; else that of neutral."""
    order = [int(at) for at in np.argsort(-probabilities)[:MOST_LABELS]]
    cuts = model.thresholds()
    named = [at for at in order if probabilities[at] >= cuts[at]]
    return named or [model.LABELS.index("neutral")]


def _carriers(words: Sequence[Word], drops: NDArray[np.float32]) -> tuple[Carrier, ...]:
    order = np.argsort(-drops)[:MOST_CARRIERS]
    return tuple(Carrier(words[at], float(drops[at])) for at in order if drops[at] >= CLEAR_DROP)
