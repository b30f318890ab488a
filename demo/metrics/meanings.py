"""What every metric is called and means, for page and commands: `meanings.<language>.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from backends.base import Language


class Meaning(BaseModel):
    """How a metric is told to a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    meaning: str
    """One plain sentence."""
    scale: tuple[float, float] = (0.0, 1.0)
    """The worst and the best value."""
    source: str
    """Where it is defined."""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: dict[str, Meaning]
    needs: dict[str, str]
    notes: dict[str, str]


def meanings(language: Language) -> dict[str, Meaning]:
    """Key of a metric → its meaning, in the order in which scores are shown."""
    return _read(language).metric


def needs(language: Language, what: str) -> str:
    """The sentence that says what is missing for a score, by its key under `[needs]`."""
    return _read(language).needs[what]


def note(language: Language, about: str) -> str:
    """The sentence that must stand beside a score, by its key under `[notes]`."""
    return _read(language).notes[about]


@cache
def _read(language: Language) -> _File:
    path = Path(__file__).with_name(f"meanings.{language}.toml")
    return _File.model_validate(tomllib.loads(path.read_text("utf-8")))
