"""How much of what a rationale claims is so in the clip: no judge, no reference.

Over claims, not over clips: each clip adds how many of its claims are borne out and how many are
contradicted, so a rationale that claims more weighs more. Intervals are over clips.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backends.base import Claim, Mark, Modality
from demo.metrics.intervals import Values
from demo.metrics.measured import Measured, Row

KEYS = (
    "grounding",
    *(f"grounding_{modality}" for modality in Modality),
    "checkable",
    "invented",
)
"""Grounding of all claims and of those about each modality; which share could be checked, and which
is about what was not received."""
CHECKED = (Mark.BORNE_OUT, Mark.CONTRADICTED, Mark.NOT_FOUND)
"""Marks of claims that could be looked for."""

Claims = Sequence[Claim] | None
"""Of one clip; None where nothing was checked."""


def grounding(checked: Sequence[Claims]) -> Iterator[Measured]:
    """All of `KEYS` over clips. A clip without a claim of the kind does not count."""
    for modality in (None, *Modality):
        key = f"grounding_{modality}" if modality else "grounding"
        yield Measured(key, [_grounded(claims, modality) for claims in checked], _ratio)
    for key, marks in (("checkable", CHECKED), ("invented", (Mark.NOT_RECEIVED,))):
        yield Measured(key, [_share(claims, marks) for claims in checked], _ratio)


def grounding_of(claims: Sequence[Claim]) -> float | None:
    """Of one rationale: borne out / (borne out + contradicted), 0..1; None where neither is."""
    row = _grounded(claims, None)
    return row[0] / sum(row) if row else None


def _grounded(claims: Claims, modality: Modality | None) -> Row:
    marks = [one.mark for one in claims or () if modality in (None, one.modality)]
    right, wrong = marks.count(Mark.BORNE_OUT), marks.count(Mark.CONTRADICTED)
    return (float(right), float(wrong)) if right + wrong else None


def _share(claims: Claims, marks: Sequence[Mark]) -> Row:
    if not claims:
        return None
    found = sum(one.mark in marks for one in claims)
    return (float(found), float(len(claims) - found))


def _ratio(means: Values) -> Values:
    share: Values = means[..., 0] / means.sum(axis=-1)
    return share
