"""The written account of what the voice head can do, from its predictions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backends.cascade.train.voice_data import CONDITIONS
from backends.cascade.train.voice_fit import HeadPredictions, calibration_error, interval, recalls
from backends.reading.basic_emotions import BASIC

DESCRIBED = {
    "clean": "as recorded",
    "noise": "white or pink noise, 5 to 20 dB below the speech",
    "telephone": "300 to 3400 Hz, 8 kHz, 8-bit mu-law",
    "crop": "0.9 to 1.6 s out of the spoken part",
}


def report(
    title: str,
    command: str,
    judged: HeadPredictions,
    seed: int,
    notes: Sequence[str],
    new_words: HeadPredictions | None = None,
) -> str:
    """Markdown: accuracy by condition, recall and confusion on clean sound, calibration.

    `new_words` adds the same figures for a sentence that was kept out of training.
    """
    actors = sorted({int(actor) for actor in judged.actor})
    lines = [
        f"# {title}",
        "",
        f"Made by `{command}`.",
        "",
        f"{len(judged.emotion)} recordings of {len(actors)} actors ({_ranges(actors)}); seven "
        f"emotions, chance {1 / len(BASIC):.0%}, always answering {_commonest(judged)}.",
        *notes,
        "",
        *_table(judged, seed),
        "",
        "UAR is the mean of the recalls, which gives every emotion the same weight.",
        "",
        "## By emotion, as recorded",
        "",
        "Rows: what was acted. Columns: share of the recordings that were heard so.",
        "",
        "| acted | recall | " + " | ".join(BASIC) + " |",
        "|---|---|" + "---|" * len(BASIC),
        *_confusion_rows(judged),
    ]
    if new_words is not None:
        lines += ["", "## With a new sentence", ""]
        lines += ["As above, and the sentence that is judged was kept out of training too, so that"]
        lines += ["half of the recordings were left to train on.", "", *_table(new_words, seed), ""]
        lines += [
            "| acted | recall | " + " | ".join(BASIC) + " |",
            "|---|---|" + "---|" * len(BASIC),
        ]
        lines += _confusion_rows(new_words)
    return "\n".join([*lines, ""])


def _table(judged: HeadPredictions, seed: int) -> list[str]:
    return [
        "| sound | accuracy | 95 % interval over actors | UAR | calibration error before the "
        "temperature | after |",
        "|---|---|---|---|---|---|",
        *(_condition_row(judged, name, seed) for name in DESCRIBED),
    ]


def _condition_row(judged: HeadPredictions, name: str, seed: int) -> str:
    place = list(CONDITIONS).index(name)
    probabilities, emotion = judged.calibrated[:, place], judged.emotion
    accuracy = (probabilities.argmax(axis=1) == emotion).mean()
    low, high = interval(probabilities, emotion, judged.actor, seed)
    balanced = np.nanmean(recalls(probabilities, emotion))
    before = calibration_error(judged.raw[:, place], emotion)
    after = calibration_error(probabilities, emotion)
    return (
        f"| {name}: {DESCRIBED[name]} | {accuracy:.1%} | {low:.1%} to {high:.1%} | "
        f"{balanced:.1%} | {before:.3f} | {after:.3f} |"
    )


def _confusion_rows(judged: HeadPredictions) -> list[str]:
    heard = judged.calibrated[:, 0].argmax(axis=1)
    rows = []
    for k, word in enumerate(BASIC):
        shares = [np.mean(heard[judged.emotion == k] == j) for j in range(len(BASIC))]
        cells = " | ".join(f"{share:.2f}" for share in shares)
        rows.append(f"| {word} | {shares[k]:.2f} | {cells} |")
    return rows


def _commonest(judged: HeadPredictions) -> str:
    counts = np.bincount(judged.emotion, minlength=len(BASIC))
    return f"{BASIC[counts.argmax()]} {counts.max() / counts.sum():.0%}"


def _ranges(actors: list[int]) -> str:
    if actors == list(range(actors[0], actors[-1] + 1)):
        return f"{actors[0]} to {actors[-1]}"
    return ", ".join(map(str, actors))
