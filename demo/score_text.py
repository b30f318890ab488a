"""How `python -m demo.score` tells what it found: as text, as JSON lines, and in notes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from backends.words import ENGLISH
from demo.metrics import Score, published
from demo.metrics.meanings import meanings

NAMED = 3
"""How many clips a note names."""


@dataclass(frozen=True)
class Scored:
    """What one file of predictions comes to."""

    predictions: str
    """Path of the file, as given."""
    scores: list[Score]
    words: dict[str, str | None]
    """Metric → name of the word table or grouping behind it."""
    missing: list[str]
    """Clips of the truth without a prediction: they count as empty ones."""
    extra: list[str]
    """Predictions for clips that the truth does not have: they are left out."""
    clips: int
    table: str = ""
    """Name of the word table."""
    unread_truths: int = 0
    """Clips of the truth whose cell gives no emotion words, though there is something in it."""
    said_words: int = 0
    """Words of the predictions for clips of the truth, each as often as it occurs."""
    unknown_words: int = 0
    """Those of them that the word table does not know."""

    @property
    def by_table(self) -> bool:
        """Whether any of the scores is made by the word table."""
        return self.table in self.words.values()


def tables(truth: str, found: Sequence[Scored]) -> str:
    """One table a file, and the means where there are several files."""
    lines = []
    for one in found:
        lines += [f"{one.predictions} against {truth}: {one.clips} clips", ""]
        for score in one.scores:
            lines += [*_score(score, one.words[score.metric]), ""]
    if len(found) > 1:
        both = mean(found)
        lines += [f"{both.predictions.capitalize()} (a clip counts once in each file)", ""]
        for score in both.scores:
            lines += [*_score(score, both.words[score.metric], of_files=True), ""]
    return "\n".join(lines)


def mean(found: Sequence[Scored]) -> Scored:
    """The mean over files of each metric that has a value in all of them; clips are added up."""
    scores = []
    for first in found[0].scores:
        same = [score for one in found for score in one.scores if score.metric == first.metric]
        values = [score.value for score in same if score.value is not None]
        if len(values) == len(found):
            totals = {
                name: sum(getattr(score, name) for score in same)
                for name in ("clips", "skipped", "unparsed")
            }
            scores.append(
                first.model_copy(update={"value": fmean(values), "interval": None, **totals})
            )
    return Scored(
        predictions=f"mean of {len(found)} files",
        scores=scores,
        words=found[0].words,
        missing=[name for one in found for name in one.missing],
        extra=[],
        clips=sum(one.clips for one in found),
    )


def json_lines(one: Scored) -> Iterator[str]:
    """One line a metric; fractions are told in per cent, ratings of a judge as they are."""
    for score in one.scores:
        interval = score.interval
        yield json.dumps(
            {
                "predictions": one.predictions,
                "metric": score.metric,
                "value": None if score.value is None else _shown(score, score.value),
                "interval": interval
                and [_shown(score, interval.low), _shown(score, interval.high)],
                "clips": score.clips,
                "skipped": score.skipped,
                "unparsed": score.unparsed,
                "missing": len(one.missing),
                "judge": score.judge,
                "words": one.words[score.metric],
            },
            ensure_ascii=False,
        )


def notes(one: Scored) -> Iterator[str]:
    """One line each on clips that only one table has, and on what can't be read or placed."""
    for fate, names in (
        ("without a prediction, counted as empty", one.missing),
        ("not in the truth, left out", one.extra),
    ):
        if names:
            named = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
            yield f"{one.predictions}: clips {fate}: {len(names)} ({named})"
    if one.unread_truths:
        yield f"{one.predictions}: clips whose truth gives no words, left out: {one.unread_truths}"
    if one.unknown_words and one.by_table:
        unknown = f"{one.unknown_words} of {one.said_words} predicted words"
        yield f"{one.predictions}: {unknown} are unknown to {one.table}"


def published_rows(name: str) -> str:
    """What others published on a data set, marked as such."""
    lines = [f"Published on {name}; none of it was measured here, and none has an interval:", ""]
    for row in published.rows():
        if row.set == name:
            remarks = "; ".join([*row.remarks, row.source])
            lines.append(f"  {row.system:<16} {row.metric:<14} {row.value:6.2f}  {remarks}")
    return "\n".join(lines)


def _score(score: Score, words: str | None, *, of_files: bool = False) -> list[str]:
    meaning = meanings(ENGLISH)[score.metric]
    value = "–" if score.value is None else f"{_shown(score, score.value):.2f}"
    about = [f"{score.clips} clips", f"{score.skipped} skipped", f"{score.unparsed} unparsed"]
    if score.unparsed:
        about[-1] += ", left out" if score.judge else ", counted as empty"
    if score.interval:
        low, high = (_shown(score, end) for end in (score.interval.low, score.interval.high))
        about.insert(0, f"95% interval {low:.2f} to {high:.2f}")
    elif score.value is not None and not of_files:
        why = "one clip alone" if score.clips == 1 else "all clips score alike"
        about.insert(0, f"no interval: {why}")
    if score.judge:
        about.append(f"judge {score.judge}")
    if words:
        about.append(f"words {words}")
    return [
        f"  {meaning.title} ({score.metric})  {value}",
        f"    {', '.join(about)}",
        f"    {meaning.meaning}",
    ]


def _shown(score: Score, value: float) -> float:
    """Per cent for a fraction; a judge's rating stays on its scale."""
    return 100 * value if score.is_fraction else value
