"""The tables of a lexicon of aspects, as `aspects.<language>.toml` writes them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from backends.base import Modality


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
    quoted: bool = False


class EmotionEntries(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: dict[Modality, str]
    frames: dict[Modality, str] = Field(default_factory=dict)
    words: dict[str, str]
    meanings: dict[str, list[str]] = Field(default_factory=dict)
    pleasant: list[str]
    unpleasant: list[str]
