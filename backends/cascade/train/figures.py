"""How often answers to sounds, faces or lines are right, with intervals over speakers, or each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

BINS = 10
"""Of equal width, for the calibration error."""
RESAMPLES = 1000
FIGURES = ("accuracy", "balanced", "macro_f1", "ece")


@dataclass(frozen=True)
class Judged:
    """Answers to n sounds (faces, lines) among k classes, with what is true and who spoke."""

    probabilities: Floats
    """(n, k); a row of nan is no answer, which counts as wrong and has no confidence."""
    label: Labels
    """(n,), a place among the k classes."""
    speaker: NDArray[np.str_]
    """(n,); an interval is taken over speakers."""


@dataclass(frozen=True)
class _Counts:
    """Sums by speaker, from which every figure follows."""

    confusion: Floats
    """(speakers, k, k + 1): label by answer, the last column for none."""
    bins: Floats
    """(speakers, bins): sum of hits minus sum of confidence."""
    answered: Floats
    """(speakers,)"""


def alone(probabilities: Floats, label: Labels) -> Judged:
    """Answers (n, k) to n of which nobody knows who is shown or heard twice."""
    return Judged(probabilities, label, np.arange(len(label)).astype(str))


def figures(judged: Judged) -> dict[str, float]:
    """accuracy, balanced (mean recall), macro_f1 and ece, each 0..1, of all that was judged.

    Balanced and macro-F1 are over the classes that occur. The calibration error is that of the
    top answer (Guo et al. 2017), where there is one.
    """
    counts = _counts(judged)
    everyone = np.ones((1, len(counts.answered)))
    return {name: float(values[0]) for name, values in _figures(counts, everyone).items()}


def recalls(judged: Judged) -> list[float | None]:
    """Share of each class that is recognised; None for one that never occurs."""
    confusion = _counts(judged).confusion.sum(axis=0)
    totals = confusion.sum(axis=1)
    return [
        float(confusion[k, k] / totals[k]) if totals[k] else None for k in range(len(confusion))
    ]


def intervals(judged: Judged, seed: int) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each figure over speakers drawn again with replacement, 1,000 times.

    Nothing where there are fewer than two speakers.
    """
    counts = _counts(judged)
    speakers = len(counts.answered)
    if speakers < 2:
        return {}
    dice = np.random.default_rng(seed)
    drawn = dice.multinomial(speakers, np.full(speakers, 1 / speakers), RESAMPLES).astype(float)
    found = {}
    for name, values in _figures(counts, drawn).items():
        low, high = np.nanpercentile(values, (2.5, 97.5))
        found[name] = (float(low), float(high))
    return found


def _counts(judged: Judged) -> _Counts:
    classes = judged.probabilities.shape[1]
    speakers, who = np.unique(judged.speaker, return_inverse=True)
    answered = np.asarray(np.isfinite(judged.probabilities).all(axis=1), np.bool_)
    filled: Floats = np.where(answered[:, None], judged.probabilities, 0.0)
    answer = np.where(answered, filled.argmax(axis=1), classes)
    confusion = np.zeros((len(speakers), classes, classes + 1))
    np.add.at(confusion, (who, judged.label, answer), 1)
    sure = filled.max(axis=1)
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = np.zeros((len(speakers), BINS))
    np.add.at(bins, (who, place), np.where(answered, (answer == judged.label) - sure, 0.0))
    return _Counts(confusion, bins, np.bincount(who, answered, len(speakers)).astype(float))


def _figures(counts: _Counts, times: Floats) -> dict[str, Floats]:
    """Each figure (draws,) where speaker s is taken `times` (draws, speakers)."""
    confusion = np.einsum("ds,skj->dkj", times, counts.confusion)
    totals = confusion.sum(axis=2)
    right = np.diagonal(confusion, axis1=1, axis2=2)
    said = confusion.sum(axis=1)[:, : right.shape[1]]
    with np.errstate(invalid="ignore", divide="ignore"):
        recall = np.where(totals > 0, right / totals, np.nan)
        f1 = np.where(totals > 0, 2 * right / (totals + said), np.nan)
        gaps = np.abs(times @ counts.bins).sum(axis=1) / (times @ counts.answered)
        values = (
            right.sum(axis=1) / totals.sum(axis=1),
            np.nanmean(recall, axis=1),
            np.nanmean(f1, axis=1),
            gaps,
        )
    return dict(zip(FIGURES, values, strict=True))
