"""How often the readers of words that ship are right, on lines that somebody labelled."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backends.cascade.train.chinese_data import CPED
from backends.cascade.words import words
from backends.errors import BackendError
from backends.reading.basic_emotions import BASIC
from backends.reading.labels import normalise

RESAMPLES = 1000
SEED = 20
BINS = 10

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


def report(file: Path, language: str, split: str | None = None) -> dict[str, Any]:
    """Judge a table with the columns text and emotion (and split, of which one may be picked).

    Emotions are read as ground truths are, and by CPED's own names; rows that name none of the
    seven are left out. The answer is the likeliest of those that the file has.
    → n, accuracy, balanced (mean recall), macro_f1, recall by emotion, ece (ten bins of equal width
    of the answer's probability), interval by figure (95 %, lines drawn again), left_out.
    Raises BackendError with a sentence if the file can't be read or nothing in it can be judged.
    """
    texts, emotions, left_out = read(file, split)
    if not texts:
        raise BackendError(f"{file.name} has no row to judge: none names a basic emotion")
    true = np.array([BASIC.index(one) for one in emotions])
    classes = np.unique(true)
    shares = words.basic_shares(texts, language)[:, classes]
    shares /= np.maximum(shares.sum(1, keepdims=True), 1e-12)
    truth, said, sure = np.searchsorted(classes, true), shares.argmax(1), shares.max(1)
    counts = confusion(truth, said, len(classes))
    found = figures(counts)
    recall = dict(zip([BASIC[at] for at in classes], np.diag(counts) / counts.sum(1), strict=True))
    return {
        "n": len(texts),
        **{name: round(value, 4) for name, value in found.items()},
        "recall": {name: round(float(value), 4) for name, value in recall.items()},
        "ece": round(calibration_error(truth == said, sure), 4),
        "interval": intervals(counts, truth == said, sure),
        "left_out": left_out,
    }


def read(file: Path, split: str | None) -> tuple[list[str], list[str], int]:
    """Texts, their basic emotions, and how many rows name none of the seven."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            table = csv.DictReader(opened)
            wanted = {"text", "emotion"} | ({"split"} if split else set())
            if lacking := wanted - set(table.fieldnames or ()):
                raise BackendError(f"{file.name} has no column {' or '.join(sorted(lacking))}")
            rows = [row for row in table if split is None or row["split"] == split]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BackendError(f"{file.name} can't be read: {error}") from error
    pairs = [(row["text"] or "", _basic(row["emotion"] or "")) for row in rows]
    judged = [(text, emotion) for text, emotion in pairs if emotion in BASIC]
    return [text for text, _ in judged], [one for _, one in judged], len(pairs) - len(judged)


def confusion(truth: NDArray[np.intp], said: NDArray[np.intp], classes: int) -> Counts:
    """How often each class [true, said] is answered, [classes, classes]."""
    counts: Counts = np.bincount(truth * classes + said, minlength=classes**2)
    return counts.reshape(classes, classes)


def figures(counts: Counts) -> dict[str, float]:
    """Accuracy, mean recall and mean F1 (0 for a class never found) of a confusion matrix."""
    right, true, said = np.diag(counts), counts.sum(1), counts.sum(0)
    return {
        "accuracy": float(right.sum() / counts.sum()),
        "balanced": float(np.mean(right / np.maximum(true, 1))),
        "macro_f1": float(np.mean(2 * right / np.maximum(true + said, 1))),
    }


def calibration_error(hit: NDArray[np.bool_], sure: Numbers) -> float:
    """Mean gap between probability and share of right answers over `BINS` bins, by their size."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, hit.astype(float) - sure, BINS)
    return float(np.abs(gaps).sum() / len(hit))


def intervals(counts: Counts, hit: NDArray[np.bool_], sure: Numbers) -> dict[str, list[float]]:
    """The middle 95 % of each figure over lines drawn again with replacement."""
    dice = np.random.default_rng(SEED)
    total = int(counts.sum())
    drawn = [
        figures(one.reshape(counts.shape))
        for one in dice.multinomial(total, counts.ravel() / total, RESAMPLES)
    ]
    every = {name: [one[name] for one in drawn] for name in drawn[0]}
    rows = (dice.integers(0, total, total) for _ in range(RESAMPLES))
    every["ece"] = [calibration_error(hit[at], sure[at]) for at in rows]
    return {
        name: [round(float(bound), 4) for bound in np.percentile(values, [2.5, 97.5])]
        for name, values in every.items()
    }


def _basic(label: str) -> str:
    name = normalise(label)
    return CPED.get(name, name)
