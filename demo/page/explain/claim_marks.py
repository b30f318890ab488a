"""Claims as they are drawn: marks in the text, a line that counts them, and a list.

A mark has a shape and a word, so that none hangs on its colour. Where a text is cut into claims,
each mark follows its claim; a sentence that plays its moment stays whole, and its marks follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from backends.base import Claim, Explanation, Language, Mark, Modality, Part, Rationale
from backends.measured import Measured
from demo.fact_check.check import SAY, check, received, written
from demo.fact_check.telling import SIGNS, counted, word
from demo.ground_truth import GroundTruth
from demo.page.explain.pieces import Piece
from demo.side_by_side import Answer


class Chip(NamedTuple):
    """One mark behind a piece of text: of all its claims that bear it."""

    mark: Mark
    sign: str
    word: str
    key: str
    """Of its look: "borne-out"."""
    modality: Modality
    start: float
    end: float
    told: str
    """What is measured, of each claim a sentence."""


class Marked(NamedTuple):
    """A piece of a part with the marks of the claims in it."""

    piece: Piece
    chips: tuple[Chip, ...]


class Count(NamedTuple):
    """How many claims bear a mark."""

    chip: Chip
    n: int


def of_answer(
    answer: Answer, found: Measured | None, language: Language, told_in: Language
) -> tuple[Claim, ...]:
    """The claims of an answer as far as it is written, `language` being that of its text.

    Nothing is checked of a backend that explains nothing, or before the clip is measured. What a
    model received is only known at its end, and a sentence that is being written is left alone.
    """
    known = answer.explanation
    if known is None or found is None:
        return ()
    got = received(known) if answer.done or known.received.frame_times else None
    claims = _checked(written(known), found, language, got, told_in)
    return claims if answer.done else tuple(one for one in claims if _is_written(one, known))


def of_truth(
    truth: GroundTruth | None, found: Measured | None, told_in: Language
) -> tuple[Claim, ...]:
    """The claims of a ground truth, whose writer had the whole clip."""
    if truth is None or found is None:
        return ()
    return _checked(truth.rationale, found, truth.language, None, told_in)


@lru_cache(maxsize=64)
def _checked(
    rationale: Rationale,
    found: Measured,
    language: Language,
    got: frozenset[Modality] | None,
    told_in: Language,
) -> tuple[Claim, ...]:
    return tuple(check(rationale, found, language, got, told_in))


def _is_written(claim: Claim, known: Explanation) -> bool:
    """Whether more text follows a claim, so that it will not change any more."""
    text = getattr(written(known), claim.part) or ""
    return any(mark in text[claim.place[1] :] for mark in ".。!！?？\n")


def marked(
    part: Part, pieces: Sequence[Piece], claims: Sequence[Claim], language: Language
) -> list[Marked]:
    """The pieces of a part, cut where a claim ends, each with the marks of its claims."""
    own = sorted((one for one in claims if one.part == part), key=lambda one: one.place[1])
    drawn: list[Marked] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        inside = [one for one in own if at < one.place[1] <= end]
        if piece.moments or piece.alone:
            drawn.append(Marked(piece, chips(inside, language)))
            at = end
            continue
        for stop in dict.fromkeys(one.place[1] for one in inside):
            here = [one for one in inside if one.place[1] == stop]
            text = piece.text[len(piece.text) - (end - at) : len(piece.text) - (end - stop)]
            drawn.append(Marked(Piece(text, False, ()), chips(here, language)))
            at = stop
        if at < end:
            drawn.append(Marked(Piece(piece.text[len(piece.text) - (end - at) :], False, ()), ()))
        at = end
    return drawn


def chips(claims: Sequence[Claim], language: Language) -> tuple[Chip, ...]:
    """One chip for each mark that some claims bear."""
    return tuple(
        _chip([one for one in claims if one.mark is mark], language) for mark, _ in counted(claims)
    )


def _chip(claims: Sequence[Claim], language: Language) -> Chip:
    first = claims[0]
    sentences = list(dict.fromkeys(one.said for one in claims))
    return Chip(
        mark=first.mark,
        sign=SIGNS[first.mark],
        word=word(first.mark, language),
        key=first.mark.name.lower().replace("_", "-"),
        modality=first.modality,
        start=first.start,
        end=first.end,
        told=SAY.text(language, "count.space").join(sentences),
    )


def counts(claims: Sequence[Claim], language: Language) -> list[Count]:
    """How many claims bear each mark that any bears."""
    return [
        Count(_chip([one for one in claims if one.mark is mark], language), n)
        for mark, n in counted(claims)
    ]
