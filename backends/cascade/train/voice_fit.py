"""Fitting the voice head, and judging it on actors it has not heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from backends.cascade.train.voice_data import Features
from backends.cascade.voice.head import Head
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

STRENGTHS = (0.0003, 0.001, 0.003, 0.01)
"""Inverse regularisation (C of scikit-learn) to choose from."""

FOLDS = 4
TEMPERATURES = np.geomspace(0.5, 4.0, 61)
BINS = 10

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Fit:
    """A head and the regularisation that was chosen for it."""

    head: Head
    strength: float


@dataclass(frozen=True)
class HeadPredictions:
    """Calibrated and raw probabilities (recordings, conditions, 7), with what is true."""

    calibrated: NDArray[np.float64]
    raw: NDArray[np.float64]
    emotion: Labels
    actor: Labels


@dataclass(frozen=True)
class LeftOut:
    """Every actor judged by heads that were made without that actor."""

    known_words: HeadPredictions
    """The sentence was trained on, from other actors."""
    new_words: HeadPredictions
    """The sentence was kept out of training too."""
    strengths: list[float]


def fit(data: Features) -> Fit:
    """A head from every condition.

    Strength and temperature are those that suit other actors saying another sentence: what a head
    meets in the world. Raises EmerError if actors, sentences or emotions lack.
    """
    if (
        len(np.unique(data.actor)) < 2
        or len(np.unique(data.sentence)) < 2
        or len(np.unique(data.emotion)) < len(BASIC)
    ):
        raise EmerError("A head needs every emotion from two actors and in two sentences.")
    shape = (*data.x.shape[:2], len(BASIC))
    logits = {strength: np.zeros(shape) for strength in STRENGTHS}
    for train, test in _other_actors_and_words(data):
        for strength in STRENGTHS:
            weights, bias = _regression(data.where(train), strength)
            logits[strength][test] = data.x[test] @ weights.T + bias
    best = min(STRENGTHS, key=lambda strength: _loss(logits[strength], data.emotion, 1.0))
    temperature = min(TEMPERATURES, key=lambda value: _loss(logits[best], data.emotion, value))
    return Fit(Head(*_regression(data, best), float(temperature)), best)


def leave_actors_out(data: Features) -> LeftOut:
    """Each actor judged by a head that was fitted, chosen and calibrated on the others."""
    known, new = _nothing(data), _nothing(data)
    strengths = []
    for actor in np.unique(data.actor):
        kept, held = data.actor != actor, data.actor == actor
        fitted = fit(data.where(kept))
        strengths.append(fitted.strength)
        _note(known, held, predict(fitted.head, data.where(held)))
        for sentence in np.unique(data.sentence):
            train, test = kept & (data.sentence != sentence), held & (data.sentence == sentence)
            lines = _regression(data.where(train), fitted.strength)
            head = Head(*lines, fitted.head.temperature)
            _note(new, test, predict(head, data.where(test)))
    return LeftOut(known, new, strengths)


def predict(head: Head, data: Features) -> HeadPredictions:
    """What a head says about recordings in every condition, with and without its temperature."""
    flat = data.x.reshape(-1, data.x.shape[-1])
    shape = (*data.x.shape[:2], len(BASIC))
    uncalibrated = Head(head.weights, head.bias, 1.0)
    return HeadPredictions(
        head.probabilities(flat).reshape(shape).astype(np.float64),
        uncalibrated.probabilities(flat).reshape(shape).astype(np.float64),
        data.emotion,
        data.actor,
    )


def recalls(probabilities: NDArray[np.float64], emotion: Labels) -> NDArray[np.float64]:
    """Share of each emotion that is recognised, (7,); nan for one that never occurs."""
    right = probabilities.argmax(axis=1) == emotion
    return np.array(
        [right[emotion == k].mean() if (emotion == k).any() else np.nan for k in range(len(BASIC))]
    )


def calibration_error(probabilities: NDArray[np.float64], emotion: Labels) -> float:
    """Expected calibration error of the top answer over ten equal bins (Guo et al. 2017)."""
    top, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == emotion
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    gaps = [abs(float(np.sum(right[bins == b] - top[bins == b]))) for b in range(BINS)]
    return sum(gaps) / len(emotion)


def interval(
    probabilities: NDArray[np.float64], emotion: Labels, actor: Labels, seed: int
) -> tuple[float, float]:
    """95 % interval of the accuracy: 2,000 bootstrap samples of whole actors."""
    right = probabilities.argmax(axis=1) == emotion
    actors = np.unique(actor)
    hits = np.array([right[actor == a].sum() for a in actors])
    totals = np.array([(actor == a).sum() for a in actors])
    drawn = np.random.default_rng(seed).integers(0, len(actors), (2000, len(actors)))
    low, high = np.percentile(hits[drawn].sum(axis=1) / totals[drawn].sum(axis=1), (2.5, 97.5))
    return float(low), float(high)


def _other_actors_and_words(
    data: Features,
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Training and test masks that share neither actor nor sentence; every recording is tested."""
    folds = GroupKFold(min(FOLDS, len(np.unique(data.actor))))
    for _, held in folds.split(data.x, data.emotion, data.actor):
        actors = np.isin(np.arange(len(data.actor)), held)
        for sentence in np.unique(data.sentence):
            yield ~actors & (data.sentence != sentence), actors & (data.sentence == sentence)


def _regression(data: Features, strength: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (7, 512) and bias (7,) for features as they are: the scaling is folded in.

    Every condition of a recording is a sample of its own.
    """
    x = data.x.reshape(-1, data.x.shape[-1]).astype(np.float64)
    y = np.repeat(data.emotion, data.x.shape[1])
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-8
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit((x - mean) / scale, y)
    weights = model.coef_ / scale
    bias = model.intercept_ - weights @ mean
    return weights.astype(np.float32), bias.astype(np.float32)


def _loss(logits: NDArray[np.float64], emotion: Labels, temperature: float) -> float:
    """Mean negative log likelihood of logits (recordings, conditions, 7)."""
    scaled = logits / temperature
    top = scaled.max(axis=2, keepdims=True)
    normaliser = top[..., 0] + np.log(np.exp(scaled - top).sum(axis=2))
    return float(np.mean(normaliser - scaled[np.arange(len(emotion)), :, emotion]))


def _nothing(data: Features) -> HeadPredictions:
    shape = (*data.x.shape[:2], len(BASIC))
    return HeadPredictions(np.zeros(shape), np.zeros(shape), data.emotion, data.actor)


def _note(whole: HeadPredictions, where: NDArray[np.bool_], part: HeadPredictions) -> None:
    whole.calibrated[where], whole.raw[where] = part.calibrated, part.raw
