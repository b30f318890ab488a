"""How `python -m demo.score` tells what it found: as text, as JSON lines, and in notes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from backends.base import Language
from backends.errors import EmerError
from demo.metrics import Score, published
from demo.metrics.meanings import meanings
from demo.strings import COMMANDS

NAMED = 3
"""How many clips a note names."""


class ScoreError(EmerError):
    """The tables can't be scored as asked."""


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


def tables(truth: str, found: Sequence[Scored], language: Language) -> str:
    """One table a file, and the means where there are several files, in a person's language."""
    lines = []
    for one in found:
        head = {"path": one.predictions, "truth": truth, "clips": one.clips}
        lines += [_say(language, "against", **head), ""]
        for score in one.scores:
            lines += [*_score(score, one.words[score.metric], language), ""]
    if len(found) > 1:
        both = mean(found)
        lines += [_say(language, "mean", files=len(found)), ""]
        for score in both.scores:
            lines += [*_score(score, both.words[score.metric], language, of_files=True), ""]
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


def notes(one: Scored, language: Language) -> Iterator[str]:
    """One line each on clips that only one table has, and on what can't be read or placed."""
    path = one.predictions
    for key, names in (("without", one.missing), ("left_out", one.extra)):
        if names:
            named = [*names[:NAMED], *["…"] * (len(names) > NAMED)]
            yield _say(language, key, path=path, n=len(names), names=named)
    if one.unread_truths:
        yield _say(language, "unread_truths", path=path, n=one.unread_truths)
    if one.unknown_words and one.by_table:
        counts = {"unknown": one.unknown_words, "all": one.said_words, "table": one.table}
        yield _say(language, "unknown_words", path=path, **counts)


def published_rows(name: str, language: Language) -> str:
    """What others published on a data set, marked as such."""
    lines = [_say(language, "published", set=name), ""]
    for row in published.rows():
        if row.set == name:
            remarks = "; ".join([*row.remarks, row.source])
            lines.append(f"  {row.system:<16} {row.metric:<14} {row.value:6.2f}  {remarks}")
    return "\n".join(lines)


def _score(
    score: Score, words: str | None, language: Language, *, of_files: bool = False
) -> list[str]:
    meaning = meanings(language)[score.metric]
    value = "–" if score.value is None else f"{_shown(score, score.value):.2f}"
    about = [
        _say(language, "clips", n=score.clips),
        _say(language, "skipped", n=score.skipped),
        _say(language, _unparsed(score), n=score.unparsed),
    ]
    if score.interval:
        low, high = (
            f"{_shown(score, end):.2f}" for end in (score.interval.low, score.interval.high)
        )
        about.insert(0, _say(language, "interval", low=low, high=high))
    elif score.value is not None and not of_files:
        about.insert(0, _say(language, "one_clip" if score.clips == 1 else "all_alike"))
    if score.judge:
        about.append(_say(language, "by_judge", judge=score.judge))
    if words:
        about.append(_say(language, "by_words", words=words))
    return [
        f"  {meaning.title} ({score.metric})  {value}",
        f"    {COMMANDS.table(language, 'score.told')['join'].join(about)}",
        f"    {meaning.meaning}",
    ]


def _unparsed(score: Score) -> str:
    """Which sentence tells of the answers that can't be read, and what became of them."""
    if not score.unparsed:
        return "unparsed"
    return "unparsed_left_out" if score.judge else "unparsed_empty"


def _say(language: Language, key: str, **facts: object) -> str:
    return COMMANDS(f"score.told.{key}", **facts).text(language)


def _shown(score: Score, value: float) -> float:
    """Per cent for a fraction; a judge's rating stays on its scale."""
    return round(100 * value, 9) if score.is_fraction else value  # 100, not 99.99999999999999
