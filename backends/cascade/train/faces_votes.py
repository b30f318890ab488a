"""How often the expression nets are right, on faces that ten people voted on (Barsoum et al. 2016).

Judged are faces of which more than half of all votes fall on one of the seven emotions; the app's
own `face.expression` answers, on the face as it comes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face import expression
from backends.cascade.train.figures import BINS, alone, figures, intervals, recalls
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

Floats = NDArray[np.float64]

VOTED = (
    "neutral", "happy", "surprised", "sad", "angry", "disgusted", "fearful",
    "contempt", "unknown", "not a face",
)  # fmt: skip
"""The columns of FER+'s votes."""
TRAIN, PUBLIC, PRIVATE = 0, 1, 2
"""FER+'s parts, in `usage`: for training, the public and the private test."""
SEED = 20


def report(
    file: Path, answer: Callable[[NDArray[np.uint8]], Floats] | None = None
) -> dict[str, Any]:
    """Judge an .npz of `faces` uint8 (n, 48, 48), `votes` (n, 10) and `usage` (n,), where 2 counts.

    → n, accuracy, balanced (mean recall), macro_f1, recall by emotion, ece (is the face's emotion
    the one named), vote_gap (the same against the share of votes for it), jsd (mean divergence of
    Jensen and Shannon from the people's votes, bits), interval by figure (95 %, faces drawn again),
    left_out (faces of that part without such a majority).
    `answer` takes a face (48, 48) and gives the seven's probabilities; none: the app's own does.
    Raises EmerError where the file is none such, or nothing in it can be judged.
    """
    faces, votes = read(file, PRIVATE)
    seven = for_seven(votes).astype(float)
    judged = agreed(votes)
    if not judged.any():
        raise EmerError(f"{file.name} has no face to judge: usage {PRIVATE} with a majority.")
    seven = seven[judged] / seven[judged].sum(axis=1, keepdims=True)
    answers = np.array([(answer or _answer)(face) for face in faces[judged]])
    result = alone(answers, seven.argmax(axis=1))
    found = figures(result) | {
        "vote_gap": vote_gap(answers, seven),
        "jsd": float(divergence(answers, seven).mean()),
    }
    recall = zip(BASIC, recalls(result), strict=True)
    ranges = intervals(result, SEED) | _ranges(answers, seven)
    return {
        "n": len(answers),
        **{name: round(value, 4) for name, value in found.items()},
        "recall": {name: round(value, 4) for name, value in recall if value is not None},
        "interval": {name: [round(end, 4) for end in ends] for name, ends in ranges.items()},
        "left_out": int(len(judged) - judged.sum()),
    }


def divergence(answers: Floats, votes: Floats) -> Floats:
    """Jensen-Shannon divergence (n,) of distributions (n, k), in bits: 0 where they are equal."""
    middle = (answers + votes) / 2
    both: Floats = _relative(answers, middle) + _relative(votes, middle)
    return both / 2


def _relative(one: Floats, other: Floats) -> Floats:
    safe = np.where(one > 0, one, 1.0)
    terms: Floats = np.where(one > 0, one * np.log2(safe / np.maximum(other, 1e-300)), 0.0)
    return np.asarray(terms.sum(axis=1), np.float64)


def vote_gap(answers: Floats, votes: Floats) -> float:
    """How far confidence lies from the share of votes for what is named, over ten equal bins."""
    rows, named = np.arange(len(answers)), answers.argmax(axis=1)
    sure = answers.max(axis=1)
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    off = np.bincount(place, votes[rows, named] - sure, BINS)
    return float(np.abs(off).sum() / len(answers))


def _ranges(answers: Floats, votes: Floats) -> dict[str, tuple[float, float]]:
    dice = np.random.default_rng(SEED)
    far = divergence(answers, votes)
    drawn = [dice.integers(0, len(answers), len(answers)) for _ in range(1000)]
    means = np.percentile([far[rows].mean() for rows in drawn], (2.5, 97.5))
    gaps = np.percentile([vote_gap(answers[rows], votes[rows]) for rows in drawn], (2.5, 97.5))
    return {"jsd": (means[0], means[1]), "vote_gap": (gaps[0], gaps[1])}


def _answer(face: NDArray[np.uint8]) -> Floats:
    return np.asarray(expression.expression(face[..., None].repeat(3, axis=2)), np.float64)


def for_seven(votes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of votes [n, 10] those for the seven [n, 7], in the order of `BASIC`."""
    return votes[:, [VOTED.index(name) for name in BASIC]]


def agreed(votes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of which faces more than half of all votes fall on one of the seven."""
    return np.asarray(for_seven(votes).max(axis=1) > votes.sum(axis=1) / 2)


def read(file: Path, part: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Faces [n, 48, 48] and votes [n, 10] of a part. Raises EmerError where it is no such file."""
    try:
        with np.load(file) as table:
            faces, votes, usage = (table[name] for name in ("faces", "votes", "usage"))
    except (OSError, ValueError, KeyError) as error:
        raise EmerError(f"{file.name} needs the arrays faces, votes and usage (.npz).") from error
    if faces.shape[1:] != (48, 48) or votes.shape != (len(faces), 10) or len(usage) != len(faces):
        raise EmerError(f"{file.name}: faces must be n x 48 x 48, votes n x 10 and usage n.")
    here = usage == part
    return faces[here].astype(np.uint8), votes[here].astype(np.int64)
