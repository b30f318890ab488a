"""The two tables of a benchmark, for a spreadsheet: `clips.csv` and `scores.csv`.

A spreadsheet would run a cell that begins like a formula, so an apostrophe stands before it, as
OWASP advises ("CSV Injection"); where emotion words are read back, as by `demo.score`, it is no
part of them. Names of clips stay as they are, since rows are found by them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from backends.base import Modality, State
from demo.benchmark import published_figures
from demo.benchmark.results import Result
from demo.benchmark.scores import Table
from demo.metrics import Interval


def clips(table: Table) -> str:
    """One row a clip and backend: what is true, what was said, how long it took, what failed."""
    return _csv(
        {
            "clip": result.clip,
            "backend": result.backend,
            "label": result.label or "",
            "openset": ", ".join(result.words),
            "scores": ", ".join(
                f"{emotion.score:.3f}"
                for emotion in (result.explanation.emotions if result.explanation else [])
            ),
            "state": result.state or "",
            **_states(result),
            "seconds": f"{result.seconds:.3f}",
            "error": result.error or "",
        }
        for result in table.results
    )


def _states(result: Result) -> dict[str, str]:
    """How each modality's part came out; empty where the answer does not tell."""
    told = result.explanation.state if result.explanation else {}
    return {modality.value: told.get(modality.value, "") for modality in Modality}


def scores(table: Table) -> str:
    """One row a figure: ours with intervals, differences between backends, published ones.

    Values are on the metric's own scale: fractions in 0..1, a judge's ratings in 1..10. Rows of the
    kind "count" say how many of so many answers failed, or named no emotion, and why.
    """
    parts = (_ours, _counts, _by_emotion, _differences, _published)
    return _csv(row for part in parts for row in part(table))


_Row = Mapping[str, Any]

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""How a cell begins that a spreadsheet may run."""
_KEY = "clip"
"""The column by which rows are found."""


def _ours(table: Table) -> Iterable[_Row]:
    for one in table.backends:
        for metric, score in one.scores.items():
            yield _row(
                "measured", one.backend, metric, score.value, score.interval, score.clips,
                skipped=score.skipped, unparsed=score.unparsed, judge=score.judge or "",
                remarks="" if one.ranked else "not ranked: it explains nothing",
            )  # fmt: skip


def _counts(table: Table) -> Iterable[_Row]:
    for one in table.backends:
        for what, n in {
            "answers that failed": one.failures,
            "answers that name no clear emotion": one.unnamed.get(State.NOT_CLEAR, 0),
            "answers that could not be read": one.unnamed.get(State.NOT_READABLE, 0),
            "answers to nothing received": one.unnamed.get(State.NOT_RECEIVED, 0),
        }.items():
            yield {**_row("count", one.backend, what, None, None, one.answers), "value": n}


def _by_emotion(table: Table) -> Iterable[_Row]:
    for one in table.backends:
        for word, scores in one.basic.per_emotion.items() if one.basic else ():
            for metric in ("precision", "recall", "f1"):
                name = f"{metric} of {word}"
                yield _row(
                    "measured", one.backend, name, getattr(scores, metric), None, scores.support
                )


def _differences(table: Table) -> Iterable[_Row]:
    for one in table.comparisons:
        paired = one.paired
        yield _row(
            "difference", f"{one.first} - {one.second}", one.metric, paired.difference,
            paired.interval, paired.clips,
        )  # fmt: skip


def _published(table: Table) -> Iterable[_Row]:
    for row in published_figures.rows(table):
        score = published_figures.score(row)
        remarks = "; ".join([row.source, *row.remarks])
        yield _row(
            "published", row.system, row.metric, score.value, None, "",
            judge=row.judge or "", remarks=remarks,
        )  # fmt: skip


def _row(
    kind: str, system: str, metric: str, value: float | None, interval: Interval | None,
    clips: int | str, **more: Any,
) -> _Row:  # fmt: skip
    return {
        "kind": kind,
        "system": system,
        "metric": metric,
        "value": "" if value is None else f"{value:.4f}",
        "low": f"{interval.low:.4f}" if interval else "",
        "high": f"{interval.high:.4f}" if interval else "",
        "clips": clips,
        "skipped": "",
        "unparsed": "",
        "judge": "",
        "remarks": "",
        **more,
    }


def _told(column: str, cell: Any) -> str:
    """The text of a cell, so that a spreadsheet shows it."""
    text = str(cell)
    runs = column != _KEY and text.startswith(_FORMULA) and not _is_number(text)
    return f"'{text}" if runs else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _csv(rows: Iterable[_Row]) -> str:
    rows = list(rows)
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _told(name, cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()
