"""Sentences of which one fact was turned round: does the turned one score lower?"""

from __future__ import annotations

from backends.base import Claim, Mark
from demo.fact_check.report.judged import Turned, checked, pairs
from demo.fact_check.report.lines import figure, table
from demo.metrics.grounding import grounding_of
from demo.metrics.intervals import of_share


def turned_round() -> list[str]:
    """The share of pairs in which the turned sentence is grounded less, and the others."""
    found = [(pair, *_both(pair)) for pair in pairs()]
    lower = [_lower(true, turned) for _, true, turned in found]
    read = [bool(true) and bool(turned) for _, true, turned in found]
    higher = sum(_lower(turned, true) for _, true, turned in found)
    share = sum(lower) / len(lower)
    by_marks = [_mean(turned) < _mean(true) for _, true, turned in found]
    marked = sum(by_marks) / len(by_marks)
    rows = [
        (pair.clip, pair.aspect, pair.true_, _told(true), pair.turned, _told(turned))
        for (pair, true, turned), is_lower in zip(found, lower, strict=True)
        if not is_lower
    ]
    head = ("clip", "about", "true", "marks", "turned", "marks")
    return [
        "## Sentences turned round",
        "",
        f"Of {len(found)} pairs the turned sentence scores lower in {sum(lower)}: "
        f"{figure(share, of_share([float(one) for one in lower]))}. Higher in {higher}, equal in "
        f"{len(found) - sum(lower) - higher}. In {len(found) - sum(read)} nothing was read of one.",
        "",
        f"By marks (borne out 1, contradicted 0, all others, and nothing read, 1/2) it is lower in "
        f"{sum(by_marks)}: {figure(marked, of_share([float(one) for one in by_marks]))}.",
        "",
        "Where it does not score lower:",
        "",
        *table(head, rows),
    ]


def _both(pair: Turned) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    return (
        checked(pair.true_, pair.language, pair.clip),
        checked(pair.turned, pair.language, pair.clip),
    )


def _lower(true: tuple[Claim, ...], turned: tuple[Claim, ...]) -> bool:
    """Whether the second is grounded less; what nothing decides on is no lower and no higher."""
    first, second = grounding_of(true), grounding_of(turned)
    return first is not None and second is not None and second < first


def _mean(claims: tuple[Claim, ...]) -> float:
    """What the marks come to, where what nothing decides counts half."""
    worth = {Mark.BORNE_OUT: 1.0, Mark.CONTRADICTED: 0.0}
    return sum(worth.get(one.mark, 0.5) for one in claims) / len(claims) if claims else 0.5


def _told(claims: tuple[Claim, ...]) -> str:
    signs = {Mark.BORNE_OUT: "borne out", Mark.CONTRADICTED: "contradicted"}
    return ", ".join(f"{one.aspect}: {signs.get(one.mark, one.mark.value)}" for one in claims)
