"""What a rationale claims, and how that stands next to what is measured in the clip."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from backends.modality import Data, Measure, Modality, Part


class Mark(StrEnum):
    """How a claim stands next to the clip."""

    BORNE_OUT = "borne out"
    CONTRADICTED = "contradicted"
    """The opposite is measured, and not just barely."""
    NOT_FOUND = "not found"
    """It was looked for; what is measured says neither yes nor no."""
    UNMEASURABLE = "can't be measured"
    """Nothing here measures it, or face or voice are too poorly seen or heard."""
    NOT_RECEIVED = "not received"
    """Of a modality that whoever claims it never got."""


class Claim(Data):
    """One thing that a rationale says of face, voice or words."""

    text: str = Field(min_length=1)
    """As it stands in the part."""
    part: Part
    """The part of the rationale that says it."""
    place: tuple[int, int]
    """The first of its letters in that part, and the one after its last."""
    modality: Modality
    """What it is about, which may be another than the part's."""
    aspect: str = ""
    """Of what: a key of the lexicon ("brows"); or why nothing measures it ("scene", "clothes")."""
    value: str = ""
    """What is said of it: "raised", "not raised", "number"."""
    person: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Letter of the person whom it names."""
    compared: str = Field(default="", exclude_if=lambda value: not value)
    """What it is compared with: "earlier" in this clip, "elsewhere" for other recordings."""
    quote: str = Field(default="", exclude_if=lambda value: not value)
    moment: tuple[float, float] | None = None
    """Start and end (s) that it names, by seconds, by a word that is said or by where in the clip;
    None: it tells no time."""
    mark: Mark
    said: str = Field(min_length=1)
    """What is measured, and from where on it is told, in one sentence."""
    measure: Measure | None = None
    start: float = Field(ge=0)
    """Where in the clip it was looked for, or found, in seconds."""
    end: float

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end < self.start or self.place[1] < self.place[0]:
            raise ValueError("a claim ends before it starts")
        return self
