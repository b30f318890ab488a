"""What every metric is called and means, for page and commands: `<language>.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from backends.base import Language
from backends.words import Words

_SAY = Words(__file__)


class Meaning(BaseModel):
    """How a metric is told to a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    meaning: str
    """One plain sentence."""
    scale: tuple[float, float] = (0.0, 1.0)
    """The worst and the best value."""
    is_fraction: bool = True
    """Whether it is read in per cent; see `Score.is_fraction`."""
    source: str
    """Where it is defined."""


@cache
def meanings(language: Language) -> Mapping[str, Meaning]:
    """Key of a metric → its meaning, in the order in which scores are shown."""
    told = _SAY.table(language, "metric")
    return {metric: Meaning.model_validate(words) for metric, words in told.items()}


def needs(language: Language, what: str) -> str:
    """The sentence that says what is missing for a score, by its key under `[needs]`."""
    return _SAY.text(language, f"needs.{what}")


def note(language: Language, about: str) -> str:
    """The sentence that must stand beside a score, by its key under `[notes]`."""
    return _SAY.text(language, f"notes.{about}")
