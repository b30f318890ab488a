"""Where everything stands on the drawn emotion wheel: sectors as a ring, words inside of it.

Lengths are in the units of the drawing, a square of `SIZE`; angles run clockwise from the top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from demo.metrics import WordPlace

SIZE = 400
OUTER, RING, INNER = 198.0, 168.0, 156.0
"""Radii: sectors' names lie between OUTER and RING, petals between RING and INNER."""
NAMES = 178.0
"""Radius of the line on which a sector's name stands."""
WORDS = 108.0
"""Radius about which the words of a sector are stacked."""
LINE = 16.0
LINES = 5
"""Most lines in one sector; where there are more words, the last line says how many."""
GAP = 0.004
"""Part of the circle left free between two sectors."""


@dataclass(frozen=True)
class Entry:
    """One emotion word, who used it, and where it stands."""

    word: str
    truth: bool
    backend: bool
    petal: str | None = None
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class Petal:
    """A level-2 sector that is in use."""

    name: str
    status: str
    outline: str


@dataclass(frozen=True)
class Sector:
    """A level-1 sector; `status` says who uses it, in the words of the clue agreement."""

    name: str
    status: str
    """ "matched": both; "missed": the ground truth alone; "unsupported": the backend alone; ""."""
    outline: str
    wedge: str
    """From the ring to the centre, where the words stand."""
    name_line: str
    petals: list[Petal]
    entries: list[Entry]
    """All of its words, of which the first `shown` are drawn."""
    shown: int
    more: Entry | None
    """Where the number of words that are not drawn stands."""


@dataclass(frozen=True)
class DrawnWheel:
    """The drawing, and the words that it has no place for."""

    sectors: list[Sector]
    unknown: list[Entry]


def draw(sectors: Mapping[str, Sequence[str]], words: Sequence[WordPlace]) -> DrawnWheel:
    """Place `words` on a wheel of `sectors` (level-1 name → its level-2 names, in order)."""
    step = 1 / max(1, len(sectors))
    drawn = [
        _sector(name, petals, [word for word in words if word.sector == name], i * step, step)
        for i, (name, petals) in enumerate(sectors.items())
    ]
    return DrawnWheel(drawn, _entries([word for word in words if word.sector not in sectors]))


def _sector(
    name: str, petals: Sequence[str], words: Sequence[WordPlace], start: float, step: float
) -> Sector:
    end, middle = start + step - GAP, start + (step - GAP) / 2
    entries = _entries(words)
    shown = len(entries) if len(entries) <= LINES else LINES - 1
    lines = min(len(entries), LINES)
    x, y = _point(WORDS, middle)
    places = [(x, y + (i - (lines - 1) / 2) * LINE) for i in range(lines)]
    stacked = [
        Entry(entry.word, entry.truth, entry.backend, entry.petal, *place)
        for entry, place in zip(entries, places, strict=False)
    ]
    upright = 0.25 < middle < 0.75  # the lower half's names run the other way, to be readable
    return Sector(
        name=name,
        status=_status(words),
        outline=_band(OUTER, RING, start, end),
        wedge=f"{_arc(INNER - 2, start, end)} L{SIZE / 2},{SIZE / 2} Z",
        name_line=_arc(NAMES + 6, end, start) if upright else _arc(NAMES - 1, start, end),
        petals=[
            Petal(petal, _status(here), _band(RING - 2, INNER, *_part(start, end, i, len(petals))))
            for i, petal in enumerate(petals)
            if (here := [word for word in words if word.petal == petal])
        ],
        entries=stacked[:shown] + entries[shown:],
        shown=shown,
        more=Entry(f"+{len(entries) - shown}", False, False, None, *places[-1])
        if shown < len(entries)
        else None,
    )


def _entries(words: Sequence[WordPlace]) -> list[Entry]:
    """Each word once, those of both sides first, then by petal."""
    used: dict[str, list[WordPlace]] = {}
    for word in words:
        used.setdefault(word.word.casefold(), []).append(word)
    entries = [
        Entry(
            places[0].word,
            any(place.source == "truth" for place in places),
            any(place.source == "backend" for place in places),
            places[0].petal,
        )
        for places in used.values()
    ]
    return sorted(entries, key=lambda e: (-(e.truth + e.backend), e.backend, e.petal or ""))


def _status(words: Sequence[WordPlace]) -> str:
    sources = {word.source for word in words}
    if len(sources) == 2:
        return "matched"
    return {"truth": "missed", "backend": "unsupported"}[sources.pop()] if sources else ""


def _part(start: float, end: float, i: int, parts: int) -> tuple[float, float]:
    width = (end - start) / parts
    return start + i * width, start + (i + 1) * width - GAP / 2


def _point(radius: float, turn: float) -> tuple[float, float]:
    """The point at `turn` (part of a full circle) on the circle of `radius`."""
    angle = 2 * pi * turn
    return SIZE / 2 + radius * sin(angle), SIZE / 2 - radius * cos(angle)


def _arc(radius: float, start: float, end: float, begin: str = "M") -> str:
    (x0, y0), (x1, y1) = _point(radius, start), _point(radius, end)
    large, clockwise = int(abs(end - start) > 0.5), int(end > start)
    return f"{begin}{x0:.1f},{y0:.1f} A{radius},{radius} 0 {large} {clockwise} {x1:.1f},{y1:.1f}"


def _band(outer: float, inner: float, start: float, end: float) -> str:
    return f"{_arc(outer, start, end)} {_arc(inner, end, start, 'L')} Z"
