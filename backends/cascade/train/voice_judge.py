"""Judges voices as the app does, on one's own: `voice --report FOLDER --labels FILE`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backends.backend import Request
from backends.base import Explanation, Modality
from backends.cascade import Cascade
from backends.cascade.train.figures import Floats, Judged, figures, intervals, recalls
from backends.cascade.voice import head as voice_head
from backends.cascade.voice import voice
from backends.clip import Clip
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC
from backends.reading.labels import normalise

SEED = 0


@dataclass(frozen=True)
class Labelled:
    """One line of the table."""

    path: Path
    emotion: int
    """Its place in BASIC."""
    speaker: str


def labelled(folder: Path, table: Path) -> tuple[list[Labelled], int]:
    """The lines of a table with the columns `file`, `emotion` and perhaps `speaker`, and how many
    were left out because their emotion is none of the seven.

    `file` is relative to the folder, with its ending; without a speaker each file is one of its
    own. Raises EmerError where the table can't be read, lacks a column, names a file that is not
    there, or holds none of the seven emotions.
    """
    try:
        with table.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines)
            if not {"file", "emotion"} <= set(reader.fieldnames or ()):
                raise EmerError(f"{table.name} needs the columns file and emotion.")
            rows = list(reader)
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise EmerError(f"{table.name} can't be read as a table in UTF-8.") from error
    found = []
    for row in rows:
        emotion, name = normalise(row["emotion"] or ""), row["file"] or ""
        if emotion not in BASIC:
            continue
        if not (folder / name).is_file():
            raise EmerError(f"{table.name}: there is no file “{name}” in {folder}.")
        found.append(
            Labelled(folder / name, BASIC.index(emotion), (row.get("speaker") or name).strip())
        )
    if not found:
        raise EmerError(f"{table.name} holds none of {', '.join(BASIC)}.")
    return found, len(rows) - len(found)


def report(folder: Path, table: Path) -> dict[str, Any]:
    """What the app's own code says of every sound, against the table; see `docs/training.md`.

    Figures are over the emotions that occur in the table: the answer is the likeliest of them.
    `named` is what a person gets from the sound alone: how often an emotion is named at all, and
    how often it is then the right one of all seven. Raises EmerError as `labelled` does, and where
    a sound can't be read or the voice head is left out.
    """
    if not voice_head.is_there():
        raise EmerError("The voice head is left out here, so there is nothing to judge.")
    lines, left_out = labelled(folder, table)
    classes = sorted({line.emotion for line in lines})
    probabilities: list[Floats] = []
    first: list[int | None] = []
    for line in lines:
        clip = Clip.open(line.path)
        heard = voice.listen(clip.sound, clip.start).probabilities
        nothing = np.full(len(classes), np.nan)
        among = nothing if heard is None else heard[classes].astype(np.float64)
        probabilities.append(among / among.sum())
        first.append(_named_first(clip))
    label = np.array([classes.index(line.emotion) for line in lines])
    speaker = np.array([line.speaker for line in lines])
    judged = Judged(np.stack(probabilities), label, speaker)
    named = np.array([one is not None for one in first])
    right = np.array([one == line.emotion for one, line in zip(first, lines, strict=True)])
    return {
        "n": len(lines),
        **_rounded(figures(judged)),
        "recall": {
            BASIC[k]: round(share, 4)
            for k, share in zip(classes, recalls(judged), strict=True)
            if share is not None
        },
        "named": {
            "share": round(float(named.mean()), 4),
            "right": round(float(right[named].mean()), 4) if named.any() else None,
        },
        "interval": {
            name: [round(low, 4), round(high, 4)]
            for name, (low, high) in intervals(judged, SEED).items()
        },
        "speakers": len(np.unique(speaker)),
        "not_judged": int(np.isnan(judged.probabilities).any(axis=1).sum()),
        "left_out": left_out,
    }


def _named_first(clip: Clip) -> int | None:
    """The place in BASIC of the first emotion that a person is told from the sound alone."""
    *_, last = Cascade().explain(clip, Request("en", frozenset({Modality.ACOUSTIC})))
    if not isinstance(last, Explanation) or not last.emotions:
        return None
    return BASIC.index(normalise(last.emotions[0].word))


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
