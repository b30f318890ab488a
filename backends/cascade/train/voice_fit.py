"""Fitting the voice head on several corpora, so that it carries over to speakers of none of them.

Three things keep it from learning the corpora instead of the emotions. What changes with the
speaker, the corpus and the way a recording is spoilt is made small (within-class covariance
normalisation, Hatch, Kajarekar & Stolcke 2006). Every class of every corpus weighs the same. And a
recording is compared only with the emotions that its corpus has, so that where nobody acts disgust,
nothing is learned against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from backends.cascade.train.voice_data import Features, Labels
from backends.cascade.train.voice_encoder import HEARD, WIDTH
from backends.cascade.voice.head import Head
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

RIDGE = 0.005
"""Weight of the squared weights beside the mean log loss."""
NUISANCE = 3.0
"""How much stronger than the rest a direction is damped in which only speakers differ."""
FOLDS = 9
"""Of speakers: two of RAVDESS' eighteen actors and one of nEMO's nine each."""
STEPS = 150
"""Of the minimiser, at most."""
TEMPERATURES = np.geomspace(0.5, 4.0, 61)

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Mask = NDArray[np.bool_]


def fit(data: Features) -> Head:
    """A head from every condition: one fit for each block of the encoder, their logits averaged.

    Its temperature is 1. Raises EmerError if an emotion or a second speaker lacks.
    """
    if len(np.unique(data.speaker)) < 2 or len(np.unique(data.emotion)) < len(BASIC):
        raise EmerError("A head needs every emotion, and two speakers.")
    return _fit(data)


def _fit(data: Features) -> Head:
    parts = []
    for block in range(len(HEARD)):
        parts.append(_block(data.x[..., block * WIDTH : (block + 1) * WIDTH], data))
    weights = np.concatenate([part for part, _ in parts], axis=1) / len(HEARD)
    bias = np.mean([bias for _, bias in parts], axis=0)
    return Head(weights.astype(np.float32), bias.astype(np.float32), 1.0)


def logits(head: Head, data: Features) -> Floats:
    """(recordings, conditions, 7), without the temperature."""
    return (data.x @ head.weights.T + head.bias).astype(np.float64)


def speakers_left_out(data: Features) -> Floats:
    """Logits (recordings, conditions, 7), each by a head that was made without its speaker."""
    found = np.zeros((*data.x.shape[:2], len(BASIC)))
    for test in _folds(data):
        found[test] = logits(_fit(data.where(~test)), data.where(test))
    return found


def speakers_and_words_left_out(data: Features, corpus: str) -> Floats:
    """The same for one corpus' recordings, and no head was trained on their sentence either.

    Others' logits are nan.
    """
    found = np.full((*data.x.shape[:2], len(BASIC)), np.nan)
    for test in _folds(data):
        for sentence in np.unique(data.sentence[data.corpus == corpus]):
            said = (data.corpus == corpus) & (data.sentence == sentence)
            found[test & said] = logits(_fit(data.where(~test & ~said)), data.where(test & said))
    return found


def corpus_left_out(data: Features) -> Floats:
    """Logits (recordings, conditions, 7), each by a head that was made without its corpus.

    An emotion that no other corpus has gets minus infinity. Raises EmerError for a single corpus.
    """
    corpora = np.unique(data.corpus)
    if len(corpora) < 2:
        raise EmerError("To leave a corpus out takes two.")
    found = np.zeros((*data.x.shape[:2], len(BASIC)))
    for corpus in corpora:
        test = data.corpus == corpus
        others = data.where(~test)
        found[test] = logits(_fit(others), data.where(test))
        unknown = ~np.isin(np.arange(len(BASIC)), others.emotion)
        found[np.ix_(test, np.ones(found.shape[1], bool), unknown)] = -np.inf
    return found


def temperature(trials: Sequence[Floats], data: Features) -> float:
    """The divisor of logits that makes what is true most likely, on average over trials.

    Each trial is logits (recordings, conditions, 7) of heads that were kept from something.
    Guo et al. 2017, weighted as in training; emotions that a head never heard are passed over.
    """
    losses = np.mean([[_loss(found / t, data) for t in TEMPERATURES] for found in trials], axis=0)
    return float(TEMPERATURES[losses.argmin()])


def softmax(found: NDArray[Any]) -> NDArray[Any]:
    """Over the last axis, in the precision that is given."""
    raised: NDArray[Any] = np.exp(found - found.max(axis=-1, keepdims=True))
    raised /= raised.sum(axis=-1, keepdims=True)
    return raised


def balance(corpus: NDArray[np.str_], emotion: Labels) -> Floats:
    """Weights (n,) of sum 1, equal in sum for every corpus, and in it for every emotion."""
    weight = np.zeros(len(emotion))
    corpora = np.unique(corpus)
    for one in corpora:
        known = np.unique(emotion[corpus == one])
        for kind in known:
            members = (corpus == one) & (emotion == kind)
            weight[members] = 1 / (len(corpora) * len(known) * members.sum())
    return weight


def _loss(found: Floats, data: Features) -> float:
    """Mean log loss, over the recordings of emotions whose logits are known."""
    known = np.isfinite(found[np.arange(len(data.emotion)), 0, data.emotion])
    emotion = data.emotion[known]
    true = softmax(found[known])[np.arange(len(emotion)), :, emotion]
    weight = balance(data.corpus[known], emotion)
    return -float(weight @ np.log(np.maximum(true, 1e-12)).mean(axis=1))


def _folds(data: Features) -> Iterator[Mask]:
    """Which recordings are kept for testing, in turn: some speakers of every corpus each time."""
    fold = np.zeros(len(data.emotion), int)
    for corpus in np.unique(data.corpus):
        speakers = np.unique(data.speaker[data.corpus == corpus])
        for place, speaker in enumerate(speakers):
            fold[data.speaker == speaker] = place % FOLDS
    for one in np.unique(fold):
        yield fold == one


def _block(x: Singles, data: Features) -> tuple[Floats, Floats]:
    """Weights (7, 512) and bias (7,) for one block's x (recordings, conditions, 512) as it is."""
    mean, scale = x.mean(axis=(0, 1)), x.std(axis=(0, 1)) + np.float32(1e-8)
    x = (x - mean) / scale
    damped = _damping(x, data)
    conditions = x.shape[1]
    weight = np.repeat(balance(data.corpus, data.emotion), conditions) / conditions
    known = np.stack([_emotions_of(data, corpus) for corpus in data.corpus])
    weights, bias = _regression(
        x.reshape(-1, x.shape[-1]) @ damped.astype(np.float32),
        np.repeat(data.emotion, conditions),
        weight,
        np.repeat(known, conditions, axis=0),
    )
    weights = weights @ damped.T / scale
    return weights, bias - weights @ mean


def _emotions_of(data: Features, corpus: str) -> Mask:
    return np.isin(np.arange(len(BASIC)), data.emotion[data.corpus == corpus])


def _damping(x: Singles, data: Features) -> Floats:
    """(I + 3 N)^(-1/2), N the covariances of what condition, speaker and corpus change, added."""
    own = x.mean(axis=1)
    by_corpus = {one: own[data.corpus == one].mean(axis=0) for one in np.unique(data.corpus)}
    by_speaker = [
        own[members].mean(axis=0) - by_corpus[data.corpus[members][0]]
        for members in (data.speaker == one for one in np.unique(data.speaker))
    ]
    changes = (
        (x - own[:, None]).reshape(-1, x.shape[-1]),
        np.stack(by_speaker),
        np.stack([*by_corpus.values()]) - np.mean([*by_corpus.values()], axis=0),
    )
    noise = sum(change.T @ change / len(change) for change in changes)
    values, vectors = np.linalg.eigh(np.eye(x.shape[-1]) + NUISANCE * noise)
    damped: Floats = (vectors / np.sqrt(values)) @ vectors.T
    return damped


def _regression(x: Singles, emotion: Labels, weight: Floats, known: Mask) -> tuple[Floats, Floats]:
    """Multinomial logistic regression; each row competes among its `known` (n, 7) only."""
    rows, width = np.arange(len(x)), x.shape[1]
    true = np.eye(len(BASIC), dtype=np.float32)[emotion]
    shut = np.where(known, np.float32(0), np.float32(-np.inf))
    slopes = weight.astype(np.float32)[:, None]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, bias = _split(flat, width)
        shares = softmax(x @ weights.T.astype(np.float32) + bias.astype(np.float32) + shut)
        picked = np.maximum(shares[rows, emotion], np.float32(1e-12))
        error = (shares - true) * slopes
        slope = (error.T @ x).astype(np.float64) + 2 * RIDGE * weights
        value = -float(weight @ np.log(picked)) + RIDGE * float((weights**2).sum())
        return value, np.concatenate([slope.ravel(), error.sum(axis=0)])

    start = np.zeros(len(BASIC) * (width + 1))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return _split(best.x, width)


def _split(flat: Floats, width: int) -> tuple[Floats, Floats]:
    """Weights (7, width) and bias (7,) out of one row of numbers."""
    return flat[: -len(BASIC)].reshape(len(BASIC), width), flat[-len(BASIC) :]
