"""Whether what a language model wrote is borne out by the clues that it was given.

A sentence is borne out if its figures and quotations are those of the clues, if all that it says of
face, voice and words, read by the lexicon of `backends/aspects.py`, is what a clue says, and if
something ties it to a clue at all. That finds inventions; it can't judge a turn of phrase.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from backends.aspects import NOT, Reading, lexicon
from backends.base import Clue, Language, Modality
from backends.cascade.reason import CLAIMED
from backends.cascade.text_emotion import embed

TIED = 0.5
"""Cosine from which a sentence without a known aspect still counts as speaking of a clue. In the
gallery, sentences that reword a clue lie above .55 and invented ones mostly below .4."""

SPEAKS = 0.3
"""Weight from which a clue is taken to speak for its strongest emotion."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_CLAUSE = re.compile(r"[,;:，；：、]|\b(?:while|but|and|whereas)\b|而|但")
_QUOTED = re.compile(r"[“\"「]([^”\"」]+)[”\"」]")


class Evidence:
    """What may be said: clues, the words of the clip, and each emotion's share (0..1) of it all."""

    def __init__(
        self,
        clues: Sequence[Clue],
        spoken: str,
        shares: Mapping[str, float],
        language: Language,
    ) -> None:
        self.clues, self.spoken, self.shares, self.language = clues, spoken, shares, language

    def bears_out(self, sentence: str, modality: Modality | None) -> bool:
        """Whether `sentence`, of a modality's part or of the conclusion (None), is borne out."""
        clues = [clue for clue in self.clues if modality in (None, clue.modality)]
        quotes = [_letters(quote) for quote in _QUOTED.findall(sentence)]
        if any(quote not in _letters(self.spoken) for quote in quotes):
            return False
        if any(not self._measured(figure) for figure in _FIGURE.findall(_unquoted(sentence))):
            return False
        said = self._readings(sentence, modality)
        known = [reading for clue in clues for reading in self._told(clue)]
        if modality is None:
            claimed = [word for word, share in self.shares.items() if share >= CLAIMED]
            known += lexicon(self.language).emotions_in(", ".join(claimed))
        if any(not any(reading.same(other) for other in known) for reading in said):
            return False
        return bool(said or quotes) or self._tied(sentence, clues)

    def speaks_for(self, emotion: str) -> bool:
        """Whether a clue speaks for an emotion word, or for one of its family."""
        mine = self._families(emotion)
        return any(
            word == emotion or (mine and mine == self._families(word))
            for clue in self.clues
            for word in clue.supports
        )

    def share(self, emotion: str) -> float:
        """The share of all evidence that an emotion word or its family has, 0..1."""
        if emotion in self.shares:
            return self.shares[emotion]
        mine = self._families(emotion)
        near = [share for word, share in self.shares.items() if mine & self._families(word)]
        return max(near, default=0.0)

    def _readings(self, sentence: str, modality: Modality | None) -> set[Reading]:
        """What is said, without denials: that something is absent can't be read off a clue."""
        words = lexicon(self.language)
        if modality:
            readings = set(words.read(sentence, modality))
        else:  # a conclusion speaks of all three, of each in a clause of its own
            clauses = _CLAUSE.split(_unquoted(sentence))
            readings = {
                r for clause in clauses for one in Modality for r in words.read(clause, one)
            }
            readings |= words.emotions_in(_unquoted(sentence))
        return {reading for reading in readings if not reading.value.startswith(NOT)}

    def _told(self, clue: Clue) -> frozenset[Reading]:
        """What a clue says, and the one emotion that it speaks for more than for any other."""
        words = lexicon(self.language)
        strongest = max(clue.supports.values(), default=0.0)
        named = [word for word, weight in clue.supports.items() if weight == strongest]
        spoken = named if len(named) == 1 and strongest >= SPEAKS else []
        return words.read(clue.text, clue.modality) | words.emotions_in(", ".join(spoken))

    def _families(self, emotion: str) -> frozenset[str]:
        return frozenset(reading.value for reading in lexicon(self.language).emotions_in(emotion))

    @cached_property
    def _figures(self) -> list[float]:
        """All numbers that a clue or a share gives, in seconds, percent and its own unit."""
        texts = [clue.text for clue in self.clues] + [clue.measure.usual for clue in self.clues]
        figures = [float(figure) for text in texts for figure in _FIGURE.findall(text)]
        for clue in self.clues:
            value = clue.measure.value
            figures += [clue.start, clue.end, clue.end - clue.start]
            figures += [100 * weight for weight in clue.supports.values()]
            figures += [value] if isinstance(value, float) else []
        return figures + [100 * share for share in self.shares.values()]

    def _measured(self, figure: str) -> bool:
        """Whether a number is one of the evidence's, at the precision at which it is written."""
        unit = 10.0 ** -len(figure.partition(".")[2])
        return any(abs(float(figure) - known) <= 0.51 * unit for known in self._figures)

    def _tied(self, sentence: str, clues: Sequence[Clue]) -> bool:
        """Only English is embedded; a Chinese sentence must be tied by what the lexicon reads."""
        if not clues or self.language != "en":
            return False
        vectors = embed([sentence, *(clue.text for clue in clues)])
        return bool((vectors[1:] @ vectors[0]).max() >= TIED)


def _unquoted(sentence: str) -> str:
    return _QUOTED.sub("", sentence)


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
