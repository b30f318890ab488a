"""GoEmotions as files: comments and the emotions that several people read in each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Split:
    """Comments, and which of the labels apply to each: float32 [n, labels] of 0 and 1."""

    texts: list[str]
    targets: NDArray[np.float32]


def read_split(folder: Path, name: str, labels: int) -> Split:
    """Read `goemo_<name>.tsv`: on each line a text, label numbers joined by commas, an id."""
    lines = (folder / f"goemo_{name}.tsv").read_text("utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line]
    targets = np.zeros((len(rows), labels), np.float32)
    for target, (_, numbers, _) in zip(targets, rows, strict=True):
        target[[int(number) for number in numbers.split(",")]] = 1
    return Split([text for text, _, _ in rows], targets)
