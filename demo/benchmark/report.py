"""A benchmark as HTML: the leaderboard that the page shows as it fills, and the whole report.

The report makes no request: its style and its bars are inside it. All text goes through Jinja2
with automatic escaping.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from backends.base import Language
from demo.benchmark import tables, view
from demo.benchmark.results import write_whole
from demo.benchmark.scores import Table
from demo.metrics import Score
from demo.strings import STRINGS
from demo.templating import templates

TEMPLATES = Path(__file__).parent / "templates"
STYLES = (
    TEMPLATES / "report.css",
    Path(__file__).resolve().parents[2] / "assets" / "page" / "benchmark.css",
)


@cache
def _templates() -> Environment:
    environment = templates(TEMPLATES)
    environment.filters["figure"] = view.figure
    environment.filters["percent"] = view.percent
    return environment


def _render(template: str, table: Table, language: Language, **more: Any) -> str:
    return (
        _templates()
        .get_template(template)
        .render(t=STRINGS[language], language=language, view=view.of(table, language), **more)
    )


def leaderboard(table: Table, language: Language) -> str:
    """The scores as bars with intervals, one block a metric: a fragment of HTML."""
    return _render("leaderboard.html", table, language)


def details(table: Table, language: Language) -> str:
    """What is below them: differences, emotions, confusions, failures, cost: a fragment of HTML."""
    return _render("tables.html", table, language)


def page(table: Table, language: Language) -> str:
    """The report: one file of HTML that needs no other."""
    style = Markup("\n").join(Markup(path.read_text("utf-8")) for path in STYLES)  # our own files
    return _render("report.html", table, language, style=style)


def write(folder: Path, table: Table) -> None:
    """Put clips.csv, scores.csv and report.html beside the results."""
    language = table.meta.plan.language
    for name, text in {
        "clips.csv": tables.clips(table),
        "scores.csv": tables.scores(table),
        "report.html": page(table, language),
    }.items():
        write_whole(folder / name, text)


def text(table: Table) -> str:
    """The leaderboard and the cost for a terminal."""
    language = table.meta.plan.language
    shown = view.of(table, language)
    lines = [shown["lead"], *shown["warnings"], ""]
    for group in shown["groups"]:
        for metric in group["metrics"]:
            lines.append(metric.title)
            lines += [
                f"  {row['title']:<24}{_figures(row['score']):<24}  {row['sample']}"
                for row in metric.rows
            ]
    return "\n".join([*lines, "", *(f"{name}: {value}" for name, value in shown["cost"])])


def _figures(score: Score) -> str:
    if score.value is None:
        return score.needs or "–"
    value = view.figure(score.value, score)
    if score.interval is None:
        return value
    low, high = (view.figure(end, score) for end in (score.interval.low, score.interval.high))
    return f"{value:>6}  [{low}, {high}]"
