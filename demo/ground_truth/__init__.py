"""What is true of a clip, as far as people can say: the reference beside the backends' answers."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from backends.base import Language, Rationale
from backends.errors import EmerError
from backends.words import Sentence


class GroundTruthError(EmerError):
    """A ground truth can't be used."""

    sentence: Sentence


class Votes(BaseModel):
    """A crowd's votes: emotion word → how many chose it, by what the crowd was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    acoustic: dict[str, int] = Field(default_factory=dict)
    """Voice only."""
    visual: dict[str, int] = Field(default_factory=dict)
    """Face only."""
    audiovisual: dict[str, int] = Field(default_factory=dict)
    """Both."""


class GroundTruth(BaseModel):
    """A reference explanation of one clip in one language, with who wrote it and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clip: str
    emotions: list[str]
    rationale: Rationale
    language: Language = "en"
    """Of the rationale; emotions may be in any that the word table knows."""
    subtitle: str | None = None
    author: str
    method: str = ""
    intended: str | None = None
    """The emotion an actor was asked for, where the clip is acted."""
    votes: Votes | None = None
    label: str | None = None
    """The one basic emotion, where the set has one: in the words of `basic_emotions.BASIC` where it
    can be ("calm" is neutral; MER2023's "worried" is none of the seven and stays). In CREMA-D's and
    RAVDESS' names it is what the actor was asked for, whatever people perceive."""
