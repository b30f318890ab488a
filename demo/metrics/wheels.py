"""The tables of emotion words: ours, the default, and the published one."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from backends.reading.traditional import SIMPLIFIED
from demo.metrics.published_wheels import WheelError, published
from demo.metrics.word_table import Wheel, WordTable

__all__ = ["Wheel", "WheelError", "WordTable", "own", "published"]

WORDS = Path(__file__).resolve().parents[2] / "assets" / "words"


@cache
def own() -> WordTable:
    """Our table, from assets/words: bilingual, with `neutral` as a sector of its own.

    Each form belongs to one word (M1) and each word to one meaning (M2), so no form can lead to its
    opposite. On a wheel (M3) a word that stands there below level 1 keeps its place; any other
    stands where its meaning does.
    """
    wheels = tuple(
        Wheel(wheel["name"], wheel["source"], _lists_to_tuples(wheel["sectors"]))
        for wheel in _toml("wheels.toml")["wheel"]
    )
    roots: dict[str, str] = {}
    meanings: dict[str, str] = {}
    anchors: dict[str, tuple[str | None, ...]] = {}
    standing = [_below_level_1(wheel) for wheel in wheels]
    for meaning, entry in _toml("meanings.toml").items():
        for line in entry["words"].split("\n"):
            forms = line.split()
            for form in map(_spelling, forms):
                roots[form] = forms[0].replace("_", " ")
                meanings[form] = meaning
                anchors[form] = tuple(
                    words.get(form) or words.get(_spelling(forms[0])) or anchor or None
                    for words, anchor in zip(standing, entry["place"], strict=True)
                )
    return WordTable("EMER demo", wheels, _spelling, roots, meanings, anchors)


def _toml(name: str) -> dict[str, Any]:
    with (WORDS / name).open("rb") as file:
        return tomllib.load(file)


def _lists_to_tuples(
    sectors: dict[str, dict[str, list[str]]],
) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        sector: {petal: tuple(words) for petal, words in petals.items()}
        for sector, petals in sectors.items()
    }


def _below_level_1(wheel: Wheel) -> dict[str, str]:
    """Spelling → word, of a wheel's second and third levels."""
    return {
        _spelling(word): word
        for petals in wheel.sectors.values()
        for petal in petals
        for word in (petal, *petals[petal])
    }


_JOINTS = str.maketrans("", "", " \t\n_-‐'’")
"""What joins or ends the parts of a word, and says nothing about which word it is."""

_WRITTEN = _JOINTS | SIMPLIFIED


def _spelling(word: str) -> str:
    """One spelling for "light-hearted", "Lighthearted", "light_hearted"; for 快乐, 快樂, 快乐的."""
    return word.lower().translate(_WRITTEN).removesuffix("的")


def same_sector(
    left: WordTable, right: WordTable, wheel: int, words: Sequence[str]
) -> tuple[int, int]:
    """How many of `words` both tables put into the same sector of a wheel, and how many both place.

    A word that either of them doesn't know, or doesn't place on that wheel, counts for neither.
    """
    pairs = [(left.sector(word, wheel, 1), right.sector(word, wheel, 1)) for word in words]
    placed = [(one, other) for one, other in pairs if one and other]
    return sum(one == other for one, other in placed), len(placed)
