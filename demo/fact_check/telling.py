"""Marks and counts in words and signs, for page and commands alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from backends.base import Claim, Language, Mark
from demo.fact_check.check import SAY

SIGNS = {
    Mark.BORNE_OUT: "✓",
    Mark.CONTRADICTED: "≠",
    Mark.NOT_FOUND: "?",
    Mark.UNMEASURABLE: "–",
    Mark.NOT_RECEIVED: "∅",
}
"""The shape of each mark, which always stands beside its word."""


def word(mark: Mark, language: Language) -> str:
    """What a mark is called."""
    return str(SAY.table(language, "mark")[mark.value])


def counted(claims: Sequence[Claim]) -> list[tuple[Mark, int]]:
    """How many claims bear each mark, those that none bears left out; what is known first."""
    found = Counter(claim.mark for claim in claims)
    return [(mark, found[mark]) for mark in Mark if found[mark]]


def count_line(claims: Sequence[Claim], language: Language) -> str:
    """ "9 claims: 5 borne out, 1 contradicted, 3 can't be measured here"."""
    say = SAY.table(language, "count")
    if not claims:
        return str(say["none"])
    parts = [say["part"].format(n=n, mark=word(mark, language)) for mark, n in counted(claims)]
    key = "one" if len(claims) == 1 else "many"
    return str(say[key].format(n=len(claims), parts=say["comma"].join(parts)))


def told(claims: Sequence[Claim], language: Language) -> str:
    """The count and every claim with what is measured, as lines of text."""
    lines = [count_line(claims, language)]
    for claim in claims:
        lines += [f"  {SIGNS[claim.mark]} {word(claim.mark, language)}  {claim.text}"]
        lines += [f"      {claim.said}"]
    return "\n".join([*lines, ""])
