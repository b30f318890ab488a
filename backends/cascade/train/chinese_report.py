"""The written account of how well Chinese words are read."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backends.cascade.train.chinese_data import Lines
from backends.cascade.train.figures import FIGURES, alone, figures, intervals
from backends.cascade.train.words_check import SEED
from backends.cascade.words.chinese import ChineseModel, softmax
from backends.reading.basic_emotions import BASIC

TITLES = dict(
    zip(FIGURES, ("accuracy", "mean recall", "macro-F1", "calibration error"), strict=True)
)
EDGES = (0.4, 0.5, 0.6, 0.7, 0.8, 1.01)

Numbers = NDArray[np.float64]


def write(folder: Path, judged: Lines, trained: int, held: int) -> str:
    """The report as Markdown: the shipped files of `folder` on lines that nothing was fitted to."""
    model = ChineseModel(
        (folder / "chinese_words.onnx").read_bytes(),
        (folder / "chinese_words_tokenizer.json").read_text("utf-8"),
        (folder / "chinese_words_runs.npz").read_bytes(),
    )
    net, runs = model.by_net(judged.texts), model.by_runs(judged.texts)
    both = model.judged(net, runs)
    readers = {"both (shipped)": both, "network alone": softmax(net), "runs alone": softmax(runs)}
    rows = {name: _figures(judged.emotions, shares) for name, shares in readers.items()}
    truth, said = judged.emotions, both.argmax(1)
    neutral = figures(alone(np.eye(len(BASIC))[[0] * len(truth)], truth))["macro_f1"]
    return "\n".join(
        [
            "# How well Chinese words are read",
            "",
            f"Command: `python -m backends.cascade.train.words {shlex.join(sys.argv[1:])}`",
            "",
            f"CPED's `valid` split, {len(truth)} lines of series that are not in training, whose "
            "emotion is one of the seven (grateful counts as happy, astonished as surprised, "
            f"depress as sad). Trained on {trained} Chinese lines; temperature "
            f"{model.temperature:.2f} and the threshold {model.thresholds[0]:.2f} are fitted on "
            f"{held} lines held out of CPED's `test` split. 95 % intervals: lines drawn again. "
            f"Always answering neutral has a macro-F1 of {neutral:.3f}. Two lines of the same text "
            "share a label 40 % of the time, so text alone ends near .28.",
            "",
            *_table(("", *TITLES.values()), [(name, *cells) for name, cells in rows.items()]),
            "",
            "## Each emotion, by both",
            "",
            *_table(
                ("true", "lines", "recall", "precision"),
                [_one_emotion(at, truth == at, said == at) for at in range(len(BASIC))],
            ),
            "",
            "## How sure, and how often right",
            "",
            "Of answers that name an emotion; those below the threshold are not named.",
            "",
            *_table(
                ("probability", "lines", "right"),
                _by_probability(truth, both, [*pairwise(EDGES), (model.thresholds[0], 1.01)]),
            ),
            "",
        ]
    )


def _figures(truth: NDArray[np.int64], shares: Numbers) -> list[str]:
    judged = alone(shares, truth)
    found, bounds = figures(judged), intervals(judged, SEED)
    return [f"{found[name]:.3f} [{bounds[name][0]:.3f}, {bounds[name][1]:.3f}]" for name in TITLES]


def _one_emotion(
    at: int, true: NDArray[np.bool_], said: NDArray[np.bool_]
) -> tuple[str, str, str, str]:
    right = int((true & said).sum())
    return BASIC[at], f"{true.sum()}", _share(right, true.sum()), _share(right, said.sum())


def _by_probability(
    truth: NDArray[np.int64], shares: Numbers, bounds: Sequence[tuple[float, float]]
) -> list[tuple[str, str, str]]:
    said, sure = shares.argmax(1), shares.max(1)
    rows = []
    for low, high in bounds:
        there = (said > 0) & (sure >= low) & (sure < high)
        right = int((said == truth)[there].sum())
        rows.append(
            (f"{low:.2g} to {min(high, 1):.2g}", f"{there.sum()}", _share(right, there.sum()))
        )
    return rows


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "none"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *rows)]
