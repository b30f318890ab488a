"""Whether what a language model wrote is borne out by the clues that it was given.

Each clause of a sentence must be borne out by itself: all that it says of face, voice and words,
read by the lexicon of `backends/reading/aspects.py`, is what a clue says; where nothing can be read
in it, it must be worded like a clue; and its figures are those of these clues. Quotations must be
words that were said. A denial is borne out only by a clue that denies the same. That finds
inventions; it can't judge a turn of phrase, and it may mark a true sentence that is worded too
freely.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backends.base import Clue, Language, Modality
from backends.cascade.reason import CLAIMED
from backends.cascade.rewrite import figures
from backends.reading import sentences
from backends.reading.aspects import QUOTED, Reading, lexicon
from backends.reading.patterns import Patterns
from backends.reading.sentence_model import READS, embed

TIED = 0.5
"""Cosine from which an English clause without a known aspect counts as speaking of a clue. In the
gallery, sentences that reword a clue lie above .55 and invented ones mostly below .4."""

SHARED = 0.6
"""The same for languages that are not embedded: the part of a clause's pairs of characters that a
clue holds. Chosen on Chinese."""

SPEAKS = 0.3
"""Weight from which a clue is taken to speak for its strongest emotion."""

_READ = Patterns(__file__, "faithful")
_PIECE = re.compile(f"[,;:，；：、]|{_READ.every('piece')}")
"""Parts of a conclusion, which speaks of all three modalities, of each in a piece of its own."""
_OPENING = re.compile(rf"^(?:{_READ.every('opening')})[,，]?\s*", re.IGNORECASE)
_COMPARED = re.compile(_READ.every("compared"))
"""The emotion that another is stronger than is not claimed."""
_WHEN = re.compile(_READ.every("when"))
"""A time in brackets."""
_SAID = "“”"
"""What stands for a quotation in a sentence whose quotations have been taken out."""
_REPORTS = re.compile(rf"(?:{_READ.every('reports')}|[\d\W_])*", re.IGNORECASE)
"""What may stand beside a quotation without saying more than that it was said."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


class _Told(NamedTuple):
    """One clause of a clue, or of the conclusion by rules."""

    text: str
    readings: frozenset[Reading]
    denies: bool


class Evidence:
    """What may be said: clues, the words of the clip, and each emotion's share (0..1) of it all.

    `concluded` is the conclusion that rules drew from them, which a conclusion may repeat.

    What they say is read once, whatever is then held against it.
    """

    def __init__(
        self,
        clues: Sequence[Clue],
        spoken: str,
        shares: Mapping[str, float],
        language: Language,
        concluded: str = "",
    ) -> None:
        self.clues, self.spoken, self.shares, self.language = clues, spoken, shares, language
        self.concluded = concluded
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def bears_out(self, sentence: str, modality: Modality | None) -> bool:
        """Whether `sentence`, of a modality's part or of the conclusion (None), is borne out."""
        if any(_spaced(quote) not in self._said for quote in QUOTED.findall(sentence)):
            return False
        clauses = self._clauses(sentence)
        return bool(clauses) and all(self._clause_is_borne_out(one, modality) for one in clauses)

    def speaks_for(self, emotion: str) -> bool:
        """Whether a clue speaks for an emotion word, or for one of its family."""
        mine = self._families(emotion)
        return any(
            word == emotion or (mine and mine == self._families(word))
            for clue in self.clues
            for word in clue.supports
        )

    def divided(self, emotions: Sequence[str]) -> dict[str, float]:
        """Each emotion word's share of all evidence, 0..1: words of one family divide its share, so
        that all together never have more than there is.
        """
        sources = {emotion: self._source(emotion) for emotion in emotions}
        return {
            emotion: self.shares[source] / list(sources.values()).count(source) if source else 0.0
            for emotion, source in sources.items()
        }

    def _source(self, emotion: str) -> str | None:
        """Which of the words that have a share an emotion word is, or is of the family of."""
        if emotion in self.shares:
            return emotion
        mine = self._families(emotion)
        near = [word for word in self.shares if mine & self._families(word)]
        return max(near, key=self.shares.__getitem__, default=None)

    def _clauses(self, text: str) -> list[str]:
        """What `text` says, clause by clause, without its opening and with quotations taken out."""
        text = QUOTED.sub(lambda quote: _SAID if _words(quote[0]) else "", text.strip())
        text = re.sub(f"^{lexicon(self.language).opener}", "", text, flags=re.IGNORECASE)
        text = _COMPARED.sub("", _OPENING.sub("", text))
        clauses = re.split(_READ.of(self.language, "clause"), text, flags=re.IGNORECASE)
        return [clause.strip() for clause in clauses if _words(clause) or _SAID in clause]

    def _clause_is_borne_out(self, clause: str, modality: Modality | None) -> bool:
        known = [(c, told) for c, told in self._told_by if modality in (None, c.modality)]
        said, denies = self._readings(clause, modality), self._denies(clause)
        told = [one for _, of_clue in known for one in of_clue]
        if modality is None:
            told += self._concluded
        # what is claimed may be told by a denial ("no emotion": plain), but nothing is denied by
        # what is claimed
        told_of = [one for one in told if one.denies] if denies else told
        if not all(_known(reading, told_of) for reading in said):
            return False
        bearing = [
            clue
            for clue, of_clue in known
            if not said or any(_known(reading, of_clue) for reading in said)
        ]
        if not self._measured(clause, bearing, said, modality):
            return False
        if said or (_SAID in clause and _REPORTS.fullmatch(clause)):
            return True
        return self._tied(clause, [one.text for one in told if one.denies == denies])

    def _readings(self, clause: str, modality: Modality | None) -> frozenset[Reading]:
        """What a clause says of its modality, or of all; and every emotion that it names."""
        words = lexicon(self.language)
        if modality:
            return words.read(clause, modality) | words.emotions_in(clause)
        pieces = _PIECE.split(clause)
        found = {r for piece in pieces for one in Modality for r in words.read(piece, one)}
        return frozenset(found) | words.emotions_in(clause)

    @cached_property
    def _said(self) -> str:
        return _spaced(self.spoken)

    @cached_property
    def _told_by(self) -> list[tuple[Clue, list[_Told]]]:
        return [(clue, self._told(clue)) for clue in self.clues]

    def _told(self, clue: Clue) -> list[_Told]:
        """What a clue says, and the one emotion that it speaks for more than for any other."""
        strongest = max(clue.supports.values(), default=0.0)
        named = [word for word, weight in clue.supports.items() if weight == strongest]
        spoken = named if len(named) == 1 and strongest >= SPEAKS else []
        shown = lexicon(self.language).emotions_in(", ".join(spoken))
        return [
            _Told(one, self._readings(one, clue.modality) | shown, self._denies(one))
            for one in self._clauses(clue.text)
        ]

    @cached_property
    def _concluded(self) -> list[_Told]:
        """What the rules concluded, and the emotions that have a share large enough to claim."""
        claimed = ", ".join(word for word, share in self.shares.items() if share >= CLAIMED)
        return [
            _Told("", lexicon(self.language).emotions_in(claimed), denies=False),
            *(
                _Told(one, self._readings(one, None), self._denies(one))
                for sentence in sentences.split(self.concluded)
                for one in self._clauses(sentence)
            ),
        ]

    def _denies(self, clause: str) -> bool:
        denial = f"{lexicon(self.language).negator}|{_READ.of(self.language, 'denies')}"
        return re.search(denial, clause.lower().replace("’", "'")) is not None

    def _families(self, emotion: str) -> frozenset[str]:
        return frozenset(reading.value for reading in lexicon(self.language).emotions_in(emotion))

    def _measured(
        self,
        clause: str,
        clues: Sequence[Clue],
        said: Collection[Reading],
        modality: Modality | None,
    ) -> bool:
        """Whether each figure is one of `clues`; in a conclusion also a share, or the rules'."""
        families = {reading.value for reading in said}
        shares: list[figures.Figure] = []
        if modality is None:
            shares = [
                figures.Figure(100 * share, "%")
                for word, share in self.shares.items()
                if not families or families & self._families(word)
            ]
            if figures.all_in(clause) <= figures.all_in(self.concluded):
                return True
        return figures.fit(clause, clues, shares)

    def _tied(self, clause: str, known: Sequence[str]) -> bool:
        known = [text for text in known if text]
        if not known:
            return False
        if self.language != READS:
            mine = _pairs(clause)
            return any(len(mine & _pairs(text)) >= SHARED * len(mine) for text in known)
        vectors = self._embedded([clause, *known])
        return bool((vectors[1:] @ vectors[0]).max() >= TIED)

    def _embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed`, each text once."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._vectors]:
            self._vectors |= zip(new, embed(new), strict=True)
        return np.stack([self._vectors[text] for text in texts])


def _known(reading: Reading, told: Sequence[_Told]) -> bool:
    return any(reading.same(other) for one in told for other in one.readings)


def _words(text: str) -> list[str]:
    """Words without case and marks; in Chinese and Japanese, characters."""
    return _WORD.findall(re.sub(r"['’]", "", text.lower()))


def _spaced(text: str) -> str:
    """The words of a text, each with a blank before and behind: what holds them all in one piece
    holds this."""
    return f" {' '.join(_words(text))} " if _words(text) else ""


def _pairs(text: str) -> set[str]:
    """Neighbouring characters, without times in brackets: those are compared as figures."""
    text = _WHEN.sub("", text)
    letters = "".join(word for word in _words(text) if not word[0].isdigit())
    return {letters[i : i + 2] for i in range(len(letters) - 1)} or {letters}
