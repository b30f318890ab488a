"""Set-level scores of EMER v4 to v6 (arXiv 2306.15401) and MER2024-OV (arXiv 2404.17113).

The words of truth and prediction are grouped by meaning, by a judge or by a stored grouping. G(x)
is the first group that holds x, else x itself; with Y = {G(y)} of the truth and P = {G(p)} of the
prediction, Accuracy_s = |Y∩P| / |P| and Recall_s = |Y∩P| / |Y|. No word is dropped: one that no
group holds stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean

from demo.metrics.word_table import WordTable

Grouping = Callable[[str], str]
"""G: an emotion word → its group."""


@dataclass(frozen=True)
class SetLevel:
    """Means over the clips that count, 0..1."""

    accuracy: float
    recall: float
    average: float
    """The published Avg: mean of the two."""
    clips: int
    """Clips that count."""
    skipped: int
    """Clips whose truth is empty."""
    per_clip: list[tuple[float, float] | None]
    """Accuracy_s and Recall_s of each clip, in the order given; None where it is skipped."""


def set_level(
    groups: Sequence[Sequence[str]] | Grouping,
    truths: Sequence[Sequence[str]],
    predictions: Sequence[Sequence[str]],
) -> SetLevel:
    """Accuracy_s, Recall_s and Avg of `predictions` against `truths`, both a list of words a clip.

    `groups`: a stored grouping, e.g. a judge's, or a function such as `grouped_by(own())`. Capitals
    make no difference. Both scores of a clip are 0 where its prediction is empty; where its truth
    is, it is skipped: there is nothing to find. Raises ValueError where `truths` and `predictions`
    are not equally long.
    """
    group = cache(groups if callable(groups) else first_group(groups))  # many clips, few words
    per_clip: list[tuple[float, float] | None] = []
    for truth, prediction in zip(truths, predictions, strict=True):
        true, said = _grouped(group, truth), _grouped(group, prediction)
        shared = len(true & said)
        per_clip.append((shared / max(len(said), 1), shared / len(true)) if true else None)
    counted = [pair for pair in per_clip if pair]
    accuracy = fmean(pair[0] for pair in counted) if counted else 0.0
    recall = fmean(pair[1] for pair in counted) if counted else 0.0
    skipped = len(per_clip) - len(counted)
    return SetLevel(accuracy, recall, (accuracy + recall) / 2, len(counted), skipped, per_clip)


def first_group(groups: Sequence[Sequence[str]]) -> Grouping:
    """G of a stored grouping: the first group holding a word, named by the first word it holds."""
    names: dict[str, str] = {}
    for words in groups:
        # a word of an earlier group names that one, or two groups would fall into one
        new = [word for word in map(_spelling, words) if word not in names]
        names.update((word, new[0]) for word in new)
    return lambda word: names.get(_spelling(word), _spelling(word))


def grouped_by(table: WordTable) -> Grouping:
    """G of a word table: its meaning (M2), which is finer than a sector of a wheel."""
    return lambda word: table.m2(word) or _spelling(word)


def _grouped(group: Grouping, words: Sequence[str]) -> set[str]:
    return {group(word) for word in words}


def _spelling(word: str) -> str:
    return word.strip().lower()
