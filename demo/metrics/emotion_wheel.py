"""Emotion-wheel scores: how far two lists of open-vocabulary emotions overlap, grouped by a table.

Defined by OV-MER (arXiv 2410.01495) and AffectGPT's MER-UniBench (arXiv 2501.16566), with their
quirks: words that the table doesn't know are dropped from both sides, so an answer isn't charged
for them; a clip whose truth holds no known word is skipped; F is made of the mean precision and
the mean recall, it is not a mean of F.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from demo.metrics.word_table import Level, WordTable

Group = Callable[[str], str | None]
"""Emotion word → the group that it counts for; None for a word that is not known."""

Numbers = NDArray[np.int64]

LEVELS: tuple[Level, ...] = (1, 2)


@dataclass(frozen=True)
class Overlap:
    """How two lists overlap under one grouping, over all clips. Fractions, 0..1."""

    precision: float
    recall: float
    f1: float
    clips: int
    """Clips that count."""
    skipped: int
    """Clips whose truth has no known word."""
    rows: NDArray[np.float64] = field(compare=False)
    """(clips, 3): of each clip its precision, its recall, and 1; or 0, 0, 0 where it is skipped."""

    @property
    def per_clip(self) -> list[tuple[float, float] | None]:
        """Precision and recall of each clip, in the order given; None where it is skipped."""
        return [(p, r) if counts else None for p, r, counts in self.rows.tolist()]


@dataclass(frozen=True)
class WheelScore:
    """The mean F over several groupings, 0..1, and what it is made of."""

    value: float
    overlaps: dict[str, Overlap]
    """Name of the grouping, e.g. "wheel 1 level 2" → its overlap."""

    @property
    def clips(self) -> int:
        """Clips that count under at least one grouping."""
        return int(self.rows[:, 2::3].any(axis=1).sum())

    @property
    def skipped(self) -> int:
        """Clips that count under none."""
        return len(self.rows) - self.clips

    @property
    def rows(self) -> NDArray[np.float64]:
        """What `mean_f` makes the score of, (clips, 3 × groupings): the rows of each overlap."""
        return np.concatenate([overlap.rows for overlap in self.overlaps.values()], axis=1)


def mean_f(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of `WheelScore.rows` over clips, (..., 3 × groupings) → scores, (...), 0..1."""
    precision, recall, counted = np.moveaxis(means.reshape(*means.shape[:-1], -1, 3), -1, 0)
    both = (precision + recall) * counted
    f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)
    return np.asarray(f1.mean(axis=-1))


def overlap(
    group: Group, truths: Sequence[Sequence[str]], predictions: Sequence[Sequence[str]]
) -> Overlap:
    """Precision, recall and F of `predictions` against `truths`, both a list of words a clip.

    An empty prediction scores 0, 0. F is 0 where precision and recall are. Raises ValueError where
    the two are not equally long.
    """
    return _Lists(truths, predictions).overlap(group)


def ew_l1(
    table: WordTable, truths: Sequence[Sequence[str]], predictions: Sequence[Sequence[str]]
) -> WheelScore:
    """EW-L1: the mean F of the wheels at level 1. Raises ValueError as `overlap` does."""
    return _mean(_wheels(table, levels=(1,)), truths, predictions)


def m_avg(
    table: WordTable, truths: Sequence[Sequence[str]], predictions: Sequence[Sequence[str]]
) -> WheelScore:
    """OV-MER's M-avg: the mean F of M1, M2 and the wheels at both levels. Raises as `overlap`."""
    groups = {"M1": table.m1, "M2": table.m2, **_wheels(table, LEVELS)}
    return _mean(groups, truths, predictions)


@dataclass(frozen=True)
class HitRate:
    """How often the one true emotion is among the predicted ones, 0..1, as a mean over wheels."""

    value: float
    """A truth may stand on fewer wheels than another, so this is no mean over clips."""
    wheels: WheelScore
    """The overlaps behind it; `mean_hits` makes the rate of their `rows`."""

    @property
    def clips(self) -> int:
        """Clips whose truth stands on at least one wheel."""
        return self.wheels.clips

    @property
    def skipped(self) -> int:
        """Clips whose truth stands on none."""
        return self.wheels.skipped


def mean_hits(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of `WheelScore.rows` over clips of one true word, (..., 3 × wheels) → (...), 0..1.

    Its recall is whether it was hit. Wheels that no truth stands on are left out.
    """
    _, hits, counted = np.moveaxis(means.reshape(*means.shape[:-1], -1, 3), -1, 0)
    rates = np.divide(hits, counted, out=np.zeros_like(hits), where=counted > 0)
    return np.asarray(rates.sum(axis=-1) / np.maximum((counted > 0).sum(axis=-1), 1))


def hit_rate(
    table: WordTable, truths: Sequence[str], predictions: Sequence[Sequence[str]]
) -> HitRate:
    """MER-UniBench's score for sets with one basic emotion a clip.

    A hit on a wheel: one of the predicted words is in the true word's sector. The published tables
    know no `neutral`, so its clips are skipped with them. Raises ValueError where `truths` and
    `predictions` are not equally long.
    """
    wheels = ew_l1(table, [[truth] for truth in truths], predictions)
    return HitRate(float(mean_hits(wheels.rows.mean(axis=0))) if truths else 0.0, wheels)


class _Lists:
    """The words of truth and prediction as numbers, so that each word is looked up once."""

    def __init__(
        self, truths: Sequence[Sequence[str]], predictions: Sequence[Sequence[str]]
    ) -> None:
        if len(truths) != len(predictions):
            raise ValueError(f"{len(truths)} truths against {len(predictions)} predictions")
        self._clips = len(truths)
        self._number: dict[str, int] = {}
        self._sides = [self._numbered(lists) for lists in (truths, predictions)]

    def _numbered(self, lists: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers]:
        """The clip and the word of every word that is said, (words,) both."""
        known = self._number
        words = [known.setdefault(word, len(known)) for listed in lists for word in listed]
        clips = np.repeat(np.arange(len(lists)), [len(listed) for listed in lists])
        return clips, np.array(words, dtype=np.int64)

    def overlap(self, group: Group) -> Overlap:
        """The overlap under one grouping."""
        names: dict[str, int] = {}
        groups = np.array(
            [
                names.setdefault(found, len(names)) if (found := group(word)) else -1
                for word in self._number
            ],
            dtype=np.int64,
        )
        width = max(len(names), 1)
        keys = []  # clip and group in one number, each once
        for clips, words in self._sides:
            grouped = groups[words]
            known = grouped >= 0
            key = np.sort(clips[known] * width + grouped[known], kind="stable")  # nearly sorted
            keys.append(key[np.diff(key, prepend=-1) > 0])
        both = np.intersect1d(keys[0], keys[1], assume_unique=True)
        true, said, shared = (self._per_clip(key // width) for key in (*keys, both))
        counted = true > 0
        precision = shared / np.maximum(said, 1) * counted
        recall = shared / np.maximum(true, 1)
        rows = np.stack([precision, recall, counted], axis=1)
        n = int(counted.sum())
        p, r = (fmean(rows[counted, at].tolist()) if n else 0.0 for at in (0, 1))
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return Overlap(p, r, f1, n, self._clips - n, rows)

    def _per_clip(self, clips: Numbers) -> Numbers:
        return np.bincount(clips, minlength=self._clips)


def _wheels(table: WordTable, levels: Sequence[Level]) -> dict[str, Group]:
    return {
        f"wheel {number + 1} level {level}": partial(table.sector, wheel=number, level=level)
        for number in range(len(table.wheels))
        for level in levels
    }


def _mean(
    groups: dict[str, Group],
    truths: Sequence[Sequence[str]],
    predictions: Sequence[Sequence[str]],
) -> WheelScore:
    lists = _Lists(truths, predictions)
    overlaps = {name: lists.overlap(group) for name, group in groups.items()}
    return WheelScore(fmean(score.f1 for score in overlaps.values()), overlaps)
