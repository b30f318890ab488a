"""What the words say: each sentence with its emotions, and the words that carry them.

Only English is read: the model behind it knows no other language, and a guess in place of a reading
would look like one. What else stands in the text and can be pointed at (marks, interjections,
words said twice) is found by `surface.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.base import Transcript, Word
from backends.cascade.words.surface import Cue, cues, language_of, sentences, spoken_words
from backends.reading import sentence_model

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
    """An emotion read in a sentence: a GoEmotions label and its calibrated probability."""

    name: str
    probability: float
    carriers: tuple[Carrier, ...] = ()
    """The strongest first; none where no single word makes the difference."""


@dataclass(frozen=True)
class ReadSentence:
    """One sentence, when it is said, and what it speaks for, the strongest first."""

    words: tuple[Word, ...]
    labels: tuple[Label, ...]

    @property
    def text(self) -> str:
        """Its words with blanks between them."""
        return " ".join(word.text for word in self.words)

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
    """False if the words are not English: then nothing of them is interpreted."""
    language: str
    """Its tag (BCP 47), such as "zh"; "und" where only that is clear."""
    sentences: tuple[ReadSentence, ...] = ()
    cues: tuple[Cue, ...] = ()
    word_count: int = 0
    cut: bool = False
    """Whether part of the text was too long to be read."""


def read(transcript: Transcript, start: float, end: float) -> WordsReport:
    """Read what was heard, or a subtitle given without word times, which then spans start..end.

    Times are seconds of the clip. Never fails on odd text: markup, addresses and control characters
    are left out, and what is too long is cut (`cut` says so).
    Raises BackendError if the weights can't be had.
    """
    given = not transcript.words
    words = spoken_words(transcript, start, end)
    language = language_of(words, None if given else transcript.language)
    if language != sentence_model.READS:
        return WordsReport(understood=False, language=language, word_count=len(words))
    if not words:
        return WordsReport(understood=True, language=language)
    kept = words[:MOST_WORDS]
    parts = sentences(kept)
    texts = [" ".join(word.text for word in part) for part in parts]
    probabilities = sentence_model.emotions(texts)
    return WordsReport(
        understood=True,
        language=language,
        sentences=tuple(_explained(parts, probabilities)),
        cues=cues(kept, marks=given),
        word_count=len(words),
        cut=len(words) > MOST_WORDS or any(sentence_model.is_cut(text) for text in texts),
    )


def _explained(
    parts: Sequence[Sequence[Word]], probabilities: NDArray[np.float32]
) -> list[ReadSentence]:
    """Sentences with their labels; carriers for the most emotional ones, within a budget."""
    neutral = sentence_model.LABELS.index("neutral")
    found: list[ReadSentence | None] = [None] * len(parts)
    budget = EXPLAINED_WORDS
    for row in np.argsort(probabilities[:, neutral]):
        part, named = tuple(parts[row]), _named(probabilities[row])
        drops = None
        if named != [neutral] and len(part) <= budget:
            budget -= len(part)
            drops = sentence_model.drops([word.text for word in part])
        labels = (
            Label(
                sentence_model.LABELS[at],
                float(probabilities[row, at]),
                () if drops is None or at == neutral else _carriers(part, drops[:, at]),
            )
            for at in named
        )
        found[row] = ReadSentence(part, tuple(labels))
    return [sentence for sentence in found if sentence]


def _named(probabilities: NDArray[np.float32]) -> list[int]:
    """Numbers of the labels above their thresholds, the strongest first; else that of neutral."""
    order = [int(at) for at in np.argsort(-probabilities)[:MOST_LABELS]]
    cuts = sentence_model.thresholds()
    named = [at for at in order if probabilities[at] >= cuts[at]]
    return named or [sentence_model.LABELS.index("neutral")]


def _carriers(words: Sequence[Word], drops: NDArray[np.float32]) -> tuple[Carrier, ...]:
    order = np.argsort(-drops)[:MOST_CARRIERS]
    return tuple(Carrier(words[at], float(drops[at])) for at in order if drops[at] >= CLEAR_DROP)
