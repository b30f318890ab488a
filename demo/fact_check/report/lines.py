"""Figures as lines of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from demo.metrics import Interval


def figure(value: float | None, within: Interval | None = None) -> str:
    """A figure of 0..1 with two decimals, and its interval."""
    if value is None:
        return "–"
    told = f"{value:.2f}"
    return f"{told} ({within.low:.2f}–{within.high:.2f})" if within else told


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A table of Markdown; bars in a cell are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return [
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in lines
    ]
