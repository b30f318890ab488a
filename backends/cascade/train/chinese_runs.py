"""The second reader of Chinese: runs of characters, weighed by logistic regression."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from backends.cascade.train.chinese_data import Lines
from backends.cascade.train.chinese_tune import class_weights
from backends.cascade.words.chinese import runs
from backends.reading.basic_emotions import BASIC

BUCKETS = 2**16
STRENGTH = 2.0
"""Inverse of the ridge, chosen on the lines held out."""


def fit(lines: Lines) -> LogisticRegression:
    """Weigh the runs of characters of Chinese lines."""
    weights = class_weights(torch.from_numpy(lines.emotions)).numpy()[lines.emotions]
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    return model.fit(matrix(lines.texts), lines.emotions, sample_weight=weights)


def matrix(texts: list[str]) -> csr_matrix:
    """Texts as rows of a sparse matrix [n, BUCKETS]."""
    found = [runs(text, BUCKETS) for text in texts]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    buckets, sizes = (np.concatenate([pair[at] for pair in found]) for at in range(2))
    return csr_matrix((sizes, buckets, ends), shape=(len(texts), BUCKETS))


def write(model: LogisticRegression, path: Path) -> None:
    """Keep the weights in 8 bits, with a scale for each emotion."""
    table: NDArray[np.float64] = model.coef_
    assert list(model.classes_) == list(range(len(BASIC)))
    scale = np.abs(table).max(1) / 127
    np.savez_compressed(
        path,
        weights=np.rint(table / scale[:, None]).astype(np.int8),
        scale=scale,
        bias=model.intercept_,
    )
