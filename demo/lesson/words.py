"""The wheel of words that voters choose from, and what a group of words is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

from backends.base import Language
from demo.lesson.refusals import SAY
from demo.metrics.clues import PICTURE_WHEEL
from demo.metrics.wheels import own

NOT_OFFERED = {"aroused", "aware", "creative", "intimate", "motivate", "nurturing", "open"}
"""Known when typed, and not offered to a class."""
WIDE = 0x2E80
"""From this letter on, those of Chinese and its neighbours."""
SIZE, OUTER, INNER, NAMES = 200, 98.0, 34.0, 70.0
"""Of the drawing, a square: its side, the radii of the ring, and that of the names."""


@dataclass(frozen=True)
class Sector:
    """A part of the wheel, with the words that it stands for."""

    key: str
    name: str
    words: tuple[str, ...]
    outline: str
    x: float
    y: float


@cache
def wheel(language: Language) -> tuple[Sector, ...]:
    """The sectors in order, each with one word for every meaning in it."""
    table = own()
    names = SAY.table(language, "sector")
    meanings = [one for one in dict.fromkeys(table.meanings.values()) if one not in NOT_OFFERED]
    keys = [*table.wheels[PICTURE_WHEEL].sectors]
    return tuple(
        Sector(
            key,
            names.get(key, key),
            tuple(
                called(one, language)
                for one in meanings
                if table.sector(one, PICTURE_WHEEL, 1) == key
            ),
            _outline(n / len(keys), (n + 1) / len(keys)),
            *_point(NAMES, (n + 0.5) / len(keys)),
        )
        for n, key in enumerate(keys)
    )


@cache
def _chinese() -> dict[str, str]:
    """Meaning → the first word of it in Chinese characters."""
    found: dict[str, str] = {}
    for spelling, meaning in own().meanings.items():
        if ord(spelling[0]) >= WIDE:
            found.setdefault(meaning, spelling)
    return found


def called(meaning: str, language: Language) -> str:
    """What a meaning of the word table is called in a language; English where it has no word."""
    return _chinese().get(meaning, meaning) if _wide(language) else meaning


def shown(word: str, language: Language) -> str:
    """A word of a data set or a model in a reader's language, where the table can tell it."""
    meaning = own().m2(word)
    same = not word or (ord(word[0]) >= WIDE) == _wide(language)
    return word if meaning is None or same else called(meaning, language)


def _wide(language: Language) -> bool:
    """Whether a language's emotion words are written in Chinese characters."""
    return SAY.text(language, "emotion_words") == "characters"


def group(word: str) -> tuple[str, bool]:
    """The group that a voter's word counts for, and whether the table knows it."""
    meaning = own().m2(word)
    return (meaning, True) if meaning else (" ".join(word.casefold().split()), False)


def sector_of(key: str) -> str:
    """The part of the wheel that a group stands in; "" where it has none."""
    return own().sector(key, PICTURE_WHEEL, 1) or ""


def _outline(start: float, end: float) -> str:
    (a, b), (c, d) = _point(OUTER, start), _point(OUTER, end)
    (e, f), (g, h) = _point(INNER, end), _point(INNER, start)
    return (
        f"M{a:.1f},{b:.1f} A{OUTER},{OUTER} 0 0 1 {c:.1f},{d:.1f} "
        f"L{e:.1f},{f:.1f} A{INNER},{INNER} 0 0 0 {g:.1f},{h:.1f} Z"
    )


def _point(radius: float, turn: float) -> tuple[float, float]:
    angle = 2 * pi * turn
    return SIZE / 2 + radius * sin(angle), SIZE / 2 - radius * cos(angle)
