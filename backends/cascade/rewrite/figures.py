"""The figures of a sentence, each with its unit, and whether clues give them.

A figure in seconds tells when a clue is or how long; any other is one that the clue gives itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from backends.base import Clue
from backends.reading.patterns import Patterns

NEAR = 0.15
"""Seconds that a moment may lie off: a tenth, and what rounding to tenths takes."""

_READ = Patterns(__file__, "figures")

_N = r"\d+(?:\.\d+)?"
_S = f"(?:{_READ.every('unit.s')})(?![a-z])"
_UNITS = {
    "%": f"%|％|{_READ.every('unit.%')}",
    "s": _S,
    **{unit: _READ.every(f"unit.{unit}") for unit in ("Hz", "dB", "semitones", "syllables/s")},
}
_FIGURE = re.compile(
    rf"(?P<n>{_N})\s*-?\s*(?:{'|'.join(f'({unit})' for unit in _UNITS.values())})?", re.IGNORECASE
)
_SPAN = re.compile(
    rf"(?P<first>{_N})\s*(?:{_S})?\s*(?:{_READ.every('span_to')}|-|–)\s*(?P<last>{_N})\s*-?\s*{_S}",
    re.IGNORECASE,
)
_ABOUT = f"(?:{_READ.every('about')})?"
_STARTS = re.compile(
    rf"(?:{_READ.every('starts')})\s*{_ABOUT}(?:{_READ.every('ordinal')})?\s*$", re.IGNORECASE
)
_ENDS = re.compile(f"(?:{_READ.every('ends')}){_ABOUT}$", re.IGNORECASE)
_LASTS = re.compile(rf"(?:{_READ.every('lasts')})\s*{_ABOUT}$", re.IGNORECASE)
_AT = re.compile(rf"(?:{_READ.every('at')})\s*$", re.IGNORECASE)
_STARTS_AFTER = re.compile(_READ.every("starts_after"))
_ENDS_AFTER = re.compile(_READ.every("ends_after"))
_IS_SECONDS = re.compile(_S)


class Figure(NamedTuple):
    """A number and its unit, "" where none is told; `step` is its last written digit's worth."""

    value: float
    unit: str
    step: float = 0.0


def all_in(text: str) -> set[Figure]:
    """All figures of a text."""
    return {figure for _, figure in _found(text)}


def fit(text: str, clues: Sequence[Clue], others: Iterable[Figure] = ()) -> bool:
    """Whether every figure of `text` is one of the clues', or one of `others`.

    Seconds "from … to …" are a clue's start and end, those "until", "from" or "for" which are its
    end, start or length, those "at" which lie within it, each give or take NEAR; other figures
    have the unit that they have in the clue and are equal to it as far as they are written.
    """
    for span in _SPAN.finditer(text):
        first, last = float(span["first"]), float(span["last"])
        if first > last or not any(_near(first, c.start) and _near(last, c.end) for c in clues):
            return False
    text = _SPAN.sub("", text)
    known = [*others, *(figure for clue in clues for figure in _of(clue))]
    return all(
        any(_when(figure.value, text, place, clue) for clue in clues)
        if figure.unit == "s"
        else any(_equal(figure, other) for other in known)
        for place, figure in _found(text)
    )


def _found(text: str) -> Iterator[tuple[re.Match[str], Figure]]:
    for hit in _FIGURE.finditer(text):
        unit = next((u for u, told in zip(_UNITS, hit.groups()[1:], strict=True) if told), "")
        digits = len(hit["n"].partition(".")[2])
        yield hit, Figure(float(hit["n"]), unit, 10.0**-digits)


def _of(clue: Clue) -> Iterator[Figure]:
    """What a clue gives besides its time: the figures of its text, and what was measured."""
    yield from all_in(clue.text)
    if isinstance(clue.measure.value, float):
        yield Figure(clue.measure.value, clue.measure.unit)


def _equal(written: Figure, known: Figure) -> bool:
    same = written.unit == known.unit or (not written.unit and known.unit not in ("%", "s"))
    return same and abs(written.value - known.value) <= 0.51 * written.step


def _when(seconds: float, text: str, place: re.Match[str], clue: Clue) -> bool:
    """Whether a moment, or a length, of `text` is the clue's."""
    before, after = text[: place.start()], text[place.end() :].lstrip()
    if _LASTS.search(before):
        measured = clue.measure.value if _IS_SECONDS.fullmatch(clue.measure.unit) else None
        return _near(seconds, clue.end - clue.start) or measured == seconds
    if _ENDS.search(before) or _ENDS_AFTER.match(after):
        return _near(seconds, clue.end)
    if _STARTS.search(before) or _STARTS_AFTER.match(after):
        return _near(seconds, clue.start)
    if _AT.search(before):
        return clue.start - NEAR <= seconds <= clue.end + NEAR
    return _near(seconds, clue.start) or _near(seconds, clue.end)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR
