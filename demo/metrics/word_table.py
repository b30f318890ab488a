"""What a wheel and a table of emotion words are: data and look-ups, however they were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Level = Literal[1, 2]
"""1: the sectors of a wheel. 2: their petals."""


@dataclass(frozen=True)
class Wheel:
    """One emotion wheel: sector (level 1) → petal (level 2) → words (level 3), lower case."""

    name: str
    source: str
    sectors: Mapping[str, Mapping[str, tuple[str, ...]]]

    def place(self, word: str) -> tuple[str, str] | None:
        """The sector and the petal of a word that stands on this wheel, else None.

        A level-1 word's petal is its alphabetically first one. A word that stands in two places
        (wheel 2 has four) counts in the last, and so does MER-UniBench's scorer.
        """
        return self._places.get(word)

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        places = {}
        for sector, petals in self.sectors.items():
            places[sector] = (sector, min(petals))
            for petal, words in petals.items():
                places.update(dict.fromkeys((petal, *words), (sector, petal)))
        return places


@dataclass(frozen=True)
class WordTable:
    """Which emotion words are forms of which, mean which, and stand where on the wheels.

    The functions below are M1, M2 and M3 of OV-MER (arXiv 2410.01495) and of MER-UniBench
    (AffectGPT, arXiv 2501.16566); each answers None for a word that the table doesn't know.
    """

    name: str
    wheels: tuple[Wheel, ...]
    spelling: Callable[[str], str]
    """A word as it was written → the key that it has in the three tables below."""
    roots: Mapping[str, str]
    """Word → M1, the word that it is a form of."""
    meanings: Mapping[str, str]
    """Word → M2, the word that it means."""
    anchors: Mapping[str, tuple[str | None, ...]]
    """Word → the word of each wheel that speaks for it; None where a wheel has none."""

    def knows(self, word: str) -> bool:
        """Whether the word is in the table, on whichever wheel."""
        return self.spelling(word) in self.roots

    def m1(self, word: str) -> str | None:
        """The word that `word` is a form of: "sadness" → "sad"."""
        return self.roots.get(self.spelling(word))

    def m2(self, word: str) -> str | None:
        """The word that stands for its meaning: "gloomy" → "sad"."""
        return self.meanings.get(self.spelling(word))

    def sector(self, word: str, wheel: int, level: Level) -> str | None:
        """M3: where `word` stands on `wheels[wheel]` (counted from 0), as sector or as petal."""
        anchors = self.anchors.get(self.spelling(word))
        anchor = anchors[wheel] if anchors else None
        place = self.wheels[wheel].place(anchor) if anchor else None
        return place[level - 1] if place else None
