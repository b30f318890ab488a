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
        values = _values(self.rows)
        return Score(
            metric=self.metric,
            value=intervals.value(values, self.statistic) if len(values) else None,
            scale=self.scale,
            is_fraction=self.is_fraction,
            clips=len(values),
            skipped=len(self.rows) - len(values) - self.unparsed,
            unparsed=self.unparsed,
            judge=self.judge,
            interval=self._interval(values) if len(values) else None,
        )

    def _interval(self, values: Values) -> Interval | None:
        if self.is_share:
            return intervals.of_share(self.statistic(values))
        return intervals.interval(values, self.statistic)


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
