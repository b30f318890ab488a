"""Which statements of the ground truth a backend's clues say, miss, contradict or go beyond."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from backends.base import Clue, Language
from backends.reading.aspects import Lexicon, lexicon
from backends.reading.readings import EMOTION, Reading
from backends.reading.sentence_model import READS, embed
from demo.metrics import ClueAgreement, ClueMatch, TruthClue
from demo.metrics.matching import Said, judge_pair, read
from demo.metrics.moments import Times
from demo.metrics.statements import statements
from demo.metrics.wheels import own

__all__ = ["compare", "statements"]

NEUTRAL = "neutral"
CALM = {Reading("rest", "calm"), Reading("plain_voice", "calm"), Reading("plain", "plain")}
"""What a neutral face, voice or text is read as."""
PICTURE_WHEEL = 1
"""Of `own().wheels`: Roberts's feelings wheel, whose sectors are the seven basic emotions (with
"bad"), so that a reader knows every one of them."""


def compare(
    truths: Sequence[TruthClue],
    clues: Sequence[Clue],
    language: Language,
    *,
    emotions: Sequence[str] = (),
    subtitle: str | None = None,
    times: Times | None = None,
) -> ClueAgreement:
    """Match the statements of a ground truth with a backend's clues, within each modality.

    What ties two sentences is told in `matching.py`. A clue that matches nothing and can't be true
    beside a statement contradicts it; it is unsupported.

    `emotions` are the ground truth's words, `subtitle` is what is said, in the clip's language, and
    `times` are those that "before he speaks" and "at the end" are told by.
    What a rationale takes for granted is supported too: that there is a person to see and to hear,
    and that face and voice show the emotions it concludes. Such statements are appended to `truths`
    where a clue says them, and are never missed.
    Raises BackendError if the weights of the embedding can't be had.
    """
    words = lexicon(language)
    at_times = times or Times()
    told = [
        read(one.text, one.modality, language, placed=at_times.span(one.text, one.modality, words))
        for one in truths
    ]
    heard = [read(clue.text, clue.modality, language, (clue.start, clue.end)) for clue in clues]
    cosines = _cosines(truths, clues) if language == READS else None
    matches: list[ClueMatch] = []
    opposed: list[ClueMatch] = []
    for at, truth in enumerate(told):
        for index, clue in enumerate(heard):
            if truth.modality != clue.modality:
                continue
            cosine = None if cosines is None else float(cosines[at, index])
            tie = judge_pair(truth, clue, cosine, words, subtitle)
            if tie is not None:
                (matches if tie.agrees else opposed).append(
                    ClueMatch(
                        truth=at,
                        clue=index,
                        aspect=tie.aspect,
                        similarity=1.0 if cosine is None else cosine,
                        hedged=truth.hedged or clue.hedged,
                    )
                )
    supported = {match.clue for match in matches}
    left = [index for index in range(len(clues)) if index not in supported]
    implied, more = _implied(told, heard, left, {pair.clue for pair in opposed}, words, emotions)
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


def _implied(
    told: Sequence[Said],
    heard: Sequence[Said],
    left: Sequence[int],
    contradict: Collection[int],
    words: Lexicon,
    emotions: Sequence[str],
) -> tuple[list[TruthClue], list[ClueMatch]]:
    """Statements that the rationale takes for granted and clues left over say, with the matches.

    A clue that contradicts a statement ("two faces" where one person is alone) is not one that says
    that there is a person.
    """
    named = _senses(emotions, words)
    spoken_of = {truth.modality for truth in told}
    implied: list[TruthClue] = []
    matches: list[ClueMatch] = []

    def match(index: int, text: str, aspect: str) -> None:
        statement = TruthClue(modality=heard[index].modality, text=text, implied=True)
        if statement not in implied:
            implied.append(statement)
        at = len(told) + implied.index(statement)
        hedged = heard[index].hedged
        matches.append(
            ClueMatch(truth=at, clue=index, aspect=aspect, similarity=1.0, hedged=hedged)
        )

    for index in left:
        clue = heard[index]
        if clue.modality not in spoken_of:
            continue
        for presence in () if index in contradict else ("seen", "heard"):
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


def _named_by(clue: Said) -> set[str]:
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
