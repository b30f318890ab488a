"""The tables of a lexicon of aspects, as `aspects.<language>.toml` writes them."""

from __future__ import annotations

from collections.abc import Set

from pydantic import BaseModel, ConfigDict, Field

from backends.base import Modality
from backends.reading.readings import NUMBER, Reading


class AspectEntry(BaseModel):
    """One entry of the lexicon; the English file's head tells what each field is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    modality: Modality
    title: str
    of: str = ""
    values: dict[str, str] = Field(default_factory=dict)
    alone: dict[str, str] = Field(default_factory=dict)
    opposite: list[tuple[str, str]] = Field(default_factory=list)
    number: str = ""
    bands: dict[str, tuple[float, float]] = Field(default_factory=dict)
    quoted: bool = False
    ambient: bool = False

    def banded(self, found: Set[Reading]) -> set[Reading]:
        """What the figures among `found` say in words, by `bands`; nothing beside words of theirs.

        "Around 106 Hz" is low by itself, but not where the sentence calls it high for this voice.
        """
        own = {one for one in found if one.aspect == self.key}
        if any(one.value != NUMBER for one in own):
            return set()
        return {
            Reading(self.key, value)
            for one in own
            for value, (low, high) in self.bands.items()
            if low <= one.low and one.high <= high
        }


class EmotionEntries(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: dict[Modality, str]
    frames: dict[Modality, str] = Field(default_factory=dict)
    words: dict[str, str]
    meanings: dict[str, list[str]] = Field(default_factory=dict)
    mild: list[str]
    """What a calm face or voice may show too."""
    pleasant: list[str]
    unpleasant: list[str]
