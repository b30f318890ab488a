"""Sentences of a model's text: where they end, which seconds they name, what they speak of."""

from __future__ import annotations

import re

from backends.base import Modality
from backends.reading.patterns import Patterns

_END = re.compile(
    r"(?<=[.!?])\s+(?=[^\s.,;:!?])|(?<=[.!?][\"”’)])\s+(?=[^\sa-z.,;:!?])"
    r"|(?<=[。！？])(?=[^”’」）\s])|\n+"
)
_SAID = Patterns(__file__, "sentences")

_ABBREVIATION = re.compile(f"(?:{_SAID.every('abbreviation')})$")

_SECONDS = f"(?:{_SAID.every('second')})(?![a-z])"
_NUMBER = r"(\d{1,2}:\d{2}(?:\.\d+)?|\d{1,4}(?:\.\d+)?)"
_SPAN = re.compile(
    rf"(?:{_SAID.every('span_from')}|[(\[（]\s*)"
    rf"{_NUMBER}\s*(?:{_SECONDS})?\s*(?:-|–|—|~|{_SAID.every('span_to')})\s*"
    rf"(?:{_SAID.every('ordinal')})?{_NUMBER}\s*(?:{_SECONDS}|[)\]）])",
    re.IGNORECASE,
)
_POINT = re.compile(
    rf"(?:{_SAID.every('point')})\s*{_NUMBER}\s*-?\s*{_SECONDS}"
    rf"|(?:{_SAID.every('clock')}|[(\[（]\s*)(\d{{1,2}}:\d{{2}}(?:\.\d+)?)",
    re.IGNORECASE,
)
_DURATION = re.compile(f"(?:{_SAID.every('duration')})$", re.IGNORECASE)

_SPEAKS_OF = {
    modality: re.compile(_SAID.every(f"speaks_of.{modality}"), re.IGNORECASE)
    for modality in Modality
}
"""Words that a sentence about a modality holds. A word list: it finds most, not all."""

_DENIES = re.compile(_SAID.every("denies"), re.IGNORECASE)
_STILL = re.compile(_SAID.every("still"), re.IGNORECASE)
"""What a sentence goes on with that denies and tells all the same."""


def split(text: str) -> list[str]:
    """The sentences of `text` in order, each with its closing mark, Latin or Chinese."""
    sentences: list[str] = []
    for piece in _END.split(text):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += f" {piece.strip()}"
        elif piece and piece.strip():
            sentences.append(piece.strip())
    return sentences


def moment(sentence: str, start: float, end: float) -> tuple[float, float]:
    """The part of the clip that a sentence names, else all of it: (start, end) in seconds.

    The clip's own seconds, which is how a model is told the times of a part and asked for them.
    "From 1 to 2 s", "(0:01-0:02)", "at 1.5 seconds" and "第1.5秒" are read; lengths ("for 2
    seconds") and moments outside of the part are not.
    """
    whole = start, end
    if span := _SPAN.search(sentence):
        if _DURATION.search(sentence[: span.start()]):
            return whole
        first, last = _seconds(span[1]), _seconds(span[2])
    elif point := _POINT.search(sentence):
        first = last = _seconds(point[1] or point[2])
    else:
        return whole
    return (first, last) if start <= first <= last <= end + 0.05 else whole


def speaks_of(sentence: str) -> frozenset[Modality]:
    """The modalities that a sentence speaks of by its words; often none."""
    return frozenset(m for m, words in _SPEAKS_OF.items() if words.search(sentence))


def denies(sentence: str) -> bool:
    """Whether a sentence says that there was nothing to see, hear or read, and tells no more."""
    return bool(_DENIES.search(sentence)) and not _STILL.search(sentence)


def _seconds(text: str) -> float:
    minutes, _, seconds = text.rpartition(":")
    return float(minutes or 0) * 60 + float(seconds)
