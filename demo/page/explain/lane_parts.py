"""What a lane is made of: bars, marks and the rows that hold them, and lines of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backends.base import Modality

ALIKE = 0.06
"""Seconds by which two times may differ and still be one: less than between two frames."""


@dataclass(frozen=True)
class Bar:
    """A stretch of the face's or the voice's course. Times in seconds."""

    start: float
    end: float
    label: str
    told: str
    """The whole of it in words: every emotion with its share."""
    look: str
    """How it is drawn: "sure", "unsure" or "unreadable"."""


@dataclass(frozen=True)
class Mark:
    """Something that happens in a moment, or a word, and how much room its name has."""

    start: float
    end: float
    until: float
    """Where the next one of its row begins (s): so long may its name be."""
    label: str
    told: str


@dataclass(frozen=True)
class Row:
    """A line of a lane. Several people have one each."""

    modality: Modality
    person: str
    """A letter; "" where it is of nobody, or where only one is followed."""
    bars: list[Bar]
    marks: list[Mark]


@dataclass(frozen=True)
class Told:
    """One line of the table that says in words what the lanes draw."""

    lane: str
    start: float
    end: float
    what: str
    sure: str
    measure: str


def spaced(
    spans: Sequence[tuple[float, float, str, str]], last: float, rows: int = 1
) -> list[Mark]:
    """Spans (start, end, label, told) in order of time, which take turns in so many rows; each with
    the room until the next in its row. Those that begin at once are one, named by the first.
    """
    marks: list[Mark] = []
    for start, end, label, told in spans:
        if marks and start - marks[-1].start < ALIKE and rows == 1:
            one = marks[-1]
            told, end = f"{one.told} · {told}", max(one.end, end)
            marks[-1] = replace(one, end=end, told=told)
        else:
            marks.append(Mark(start, end, last, label.strip(), told))
    starts = [mark.start for mark in marks[rows:]] + [last] * rows
    return [replace(mark, until=until) for mark, until in zip(marks, starts, strict=False)]
