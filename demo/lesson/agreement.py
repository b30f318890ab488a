"""How far a class agrees: Krippendorff's alpha over the clips of a lesson, and its interval.

Krippendorff, Content Analysis, chapter 12; nominal labels. The value is that of the package
`krippendorff`. Alpha is a function of sums over clips, so its interval comes of resampling clips
(`demo.metrics.intervals`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from demo.metrics import Interval
from demo.metrics.intervals import Values, interval

Lacking = Literal["nobody", "one_rater", "one_clip", "no_overlap", "one_label"]
"""Why there is no alpha."""


@dataclass(frozen=True)
class Alpha:
    """Agreement of raters over clips."""

    value: float | None
    """At most 1; 0 is what chance gives. None where `lacking` tells why there is none."""
    lacking: Lacking | None
    interval: Interval | None
    clips: int
    """Clips with at least two labels."""
    raters: int


def alpha(clips: Sequence[Mapping[int, str]]) -> Alpha:
    """Alpha of labels: for each clip, rater → label. Raters may leave out clips."""
    raters = len({rater for labels in clips for rater in labels})
    labels = sorted({label for one in clips for label in one.values()})
    rated = [one for one in clips if one]
    paired = [one for one in rated if len(one) > 1]

    def without(why: Lacking) -> Alpha:
        return Alpha(None, why, None, len(paired), raters)

    if not rated:
        return without("nobody")
    if raters == 1:
        return without("one_rater")
    if not paired:
        return without("no_overlap")
    if len({label for one in paired for label in one.values()}) == 1:
        return without("one_label")
    if len(paired) == 1:
        return without("one_clip")
    counted = [Counter(one.values()) for one in paired]
    counts = np.array([[one[label] for label in labels] for one in counted])
    import krippendorff

    value = float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
    return Alpha(value, None, interval(_rows(counts), _Statistic(len(paired))), len(paired), raters)


def _rows(counts: np.typing.NDArray[np.int64]) -> Values:
    """What alpha is made of, a row a clip: pairs that agree, over labels less one; the counts."""
    each = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1) / (each - 1)
    return np.column_stack([agreeing, counts]).astype(np.float64)


class _Statistic:
    """Mean rows (..., 1 + labels) → alpha, for sets of so many clips."""

    def __init__(self, clips: int) -> None:
        self._clips = clips

    def __call__(self, means: Values) -> Values:
        """1 less observed over expected disagreement; 1 where a set holds one label only."""
        agreeing, counts = means[..., 0] * self._clips, means[..., 1:] * self._clips
        n = counts.sum(axis=-1)
        expected = n**2 - (counts**2).sum(axis=-1)
        observed = (n - agreeing) * (n - 1)
        ratio = np.divide(observed, expected, out=np.zeros_like(n), where=expected > 1e-9)
        return np.asarray(1.0 - ratio)
