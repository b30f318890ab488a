"""How far a score over many clips can be trusted: an interval over the clips.

Where a clip is right or wrong, the score is a share of clips, and its interval is Wilson's (1927),
which stays wide where all are right: of 6 in 6, 61 to 100 per cent.

Every other score over a set is a function of means over clips: an F1 is made of two of them, a
recall by emotion of a whole table. So a metric hands over one row of numbers a clip and says
what to do with the mean row; resampling is then one product of matrices, and scores over the same
clips share the resampled sets. This is the percentile bootstrap (Efron 1979). It can't tell how
clips differ where none does: such a score has no interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from demo.metrics import Interval

Values = NDArray[np.float64]
Statistic = Callable[[Values], Values]
"""Mean rows (..., columns) → scores (...). It must work on many mean rows at once."""

LEVEL = 0.95
RESAMPLES = 9_999
MOST_DRAWS = 30_000_000
"""Clips drawn at most, over all resampled sets: tables of more than 3,000 clips are resampled less
often. Their interval is narrow, and its ends move by less than a twentieth of its half-width."""
FEWEST_RESAMPLES = 999
BATCH = 200
"""Resampled sets held in memory at once: 2,610 clips take 4 MB a batch."""
LARGEST_BATCH = 2_000_000
"""Clips drawn for one batch at most."""
ROUNDING = 1e-9
"""What two scores differ by at most where only rounding tells them apart: far above the rounding of
means of numbers up to 10, far below any figure that is shown."""
SEED = 2306_15401
"""Fixed, so that the same table gives the same interval."""


@dataclass(frozen=True)
class Paired:
    """How much better the first of two backends is than the second on the same clips."""

    difference: float
    """First minus second."""
    interval: Interval | None
    """None for a single clip, and where all clips differ alike."""
    ahead: float
    """In which share of the resampled sets of clips the first is ahead, ties counting half: near
    .5 the two can't be told apart, at .975 or above (.025 or below) the interval excludes 0."""
    clips: int


def resamples(clips: int) -> int:
    """How many resampled sets an interval over so many clips is made of."""
    return min(RESAMPLES, max(FEWEST_RESAMPLES, MOST_DRAWS // max(clips, 1)))


def first_column(means: Values) -> Values:
    """The statistic of a score that is itself a mean over clips."""
    return means[..., 0]


def value(values: ArrayLike, statistic: Statistic = first_column) -> float:
    """The score over all clips.

    `values` has one number a clip, (clips,), or one row a clip, (clips, columns).
    Raises ValueError where there is no clip or a number is not finite.
    """
    return float(statistic(_rows(values).mean(axis=0)))


def interval(values: ArrayLike, statistic: Statistic = first_column) -> Interval | None:
    """Between which values the score lies in 95 of 100 resampled sets of clips.

    `values` as for `value`. None for a single clip, which says nothing about others, and where
    every resampled set scores alike. Raises ValueError as `value` does.
    """
    return of_several([(values, statistic)])[0]


def of_several(scores: Sequence[tuple[ArrayLike, Statistic]]) -> list[Interval | None]:
    """The intervals of several scores, as `interval` gives them one by one, in less time."""
    tables = [_rows(values) for values, _ in scores]
    same: dict[int, list[int]] = defaultdict(list)
    for index, rows in enumerate(tables):
        if len(rows) > 1 and (rows != rows[0]).any():
            same[len(rows)].append(index)
    found: list[Interval | None] = [None] * len(scores)
    for indexes in same.values():
        resampled = _bootstrap([(tables[index], scores[index][1]) for index in indexes])
        for index, distribution in zip(indexes, resampled, strict=True):
            found[index] = _interval(distribution)
    return found


def of_share(right: ArrayLike) -> Interval | None:
    """Wilson's interval of the share of clips that are right, from one 0 or 1 a clip, (clips,).

    None for a single clip. Raises ValueError where there is no clip or another number.
    """
    clips = _rows(right)[:, 0]
    if not np.isin(clips, (0.0, 1.0)).all():
        raise ValueError("a clip is right (1) or wrong (0)")
    if clips.size == 1:
        return None
    n, hits = clips.size, clips.sum()
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    middle = (hits + z**2 / 2) / (n + z**2)
    half = z / (n + z**2) * sqrt(hits * (n - hits) / n + z**2 / 4)
    return Interval(low=max(0.0, middle - half), high=min(1.0, middle + half), level=LEVEL)


def paired(first: ArrayLike, second: ArrayLike, statistic: Statistic = first_column) -> Paired:
    """Compare two backends by one score over the same clips, in the same order.

    Each resampled set holds the same clips for both, so that clips which are hard for both do not
    blur the difference. Raises ValueError where the two have not the same shape, and as `value`.
    """
    a, b = _rows(first), _rows(second)
    if a.shape != b.shape:
        raise ValueError(f"the two have not the same clips: {a.shape} and {b.shape}")
    columns = a.shape[1]

    def difference(means: Values) -> Values:
        found = statistic(means[..., :columns]) - statistic(means[..., columns:])
        return np.where(np.abs(found) <= ROUNDING, 0.0, found)

    both = np.hstack([a, b])
    observed = value(both, difference)
    if len(both) == 1:
        return Paired(observed, None, float(np.heaviside(observed, 0.5)), 1)
    (distribution,) = _bootstrap([(both, difference)])
    ahead = np.heaviside(distribution, 0.5).mean()
    return Paired(observed, _interval(distribution), float(ahead), len(both))


def _rows(values: ArrayLike) -> Values:
    rows = np.asarray(values, dtype=np.float64)
    rows = rows[:, None] if rows.ndim == 1 else rows
    if rows.ndim != 2 or not rows.size:
        raise ValueError(f"a score needs one number or one row a clip, not shape {rows.shape}")
    if not np.isfinite(rows).all():
        raise ValueError("a clip's value is not a finite number")
    return rows


def _bootstrap(scores: Sequence[tuple[Values, Statistic]]) -> list[Values]:
    """Each score of every resampled set, (sets,); all rows are of as many clips."""
    clips = len(scores[0][0])
    tables = {id(rows): rows for rows, _ in scores}
    found: list[list[Values]] = [[] for _ in scores]
    for counts in _resampled(clips):
        means = {key: counts @ rows / clips for key, rows in tables.items()}
        for (rows, statistic), batches in zip(scores, found, strict=True):
            batches.append(statistic(means[id(rows)]))
    return [np.concatenate(batches) for batches in found]


def _resampled(clips: int) -> Iterator[Values]:
    """How often each clip is in each resampled set, (sets of a batch, clips), batch after batch.

    Clips are counted, not copied: their rows are then weighed.
    """
    draw = np.random.default_rng(SEED)
    left = resamples(clips)
    batch = max(1, min(BATCH, LARGEST_BATCH // clips))
    while left > 0:
        sets = min(batch, left)
        left -= sets
        indexes = draw.integers(0, clips, (sets, clips))
        indexes += clips * np.arange(sets)[:, None]
        counts = np.bincount(indexes.ravel(), minlength=indexes.size)
        yield counts.reshape(indexes.shape).astype(np.float64)


def _interval(distribution: Values) -> Interval | None:
    if np.ptp(distribution) <= ROUNDING:
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.percentile(distribution, [100 * tail, 100 * (1 - tail)])
    return Interval(low=float(low), high=float(high), level=LEVEL)
