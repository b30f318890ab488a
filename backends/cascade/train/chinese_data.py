"""What the reader of Chinese learns from: lines with one of the seven basic emotions each."""

from __future__ import annotations

import csv
import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC

CPED = {
    "neutral": "neutral", "happy": "happy", "grateful": "happy", "sadness": "sad", "depress": "sad",
    "anger": "angry", "fear": "fearful", "disgust": "disgusted", "astonished": "surprised",
}  # fmt: skip
"""CPED's emotions (Chen et al. 2022) → basic emotions; the other four are none of the seven."""

STANCES = frozenset(
    {"admiration", "approval", "caring", "confusion", "curiosity", "desire", "disapproval",
     "optimism", "realization"}
)  # fmt: skip
"""Labels of GoEmotions that are left out: their lines are no signs of the emotion's group."""

MOST_HAPPY, MOST_NEUTRAL = 3000, 1500
"""Lines of GoEmotions used of its two common groups: of the others there are far fewer."""

BLOCK, EVERY = 50, 10
"""Of CPED's lines, which follow each other in a scene, every so manieth block is held out."""


@dataclass(frozen=True)
class Lines:
    """Texts, and of each the number of its emotion in `BASIC`, int64 [n]."""

    texts: list[str]
    emotions: NDArray[np.int64]

    @staticmethod
    def of(pairs: Iterable[tuple[str, str]]) -> Lines:
        """From pairs of a text and a basic emotion."""
        texts, emotions = zip(*pairs, strict=True)
        return Lines(list(texts), np.array([BASIC.index(one) for one in emotions], np.int64))

    def __add__(self, other: Lines) -> Lines:
        return Lines(self.texts + other.texts, np.append(self.emotions, other.emotions))

    def at(self, rows: NDArray[np.bool_]) -> Lines:
        """Those of the rows that are wanted."""
        kept = [text for text, wanted in zip(self.texts, rows, strict=True) if wanted]
        return Lines(kept, self.emotions[rows])


def cped(file: Path, split: str) -> Lines:
    """CPED's lines of one split whose emotion is one of the seven, in the order of the file."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["split"] == split]
    return Lines.of((row["text"], CPED[row["emotion"]]) for row in rows if row["emotion"] in CPED)


def held_out(lines: Lines) -> NDArray[np.bool_]:
    """Which lines [n] are kept from training, to calibrate on: whole blocks of a scene."""
    rows: NDArray[np.bool_] = np.arange(len(lines.texts)) // BLOCK % EVERY == EVERY - 1
    return rows


def punctuated(lines: Lines, dice: random.Random) -> Lines:
    """CPED writes blanks where others write marks: half of its lines as others write them."""
    texts = [
        text.replace(" ", "，") + dice.choice("。。！？ ").strip() if dice.random() < 0.5 else text
        for text in lines.texts
    ]
    return Lines(texts, lines.emotions)


def goemotions(folder: Path, split: str, dice: random.Random) -> Lines:
    """GoEmotions' English comments with a single label that is a sign of its basic emotion."""
    labels = (folder / "goemo_labels.txt").read_text("utf-8").split()
    found: list[tuple[str, str]] = []
    for line in (folder / f"goemo_{split}.tsv").read_text("utf-8").splitlines():
        text, numbers, _ = line.split("\t")
        if "," not in numbers and (label := labels[int(numbers)]) not in STANCES:
            found.append((text, GOEMOTIONS_TO_BASIC[label]))
    dice.shuffle(found)
    most = {"happy": MOST_HAPPY, "neutral": MOST_NEUTRAL}
    kept: list[tuple[str, str]] = []
    for emotion in BASIC:
        mine = [pair for pair in found if pair[1] == emotion]
        kept += mine[: most.get(emotion)]
    return Lines.of(kept)


def feelings() -> Lines:
    """Lines made from `feelings.zh.toml`: feelings said and denied, and outcries."""
    return Lines.of(_feelings())


def _feelings() -> Iterator[tuple[str, str]]:
    written = tomllib.loads(Path(__file__).with_name("feelings.zh.toml").read_text("utf-8"))
    templates = {name: text.split() for name, text in written["templates"].items()}
    for emotion, words in written["feelings"].items():
        happy = emotion == "happy"
        denied = templates["denied_happy" if happy else "denied"]
        for word, form in product(words.split(), templates["said"]):
            yield form.format(f=word), emotion
        for word, form in product(words.split(), denied):
            yield form.format(f=word), "sad" if happy else "neutral"
    for emotion, cries in written["outcries"].items():
        for cry, end in product(cries.split(), ("", "！", "。", "啊")):
            yield cry + end, emotion
