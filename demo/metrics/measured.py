"""One metric of one backend over a set of clips: the score, its interval, and what pairs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from demo.metrics import Interval, Score, intervals
from demo.metrics.intervals import Paired, Statistic, Values, first_column

Row = Sequence[float] | None
"""What one clip adds to a score; None where the metric leaves it out."""


@dataclass(frozen=True)
class Measured:
    """A metric as one row of numbers a clip, and the function of their means that is the score."""

    metric: str
    """Key of the metric, as in the meanings."""
    rows: Sequence[Row]
    """One a clip, in the order of the clips, which is the same for every backend."""
    statistic: Statistic = first_column
    scale: tuple[float, float] = (0.0, 1.0)
    is_fraction: bool = True
    """As in `Score`."""
    is_share: bool = False
    """Whether each clip is right or wrong by itself, so that the score is a share."""
    unparsed: int = 0
    """How many of the rows are None because a judge gave no answer that can be read."""
    judge: str | None = None

    def score(self) -> Score:
        """The figure with its interval over the clips; no value where no clip counts."""
        return scores([self])[0]


def scores(measured: Sequence[Measured]) -> list[Score]:
    """The scores of several metrics, as each tells it by itself, in less time."""
    same = {id(one.rows): one.rows for one in measured}  # scores of one family share their rows
    tables = {key: _values(rows) for key, rows in same.items()}
    values = [tables[id(one.rows)] for one in measured]
    resampled = [
        index for index, one in enumerate(measured) if len(values[index]) and not one.is_share
    ]
    found = intervals.of_several([(values[i], measured[i].statistic) for i in resampled])
    within: dict[int, Interval | None] = dict(zip(resampled, found, strict=True))
    told = []
    for index, (one, rows) in enumerate(zip(measured, values, strict=True)):
        if one.is_share and len(rows):
            within[index] = intervals.of_share(one.statistic(rows))
        told.append(
            Score(
                metric=one.metric,
                value=intervals.value(rows, one.statistic) if len(rows) else None,
                scale=one.scale,
                is_fraction=one.is_fraction,
                clips=len(rows),
                skipped=len(one.rows) - len(rows) - one.unparsed,
                unparsed=one.unparsed,
                judge=one.judge,
                interval=within.get(index),
            )
        )
    return told


def compared(first: Measured, second: Measured) -> Paired | None:
    """The difference of two backends in the same metric over the clips that count for both."""
    pairs = [
        (a, b)
        for a, b in zip(first.rows, second.rows, strict=True)
        if a is not None and b is not None
    ]
    if not pairs:
        return None
    left, right = (_values(side) for side in zip(*pairs, strict=True))
    return intervals.paired(left, right, first.statistic)


def _values(rows: Sequence[Row]) -> Values:
    return np.array([row for row in rows if row is not None], dtype=np.float64)
