"""What the labels of a table are: words, a data set's codes, numbers, polarities, or no label.

A letter or a number means an emotion only among its like: "F" is Freude in EmoDB and fear in
CREMA-D. So a column is looked at as a whole, and where its letters could be of two sets that
disagree, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from backends.words import Sentence, Words
from demo.ground_truth.file_names import RAVDESS_EMOTIONS

_SAY = Words(__file__)


class Kind(StrEnum):
    """What a column of labels holds."""

    WORDS = "words"
    """Words, or codes that are decoded."""
    LETTERS = "letters"
    """Letters that data sets use for different emotions."""
    NUMBERS = "numbers"
    POLARITIES = "polarities"


@dataclass(frozen=True)
class Labels:
    """Labels by clip: words, and "" where there is none that names an emotion."""

    texts: dict[str, str]
    kind: Kind = Kind.WORDS
    remarks: list[Sentence] = field(default_factory=list)
    """What a person has to know of them, a sentence each."""


_ABBREVIATED = {
    "ang": "angry", "hap": "happy", "exc": "excited", "sad": "sad", "neu": "neutral",
    "fru": "frustrated", "fea": "fearful", "sur": "surprised", "dis": "disgusted",
    "con": "contemptuous", "cal": "calm", "bor": "bored", "wor": "worried",
}  # fmt: skip
"""IEMOCAP's and CREMA-D's codes, and their like: in any column, they are nothing else."""

_COLUMNS: tuple[Mapping[str, str], ...] = (
    {"w": "angry", "l": "bored", "e": "disgusted", "a": "fearful", "f": "happy", "t": "sad",
     "n": "neutral"},
    {"a": "angry", "d": "disgusted", "f": "fearful", "h": "happy", "n": "neutral", "s": "sad"},
    {"a": "angry", "d": "disgusted", "f": "fearful", "h": "happy", "n": "neutral", "sa": "sad",
     "su": "surprised"},
    {"a": "angry", "d": "disgusted", "f": "fearful", "h": "happy", "n": "neutral", "s": "sad",
     "u": "surprised", "c": "contemptuous", "o": "", "x": ""},
    RAVDESS_EMOTIONS,
)  # fmt: skip
"""Codes that mean what they do in a column of nothing else: EmoDB's, CREMA-D's, SAVEE's,
MSP-Podcast's (with "other" and "no agreement"), RAVDESS'."""

_EVERY = _SAY.every("label_words")
_NONE = frozenset(word for words in _EVERY.values() for word in words["none"].split())
"""How data sets write that there is no label, or none of theirs."""
_POLARITIES = frozenset(word for words in _EVERY.values() for word in words["polarity"].split())
_NEUTRAL = frozenset(word for words in _EVERY.values() for word in words["neutral"].split())

_NUMBER = re.compile(r"[-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_EXAMPLES = 3


def decoded(file: str, labels: Mapping[str, str]) -> Labels:
    """The labels of a column, by clip, decoded as far as they can only mean one thing.

    `file` is the table's name, for the remarks.
    """
    spelt = {clip: label.strip().casefold() for clip, label in labels.items()}
    unlabelled = {label: None for label in spelt.values() if label in _NONE}
    values = {label: None for label in spelt.values() if label and label not in _NONE}
    kind, code = _kind(values.keys())
    none = [clip for clip, label in spelt.items() if label in _NONE or code.get(label) == ""]
    unlabelled |= {label: None for label in values if code.get(label) == ""}
    texts = {
        clip: "" if kind in (Kind.LETTERS, Kind.NUMBERS) else code.get(spelt[clip], label)
        for clip, label in labels.items()
    }
    texts |= dict.fromkeys(none, "")
    remarks = []
    if none:
        remarks.append(_SAY("labels_are.none", file=file, n=len(none), examples=_some(unlabelled)))
    if kind is not Kind.WORDS:
        remarks.append(_SAY(f"labels_are.{kind}", file=file, examples=_some(values)))
    return Labels(texts, kind, remarks)


def _kind(values: Set[str]) -> tuple[Kind, Mapping[str, str]]:
    """What these labels are, in small letters, and what each code among them means."""
    fitting = [codes for codes in _COLUMNS if values <= codes.keys()]
    if values and fitting:
        first, *others = fitting
        if all(first[value] == other[value] for other in others for value in values):
            return Kind.WORDS, first
        return Kind.LETTERS, {}
    if values and all(map(_NUMBER.fullmatch, values)):
        return Kind.NUMBERS, {}
    if values & _POLARITIES and values <= _POLARITIES | _NEUTRAL:
        return Kind.POLARITIES, {}
    return Kind.WORDS, _ABBREVIATED


def _some(labels: Mapping[str, None]) -> list[str]:
    return [*labels][:_EXAMPLES]
