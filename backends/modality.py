"""What every type of the vocabulary stands on: modalities, parts and states, and a measurement."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = str
"""The tag of a language that has files: "en", "zh". EMER is bilingual: English and Chinese."""


class Modality(StrEnum):
    """A channel of the clip, in the words of the EMER papers."""

    VISUAL = "visual"
    ACOUSTIC = "acoustic"
    LEXICAL = "lexical"


ALL_MODALITIES = frozenset(Modality)

Part = Literal["visual", "acoustic", "lexical", "conclusion"]
"""A part of the rationale: one for each modality, and what follows from them."""


class State(StrEnum):
    """How a part of the rationale came out. Three ways to name no emotion are never confused."""

    READ = "read"
    NOT_CLEAR = "no clear emotion"
    """It was measured or read, and speaks for no emotion clearly."""
    NOT_READABLE = "not readable"
    """It was received, and nothing could be made of it: no face, no voice, an unknown language, an
    answer without a form."""
    NOT_RECEIVED = "not received"
    """Absent from the clip, switched off, or not taken by the model."""


class Data(BaseModel):
    """Immutable, and strict about unknown fields: a typo is an error, not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(Data):
    """What stands behind a clue: a number with its unit, or the sentence that a model said."""

    name: str = Field(min_length=1)
    value: float | str
    unit: str = ""
    usual: str = ""
    """What is usual, in words: "150 to 250 Hz", "0.10 at rest in this clip"."""

    @model_validator(mode="after")
    def _has_a_value(self) -> Self:
        if isinstance(self.value, str) and not self.value.strip():
            raise ValueError("a measure needs a value")
        return self
