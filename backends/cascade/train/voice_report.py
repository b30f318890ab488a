"""The written account of what the voice head can do on voices that it never met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from backends.cascade.train.figures import Floats, Judged, figures, intervals
from backends.cascade.train.voice_data import CONDITIONS, Features
from backends.cascade.train.voice_fit import softmax
from backends.reading.basic_emotions import BASIC

DESCRIBED = {
    "clean": "as recorded",
    "crop": "0.8 to 2 s out of the spoken part",
    "changed": "up to a tenth faster or slower, white or pink noise 5 to 20 dB below the speech",
}
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True)
class Trial:
    """Logits (recordings, conditions, 7) of heads that were kept from something: what, in words."""

    title: str
    logits: Floats
    corpora: tuple[str, ...]
    """Those that are judged."""


def report(
    command: str, data: Features, trials: Sequence[Trial], temperature: float, notes: Sequence[str]
) -> str:
    """Markdown: figures by corpus and sound, what naming by confidence comes to, recall."""
    lines = ["# The voice head on voices it never met", "", f"Made by `{command}`.", ""]
    for corpus in np.unique(data.corpus):
        members = data.corpus == corpus
        lines.append(
            f"- {corpus}: {members.sum()} recordings, "
            f"{len(np.unique(data.speaker[members]))} speakers, "
            f"{len(np.unique(data.emotion[members]))} emotions"
        )
    lines += ["", *notes]
    for trial in trials:
        lines += ["", f"## {trial.title}", "", *_figures(data, trial, temperature)]
    lines += ["", "## When an emotion is named only from a probability on", ""]
    lines += [
        "Clean sounds, all seven emotions to choose from: how many are named, how often rightly.",
        "",
        "| left out | corpus | " + " | ".join(f"from {least}" for least in THRESHOLDS) + " |",
        "|---|---|" + "---|" * len(THRESHOLDS),
        *_named(data, trials, temperature),
    ]
    for trial in trials[:2]:
        lines += ["", f"## By emotion: {trial.title[0].lower()}{trial.title[1:]}", ""]
        lines += ["Clean sounds. Columns: share of the recordings that were heard so."]
        for corpus in trial.corpora:
            lines += ["", *_confusion(data, trial, corpus)]
    return "\n".join([*lines, ""])


def _figures(data: Features, trial: Trial, temperature: float) -> Iterator[str]:
    yield "| corpus | sound | n | accuracy | mean recall | macro-F1 | calibration error |"
    yield "|---|---|---|---|---|---|---|"
    for corpus in trial.corpora:
        for place, name in enumerate(CONDITIONS):
            judged = _judged(data, trial, corpus, place, temperature, own=True)
            found, between = figures(judged), intervals(judged, 0)
            cells = [
                f"{found[key]:.3f} ({between[key][0]:.3f} to {between[key][1]:.3f})"
                for key in ("accuracy", "balanced", "macro_f1", "ece")
            ]
            row = " | ".join([corpus, f"{name}: {DESCRIBED[name]}", str(len(judged.label)), *cells])
            yield f"| {row} |"


def _named(data: Features, trials: Sequence[Trial], temperature: float) -> Iterator[str]:
    for trial in trials:
        for corpus in trial.corpora:
            judged = _judged(data, trial, corpus, 0, temperature, own=False)
            sure = judged.probabilities.max(axis=1)
            right = judged.probabilities.argmax(axis=1) == judged.label
            cells = []
            for least in THRESHOLDS:
                told = sure >= least
                rightly = f"{right[told].mean():.2f}" if told.any() else "–"
                cells.append(f"{told.mean():.2f}, right {rightly}")
            yield f"| {trial.title} | {corpus} | {' | '.join(cells)} |"


def _confusion(data: Features, trial: Trial, corpus: str) -> Iterator[str]:
    judged = _judged(data, trial, corpus, 0, 1.0, own=False)
    heard = judged.probabilities.argmax(axis=1)
    yield f"| {corpus} | n | " + " | ".join(BASIC) + " |"
    yield "|---|---|" + "---|" * len(BASIC)
    for k in np.unique(judged.label):
        members = judged.label == k
        shares = " | ".join(f"{np.mean(heard[members] == j):.2f}" for j in range(len(BASIC)))
        yield f"| {BASIC[k]} | {members.sum()} | {shares} |"


def _judged(
    data: Features, trial: Trial, corpus: str, condition: int, temperature: float, *, own: bool
) -> Judged:
    """One corpus in one condition; `own`: only its emotions compete. Recordings of an emotion that
    the heads never heard are left out."""
    members = np.flatnonzero(data.corpus == corpus)
    label = data.emotion[members]
    found = trial.logits[members, condition] / temperature
    known = np.isfinite(found[np.arange(len(label)), label])
    if own:
        found = np.where(np.isin(np.arange(len(BASIC)), label[known]), found, -np.inf)
    return Judged(softmax(found[known]), label[known], data.speaker[members][known])
