"""One basic emotion a clip: accuracy, UAR, weighted F1, top-2, and who is taken for whom.

The measures are scikit-learn's. UAR, the unweighted average recall, is the habitual one of speech
emotion recognition (Schuller et al., INTERSPEECH 2009 Emotion Challenge); weighted F1 that of MELD
(Poria et al. 2019) and of the MER challenges.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Self

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


WORRIED = "worried"
"""A label of the MER sets, which have no fear: it stands where others have fearful."""
_LIKE_WORRIED = ("worried", "nervous")
"""Meanings of our word table that the MER sets call worried."""


def label(word: str) -> str:
    """A label in the form that all its forms have: "boredom" → "bored", "worry" → "worried".

    Basic emotions as `normalise` names them; words that our table does not know, in small letters.
    """
    meant = normalise(word)
    return meant if meant in BASIC else own().m1(meant) or meant


def option(word: str, options: Collection[str]) -> str:
    """Which of `options`, basic emotions or other labels, a word of any vocabulary stands for.

    The option that it is a form of; else the one of its meaning ("nervous" → "worried"); else the
    one in whose sector it is on wheel 1 of our word table, whose sectors are the seven basic
    emotions ("cheerful" → "happy"), `worried` being that of fear where no option is fearful; else
    the word itself.
    """
    meant = label(word)
    if meant in options:
        return meant
    table = own()
    meaning = table.m2(word)
    if meaning in _LIKE_WORRIED and WORRIED in options:
        return WORRIED
    if meaning:
        alike = (one for one in options if one not in BASIC and table.m2(one) == meaning)
        if (found := next(alike, None)) is not None:
            return found
    sector = normalise(table.sector(word, wheel=0, level=1) or "")
    if sector == "fearful" and sector not in options and WORRIED in options:
        return WORRIED
    return sector if sector in options else meant


def by_clip(
    truths: Sequence[str], rankings: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], Values]:
    """The labels that occur and each clip's row, as in `Basic`; arguments and errors of `basic`."""
    judged = _Judged.of(truths, rankings)
    return judged.labels, judged.rows()


def basic(truths: Sequence[str], rankings: Sequence[Sequence[str]]) -> Basic:
    """Score one label a clip against each clip's answers, strongest first (may be empty).

    An answer counts as the label that `option` takes it for. Raises ValueError where the two have
    not the same length or there is no clip.
    """
    from sklearn import metrics

    judged = _Judged.of(truths, rankings)
    true, said, labels = judged.true, judged.said, judged.labels
    among = {"labels": labels, "zero_division": 0.0}
    precision, recall, f1, support = metrics.precision_recall_fscore_support(true, said, **among)
    rows = zip(precision, recall, f1, support, strict=True)
    return Basic(
        accuracy=float(metrics.accuracy_score(true, said)),
        uar=float(metrics.recall_score(true, said, average="macro", **among)),
        weighted_f1=float(metrics.f1_score(true, said, average="weighted", **among)),
        top2=float(judged.top2.mean()),
        labels=labels,
        confusion=metrics.confusion_matrix(true, said, labels=[*labels, OTHER])[:-1],
        per_emotion={
            label: EmotionScores(float(p), float(r), float(f), int(n))
            for label, (p, r, f, n) in zip(labels, rows, strict=True)
        },
        clips=len(true),
        per_clip=judged.rows(),
    )


@dataclass(frozen=True)
class _Judged:
    """What is true and what counts as said of each clip, in the words of the labels."""

    true: list[str]
    said: list[str]
    top2: NDArray[np.bool_]
    labels: tuple[str, ...]

    @classmethod
    def of(cls, truths: Sequence[str], rankings: Sequence[Sequence[str]]) -> Self:
        if len(truths) != len(rankings) or not truths:
            raise ValueError(f"{len(truths)} labels against {len(rankings)} answers")
        true = [label(word) for word in truths]
        labels = tuple(sorted(set(true), key=_place))
        meant = cache(partial(option, options=labels))
        ranked = [list(dict.fromkeys(map(meant, words))) for words in rankings]
        said = [words[0] if words and words[0] in labels else OTHER for words in ranked]
        top2 = np.array([word in words[:2] for word, words in zip(true, ranked, strict=True)])
        return cls(true, said, top2, labels)

    def rows(self) -> Values:
        column = {label: index for index, label in enumerate((*self.labels, OTHER))}
        clips = len(self.true)
        matrices = np.zeros((clips, len(self.labels), len(column)))
        truths, answers = ([column[word] for word in side] for side in (self.true, self.said))
        matrices[np.arange(clips), truths, answers] = 1
        return np.hstack([matrices.reshape(clips, -1), self.top2[:, None]])


def _place(label: str) -> tuple[int, str]:
    return (BASIC.index(label) if label in BASIC else len(BASIC), label)


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
