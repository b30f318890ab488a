"""Which statements of the ground truth a backend's clues say, miss, contradict or go beyond."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from backends.base import Clue, Language, Modality
from backends.reading.aspects import EMOTION, QUOTED, Lexicon, Reading, lexicon
from backends.reading.sentence_model import READS, embed
from demo.metrics import ClueAgreement, ClueMatch, TruthClue
from demo.metrics.statements import statements
from demo.metrics.wheels import own

__all__ = ["compare", "statements"]

ALIKE = 0.6
"""Cosine of MiniLM from which two sentences say the same, where the lexicon can't read one of them.
A guess that errs: of the pairs in `tests/demo/metrics/test_clues.py`, 12 of 14 paraphrases reach
it, and so do 4 of 13 that only sound alike ("he asks her to stay", "he tells her to leave")."""
SAME_WORDS = 0.75
"""Part of the shorter quotation's words that the longer one has to hold, in order."""
PART_OF_WORDS = 3
"""Words from which a shorter quotation counts as a part of what was said, not as a mention."""
NEUTRAL = "neutral"
CALM = {Reading("rest", "calm"), Reading("plain_voice", "calm"), Reading("plain", "plain")}
"""What a neutral face, voice or text is read as."""
PICTURE_WHEEL = 1
"""Of `own().wheels`: Roberts's feelings wheel, whose sectors are the seven basic emotions (with
"bad"), so that a reader knows every one of them."""

_TOKEN = re.compile(r"[^\W_一-鿿]+(?:'[^\W_一-鿿]+)*|[一-鿿]")


@dataclass(frozen=True)
class _Said:
    """A sentence as it is compared: its modality, what it says of which aspect, its quotations."""

    text: str
    modality: Modality
    readings: frozenset[Reading]
    quotes: tuple[tuple[str, ...], ...]


def compare(
    truths: Sequence[TruthClue],
    clues: Sequence[Clue],
    language: Language,
    *,
    emotions: Sequence[str] = (),
    subtitle: str | None = None,
) -> ClueAgreement:
    """Match the statements of a ground truth with a backend's clues, within each modality.

    Two match where they give one aspect the same value, where they quote the same words, where
    they are the same sentence, or, in English and where the lexicon can't read one of them, where
    the cosine of their embeddings is at least `ALIKE`. In Chinese the lexicon alone decides. What
    else they say, such as when, is not compared. A clue that matches nothing and gives an aspect a
    value that the lexicon lists as opposite contradicts; it is unsupported.

    `emotions` are the ground truth's words, and `subtitle` is what is said, in the clip's language.
    What a rationale takes for granted is supported too: that there is a person to see and to hear,
    and that face and voice show the emotions it concludes. Such statements are appended to `truths`
    where a clue says them, and are never missed.
    Raises BackendError if the weights of the embedding can't be had.
    """
    words = lexicon(language)
    told = [_said(truth.text, truth.modality, language) for truth in truths]
    heard = [_said(clue.text, clue.modality, language) for clue in clues]
    cosines = _cosines(truths, clues) if language == READS else None
    matches: list[ClueMatch] = []
    opposed: list[ClueMatch] = []
    for at, truth in enumerate(told):
        for index, clue in enumerate(heard):
            if truth.modality != clue.modality:
                continue
            cosine = None if cosines is None else float(cosines[at, index])
            agreed = _agree(truth, clue, cosine, words, subtitle)
            aspect = agreed if agreed is not None else _oppose(truth, clue, words)
            if aspect is not None:
                (opposed if agreed is None else matches).append(
                    ClueMatch(
                        truth=at,
                        clue=index,
                        aspect=aspect,
                        similarity=1.0 if cosine is None else cosine,
                    )
                )
    supported = {match.clue for match in matches}
    left = [index for index in range(len(clues)) if index not in supported]
    implied, more = _implied(told, heard, left, words, emotions)
    matches += more
    matched = {match.truth for match in matches}
    supported |= {match.clue for match in more}
    return ClueAgreement(
        truths=[*truths, *implied],
        matches=matches,
        contradictions=[pair for pair in opposed if pair.clue not in supported],
        missed=[at for at in range(len(truths)) if at not in matched],
        unsupported=[index for index in range(len(clues)) if index not in supported],
    )


def _said(text: str, modality: Modality, language: Language) -> _Said:
    words = lexicon(language)
    readings = words.read(text, modality)
    if modality == Modality.LEXICAL:
        quotes = tuple(tokens for hit in QUOTED.findall(text) if (tokens := _tokens(hit)))
    else:
        quotes = ()
    return _Said(text, modality, readings, quotes)


def _agree(
    truth: _Said, clue: _Said, cosine: float | None, words: Lexicon, subtitle: str | None
) -> str | None:
    """What both say the same of, in words; "" where it is their wording; None where nothing."""
    if _tokens(truth.text) == _tokens(clue.text):
        return ""
    shared = {one.aspect for one in truth.readings if any(map(one.same, clue.readings))}
    if shared:
        observed = sorted(shared - {EMOTION}) or [EMOTION]
        return words.title(observed[0], truth.modality)
    if _quote_the_same(truth, clue, subtitle):
        return words.implied["quoted"]
    unknown = not truth.readings or not clue.readings
    quoted = truth.quotes or clue.quotes
    return "" if unknown and not quoted and cosine is not None and cosine >= ALIKE else None


def _oppose(truth: _Said, clue: _Said, words: Lexicon) -> str | None:
    """The aspect of which both say opposite things, in words."""
    for one in sorted(truth.readings, key=lambda reading: reading.aspect):
        if any(words.opposite(one, other) for other in clue.readings):
            return words.title(one.aspect, truth.modality)
    both_sentences = _longest(truth) > PART_OF_WORDS and _longest(clue) > PART_OF_WORDS
    return words.implied["quoted"] if both_sentences else None


def _implied(
    told: Sequence[_Said],
    heard: Sequence[_Said],
    left: Sequence[int],
    words: Lexicon,
    emotions: Sequence[str],
) -> tuple[list[TruthClue], list[ClueMatch]]:
    """Statements that the rationale takes for granted and clues left over say, with the matches."""
    named = _senses(emotions, words)
    spoken_of = {truth.modality for truth in told}
    implied: list[TruthClue] = []
    matches: list[ClueMatch] = []

    def match(index: int, text: str, aspect: str) -> None:
        statement = TruthClue(modality=heard[index].modality, text=text, implied=True)
        if statement not in implied:
            implied.append(statement)
        at = len(told) + implied.index(statement)
        matches.append(ClueMatch(truth=at, clue=index, aspect=aspect, similarity=1.0))

    for index in left:
        clue = heard[index]
        if clue.modality not in spoken_of:
            continue
        for presence in ("seen", "heard"):
            if Reading(presence, "someone") in clue.readings:
                match(index, words.implied[presence], words.title(presence, clue.modality))
        if named & _named_by(clue):
            text = words.implied["emotions"].format(words=words.implied["list"].join(emotions))
            match(index, text, words.title(EMOTION, clue.modality))
    return implied, matches


def _senses(emotions: Sequence[str], words: Lexicon) -> set[str]:
    """The sectors of emotion words, each read by itself; the word table knows the rarer ones."""
    senses: set[str] = set()
    for emotion in emotions:
        known = {_sector(reading.value) for reading in words.emotions_in(emotion)}
        senses |= known or {own().sector(emotion, PICTURE_WHEEL, 1) or emotion}
    return senses


def _named_by(clue: _Said) -> set[str]:
    """The sectors of the emotions a clue names; calm is read as an aspect of its modality."""
    families = {one.value for one in clue.readings if one.aspect == EMOTION}
    return {_sector(family) for family in families} | ({NEUTRAL} if CALM & clue.readings else set())


def _sector(family: str) -> str:
    """A family's sector on the wheel; ours has no calm beside neutral."""
    return NEUTRAL if family == "calm" else own().sector(family, PICTURE_WHEEL, 1) or family


def _cosines(truths: Sequence[TruthClue], clues: Sequence[Clue]) -> NDArray[np.float32]:
    """Cosines of the sentences' embeddings, [truths, clues]."""
    vectors = embed([*(truth.text for truth in truths), *(clue.text for clue in clues)])
    cosines: NDArray[np.float32] = vectors[: len(truths)] @ vectors[len(truths) :].T
    return np.clip(cosines, -1, 1)


def _tokens(text: str) -> tuple[str, ...]:
    """Words of a text in lower case, each Chinese character by itself."""
    return tuple(_TOKEN.findall(text.replace("’", "'").lower()))


def _longest(said: _Said) -> int:
    return max(map(len, said.quotes), default=0)


def _quote_the_same(truth: _Said, clue: _Said, subtitle: str | None) -> bool:
    """Whether both quote what is said; a truth may quote a translation of its subtitle."""
    references = list(truth.quotes)
    if references and subtitle and _longest(truth) >= PART_OF_WORDS:
        references.append(_tokens(subtitle))
    return any(_same_words(one, other) for one in references for other in clue.quotes)


def _same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < PART_OF_WORDS:
        return False
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= SAME_WORDS * len(short)
