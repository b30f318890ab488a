"""Intervals over rationales: what a figure would be in 95 of 100 such samples of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from demo.metrics import Interval

DRAWS = 2_000
SEED = 2306_15401
"""Fixed, so that the same set gives the same interval."""
Item = TypeVar("Item")


def interval(
    items: Sequence[Item], figure: Callable[[Sequence[Item]], float | None]
) -> Interval | None:
    """The percentile bootstrap (Efron 1979) of a figure over items; None where it has no value."""
    random = np.random.default_rng(SEED)
    drawn = (
        figure([items[at] for at in random.integers(0, len(items), len(items))])
        for _ in range(DRAWS if items else 0)
    )
    values = [value for value in drawn if value is not None]
    if not values:
        return None
    low, high = np.percentile(values, (2.5, 97.5))
    return Interval(low=float(low), high=float(high))


def auc(better: Sequence[float], worse: Sequence[float]) -> float | None:
    """How often the first of a pair is higher, ties counting half; None without pairs."""
    if not better or not worse:
        return None
    first, second = np.asarray(better)[:, None], np.asarray(worse)[None, :]
    return float(np.mean((first > second) + 0.5 * (first == second)))
