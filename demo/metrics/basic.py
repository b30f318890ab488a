"""One basic emotion a clip: accuracy, UAR, weighted F1, top-2, and who is taken for whom.

The measures are scikit-learn's. UAR, the unweighted average recall, is the habitual one of speech
emotion recognition (Schuller et al., INTERSPEECH 2009 Emotion Challenge); weighted F1 that of MELD
(Poria et al. 2019) and of the MER challenges.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.reading.basic_emotions import BASIC
from backends.reading.labels import normalise
from demo.metrics.intervals import Statistic, Values
from demo.metrics.wheels import own

OTHER = "no answer / other"
"""The last column of a confusion matrix: no answer, or a word that is none of the labels."""


@dataclass(frozen=True)
class EmotionScores:
    """How one emotion fares: fractions, and how many clips truly show it."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Basic:
    """The scores of one system over a set of clips; all fractions in 0..1."""

    accuracy: float
    uar: float
    """Mean recall over the emotions that occur: chance is 1 / number of emotions."""
    weighted_f1: float
    """F1 by emotion, weighted by how often it truly occurs."""
    top2: float
    """The truth is among the first two distinct answers."""
    labels: tuple[str, ...]
    """The emotions that occur in the truth, basic ones first."""
    confusion: NDArray[np.int64]
    """(labels, labels + 1): truth by row, answer by column; the last column is OTHER."""
    per_emotion: dict[str, EmotionScores]
    clips: int
    per_clip: Values
    """(clips, labels * (labels + 1) + 1): each clip's own confusion matrix in one row, then whether
    it is right by top-2; what `intervals` resamples."""


def option(word: str, options: Collection[str]) -> str:
    """Which of `options`, basic emotions or other labels, a word of any vocabulary stands for.

    The option that it means; else the one whose sector it is in on wheel 1 of our word table, whose
    sectors are the seven basic emotions ("cheerful" → "happy"); else the word itself.
    """
    meant = normalise(word)
    if meant in options:
        return meant
    sector = normalise(own().sector(word, wheel=0, level=1) or "")
    return sector if sector in options else meant


def basic(truths: Sequence[str], rankings: Sequence[Sequence[str]]) -> Basic:
    """Score one label a clip against each clip's answers, strongest first (may be empty).

    An answer counts as the label that `option` takes it for. Raises ValueError where the two have
    not the same length or there is no clip.
    """
    from sklearn import metrics

    if len(truths) != len(rankings) or not truths:
        raise ValueError(f"{len(truths)} labels against {len(rankings)} answers")
    true = [normalise(word) for word in truths]
    labels = tuple(sorted(set(true), key=_place))
    ranked = [list(dict.fromkeys(option(word, labels) for word in words)) for words in rankings]
    said = [words[0] if words and words[0] in labels else OTHER for words in ranked]
    top2 = np.array([word in words[:2] for word, words in zip(true, ranked, strict=True)])

    among = {"labels": labels, "zero_division": 0.0}
    precision, recall, f1, support = metrics.precision_recall_fscore_support(true, said, **among)
    rows = zip(precision, recall, f1, support, strict=True)
    return Basic(
        accuracy=float(metrics.accuracy_score(true, said)),
        uar=float(metrics.recall_score(true, said, average="macro", **among)),
        weighted_f1=float(metrics.f1_score(true, said, average="weighted", **among)),
        top2=float(top2.mean()),
        labels=labels,
        confusion=metrics.confusion_matrix(true, said, labels=[*labels, OTHER])[:-1],
        per_emotion={
            label: EmotionScores(float(p), float(r), float(f), int(n))
            for label, (p, r, f, n) in zip(labels, rows, strict=True)
        },
        clips=len(true),
        per_clip=_per_clip(true, said, top2, labels),
    )


def _place(label: str) -> tuple[int, str]:
    return (BASIC.index(label) if label in BASIC else len(BASIC), label)


def _per_clip(
    true: list[str], said: list[str], top2: NDArray[np.bool_], labels: tuple[str, ...]
) -> Values:
    column = {label: index for index, label in enumerate((*labels, OTHER))}
    matrices = np.zeros((len(true), len(labels), len(column)))
    pairs = zip(true, said, strict=True)
    for matrix, (truth, answer) in zip(matrices, pairs, strict=True):
        matrix[column[truth], column[answer]] = 1
    return np.hstack([matrices.reshape(len(true), -1), top2[:, None]])


def statistics(labels: int) -> dict[str, Statistic]:
    """The four scores as functions of the mean of `Basic.per_clip`, for intervals.

    They say what scikit-learn says, but of thousands of resampled sets at once.
    """

    def confusion(means: Values) -> Values:
        return means[..., :-1].reshape(*means.shape[:-1], labels, labels + 1)

    def hits(means: Values) -> Values:
        return np.diagonal(confusion(means), axis1=-2, axis2=-1)

    def uar(means: Values) -> Values:
        support = confusion(means).sum(-1)
        occurs = support > 0  # a resampled set may lack an emotion: its recall is then undefined
        mean: Values = _ratio(hits(means), support).sum(-1) / occurs.sum(-1)
        return mean

    def weighted_f1(means: Values) -> Values:
        support = confusion(means).sum(-1)
        answered = confusion(means).sum(-2)[..., :-1]
        weighted: Values = (support * _ratio(2 * hits(means), support + answered)).sum(-1)
        return weighted

    return {
        "accuracy": lambda means: hits(means).sum(-1),
        "uar": uar,
        "weighted_f1": weighted_f1,
        "top2": lambda means: means[..., -1],
    }


def _ratio(part: Values, whole: Values) -> Values:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
