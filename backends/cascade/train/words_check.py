"""How often the readers of words that ship are right, on lines that somebody labelled."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from backends.cascade.train.chinese_data import CPED
from backends.cascade.train.figures import alone, figures, intervals, recalls
from backends.cascade.words import words
from backends.errors import BackendError
from backends.reading.basic_emotions import BASIC
from backends.reading.labels import normalise

SEED = 20


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
    judged = alone(shares, np.searchsorted(classes, true))
    recall = zip((BASIC[at] for at in classes), recalls(judged), strict=True)
    return {
        "n": len(texts),
        **{name: round(value, 4) for name, value in figures(judged).items()},
        "recall": {name: round(value, 4) for name, value in recall if value is not None},
        "interval": {
            name: [round(end, 4) for end in ends] for name, ends in intervals(judged, SEED).items()
        },
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


def _basic(label: str) -> str:
    name = normalise(label)
    return CPED.get(name, name)
