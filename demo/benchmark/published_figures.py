"""What others published for a data set, to stand beside the scores that were measured here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backends.words import ENGLISH
from demo.benchmark.scores import Table
from demo.metrics import Score, published
from demo.metrics.meanings import meanings

PUBLISHED_SETS = {"emer-v1": "emer-v1", "emer-v2": "ov-merd"}
"""Kind of data set → the set that published figures name. Other figures belong to no kind here."""


def rows(table: Table) -> list[published.Row]:
    """The figures that others published for this data set."""
    named = PUBLISHED_SETS.get(table.meta.plan.dataset)
    return [row for row in published.rows() if row.set == named]


def score(row: published.Row) -> Score:
    """A published figure as a score: without clips and interval, since none was published."""
    known = meanings(ENGLISH).get(row.metric)
    is_fraction = known is None or known.is_fraction
    return Score(
        metric=row.metric,
        value=row.value / 100 if is_fraction else row.value,
        scale=known.scale if known else (0.0, 1.0),
        is_fraction=is_fraction,
        clips=0,
        judge=row.judge,
    )


def by_source(figures: Sequence[published.Row]) -> dict[str, list[dict[str, Any]]]:
    """Source and remarks → systems with their scores, the best first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(figures, key=lambda row: -row.value):
        source = "; ".join([row.source, *row.remarks])
        found.setdefault(source, []).append({"system": row.system, "score": score(row)})
    return found
