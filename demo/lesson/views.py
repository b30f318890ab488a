"""The lesson's pages as HTML: only templates make it, and they escape all that people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

import backends
from backends.base import Explanation, Language, Modality
from demo.lesson import words
from demo.lesson.refusals import SAY
from demo.lesson.reveal import Cell, lanes
from demo.lesson.voting import SURE
from demo.templating import templates

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "lesson"
"""Style and scripts of its pages."""


@cache
def _templates() -> Environment:
    environment = templates(Path(__file__).parent / "templates")
    environment.globals.update(
        wheel=words.wheel,
        size=words.SIZE,
        shown=words.shown,
        named=_named,
        sure_values=SURE,
        lanes=lanes,
        marked=marked,
        place=_place,
        parts=[*Modality, "conclusion"],
        model_title=lambda name, language: backends.get(name).card.text("title", language),
        weighs=lambda name: backends.get(name).card.weighs,
    )
    environment.filters["percent"] = lambda value: f"{100 * value:.0f}%"
    environment.filters["seconds"] = lambda value: f"{value:.1f}"
    environment.filters["two"] = lambda value: f"{value:.2f}"
    return environment


def render(template: str, language: Language, **context: Any) -> str:
    """One template of `templates/` as HTML, with the lesson's words in `language` as `t`."""
    t: Mapping[str, Any] = SAY.table(language)
    page = _templates().get_template(f"{template}.html")
    return page.render(t=t, language=language, **context)


def marked(explanation: Explanation, part: str) -> list[tuple[str, bool]]:
    """A part of a model's rationale in pieces, and whether no clue stands behind each."""
    text = getattr(explanation.rationale, part) or ""
    pieces = [(text, False)]
    for alone in sorted(explanation.unsupported, key=len, reverse=True):
        cut: list[tuple[str, bool]] = []
        for piece, mark in pieces:
            if mark or alone not in piece:
                cut.append((piece, mark))
                continue
            before, _, after = piece.partition(alone)
            cut += [(before, False), (alone, True), (after, False)]
        pieces = cut
    return [(piece, mark) for piece, mark in pieces if piece]


def _named(key: str, known: bool, language: Language) -> str:
    """What a group of words is called."""
    return words.called(key, language) if known else key


def _place(cell: Cell, seconds: float) -> str:
    """Where a cell stands on an axis of so many seconds, as CSS."""
    if not seconds:
        return ""
    left, width = 100 * cell.start / seconds, 100 * (cell.end - cell.start) / seconds
    return f"left:{left:.2f}%;width:{width:.2f}%;--weight:{cell.weight:.2f}"
