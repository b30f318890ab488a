"""How well words are read, measured on GoEmotions' own test split."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score, precision_recall_curve
from tokenizers import Tokenizer

from backends.cascade.train.words_data import Split
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC
from backends.reading.sentence_model import LABELS, SentenceModel

RESAMPLES = 200
COMPARED = 500
"""Comments whose embeddings are compared with the exact ones."""
SEED = 20

Numbers = NDArray[np.float64]
Metric = Callable[[Numbers, Numbers], float]
"""(targets [n, labels], probabilities [n, labels]) → a number."""


def macro_f1(truth: Numbers, said: NDArray[np.bool_]) -> float:
    """Mean over the labels of F1; a label never said counts 0."""
    return float(f1_score(truth, said, average="macro", zero_division=0))


def temperature(targets: Numbers, logits: Numbers) -> float:
    """The divisor of the logits that makes the targets most likely (Guo et al. 2017)."""

    def loss(divisor: float) -> float:
        scaled = logits / divisor
        return float(np.mean(np.logaddexp(0, scaled) - targets * scaled))

    return float(min(np.geomspace(0.5, 3, 200), key=loss))


def thresholds(targets: Numbers, probabilities: Numbers) -> list[float]:
    """For every label the probability from which saying it gives the best F1."""
    best = []
    for truth, probability in zip(targets.T, probabilities.T, strict=True):
        precision, recall, cuts = precision_recall_curve(truth, probability)
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
        best.append(float(cuts[np.argmax(f1[:-1])]))
    return best


def top(count: int) -> Metric:
    """Share of texts for which one of the `count` most probable labels is a true one."""

    def measure(targets: Numbers, probabilities: Numbers) -> float:
        first = np.argsort(-probabilities, axis=1)[:, :count]
        return float(np.take_along_axis(targets, first, 1).any(1).mean())

    return measure


def label_ece(targets: Numbers, probabilities: Numbers) -> float:
    """Expected calibration error of all label probabilities pooled, 15 bins of equal width."""
    return _ece(targets.ravel(), probabilities.ravel())


def top_ece(targets: Numbers, probabilities: Numbers) -> float:
    """The same for the most probable label alone: what a person sees first."""
    first = probabilities.argmax(1)[:, None]
    hit, sure = (np.take_along_axis(array, first, 1) for array in (targets, probabilities))
    return _ece(hit.ravel(), sure.ravel())


def _ece(hit: Numbers, sure: Numbers) -> float:
    bins = np.minimum((sure * 15).astype(int), 14)
    members = [bins == one for one in range(15)]
    return float(sum(abs(hit[one].sum() - sure[one].sum()) for one in members) / len(hit))


def basic_pairs(targets: Numbers, probabilities: Numbers) -> tuple[Numbers, Numbers]:
    """True and answered basic emotion of the texts whose labels all belong to one of the seven."""
    groups = np.array([BASIC.index(GOEMOTIONS_TO_BASIC[label]) for label in LABELS])
    grouped = np.stack([targets[:, groups == one].any(1) for one in range(len(BASIC))], 1)
    clear = grouped.sum(1) == 1
    summed = [probabilities[clear][:, groups == one].sum(1) for one in range(len(BASIC))]
    return grouped[clear].argmax(1), np.stack(summed, 1).argmax(1)


def basic_accuracy(targets: Numbers, probabilities: Numbers) -> float:
    """Share of the texts [n, 28] whose basic emotion is found, 0..1; see `basic_pairs`."""
    return float(accuracy_score(*basic_pairs(targets, probabilities)))


def basic_f1(targets: Numbers, probabilities: Numbers) -> float:
    """Macro-F1 over the basic emotions, 0..1; see `basic_pairs`."""
    truth, answered = basic_pairs(targets, probabilities)
    return float(f1_score(truth, answered, average="macro", zero_division=0))


def interval(metric: Metric, targets: Numbers, probabilities: Numbers) -> tuple[float, float]:
    """The middle 95 % of the metric over texts drawn again with replacement."""
    dice = np.random.default_rng(SEED)
    drawn = [dice.integers(0, len(targets), len(targets)) for _ in range(RESAMPLES)]
    values = [metric(targets[rows], probabilities[rows]) for rows in drawn]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def write(
    forms: Mapping[str, Path],
    tokenizer: Tokenizer,
    test: Split,
    labels: Sequence[str],
    cuts: Sequence[float],
    divisor: float,
    history: Sequence[float],
) -> str:
    """The report as Markdown. `forms` names exported files; the first is the exact one."""
    targets = test.targets.astype(float)
    metrics: dict[str, Metric] = {
        "macro-F1, thresholds tuned on dev": lambda t, p: macro_f1(t, p >= np.array(cuts)),
        "macro-F1, threshold .3": lambda t, p: macro_f1(t, p >= 0.3),
        "most probable label is a true one": top(1),
        "one of the three most probable is": top(3),
        "seven basic emotions, accuracy": basic_accuracy,
        "seven basic emotions, macro-F1": basic_f1,
        "calibration error, all labels": label_ece,
        "calibration error, most probable label": top_ece,
    }
    models = {
        name: SentenceModel(path.read_bytes(), tokenizer.to_str()) for name, path in forms.items()
    }
    read = {name: one.emotions(test.texts).astype(float) for name, one in models.items()}
    meanings = [one.embed(test.texts[:COMPARED]) for one in models.values()]
    rows = []
    for name, metric in metrics.items():
        cells = []
        for probabilities in read.values():
            low, high = interval(metric, targets, probabilities)
            cells.append(f"{metric(targets, probabilities):.3f} [{low:.3f}, {high:.3f}]")
        rows.append((name, *cells))
    cosines = [(meaning * meanings[0]).sum(1) for meaning in meanings]
    rows.append(("cosine to float32 embedding, mean", *(f"{c.mean():.4f}" for c in cosines)))
    rows.append(("cosine to float32 embedding, least", *(f"{c.min():.4f}" for c in cosines)))
    rows.append(("size, MB", *(f"{path.stat().st_size / 1e6:.1f}" for path in forms.values())))

    shipped = read[list(forms)[1]]
    each = f1_score(targets, shipped >= np.array(cuts), average=None, zero_division=0)
    support = targets.sum(0).astype(int)
    label_rows = [
        (label, f"{f1:.2f}", str(count), f"{cut:.2f}")
        for label, f1, count, cut in zip(labels, each, support, cuts, strict=True)
    ]
    clear = len(basic_pairs(targets, shipped)[0])
    return "\n".join(
        [
            "# How well words are read",
            "",
            f"Command: `python -m backends.cascade.train.words {shlex.join(sys.argv[1:])}`",
            "",
            f"GoEmotions' own test split, {len(targets)} comments; 95 % intervals from "
            f"{RESAMPLES} bootstrap resamples of the comments. The seven basic emotions are judged "
            f"on the {clear} comments whose labels all belong to one of them. Dev macro-F1 at .3 "
            f"after each epoch: {', '.join(f'{value:.3f}' for value in history)}. "
            f"Temperature fitted on dev: {divisor:.2f}. "
            f"Cosines are over the first {COMPARED} comments.",
            "",
            _table(("", *forms), rows),
            "",
            "## Each label, by the shipped file at its threshold",
            "",
            _table(("label", "F1", "comments", "threshold"), label_rows),
            "",
        ]
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
