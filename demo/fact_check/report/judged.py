"""The judged set (`assets/fact_check`), and the gallery's clips as they are measured.

Written for this project from frames and Praat curves, by one who knew no threshold and no output;
`assets/fact_check/README.md` tells how.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backends import measured
from backends.base import Claim, Language, Rationale
from backends.clip import Clip
from backends.measured import Measured
from demo.fact_check.check import check
from demo.ground_truth import gallery
from demo.ground_truth.rationale_parts import split

ASSETS = Path(__file__).resolve().parents[3] / "assets"
CLIPS = ("NEU", "ANG", "DIS", "FEA", "HAP", "SAD")
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Row(BaseModel):
    """A row of the set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clip: str
    language: Language


class Written(Row):
    """A rationale: of what is in the clip ("own"), or of its label alone ("blind")."""

    kind: Literal["own", "blind", "truth"]
    text: str

    @property
    def rationale(self) -> Rationale:
        """It in parts, as far as it has any."""
        return split(self.text, self.language)


class Turned(Row):
    """A sentence, and the same with one fact turned round, which is false in the clip."""

    true_: str = Field(alias="true")
    turned: str
    aspect: str


class Judged(Row):
    """A single claim as it was judged from the clip."""

    text: str
    judged: Literal["true", "false", "unmeasurable", "unclear"]
    aspect: str
    why: str


@cache
def rationales() -> tuple[Written, ...]:
    """Those of the set, and the gallery's twelve ground truths."""
    table = _table("rationales.toml")
    found = [Written.model_validate(row) for row in table["rationale"]]
    for clip in CLIPS:
        for language in LANGUAGES:
            truth = gallery.of(f"1001_DFA_{clip}_XX", language)
            parts = truth.rationale.model_dump().values() if truth else ()
            text = " ".join(part for part in parts if part)
            found.append(Written(clip=clip, language=language, kind="truth", text=text))
    return tuple(found)


@cache
def pairs() -> tuple[Turned, ...]:
    """Sentences and their twins."""
    return tuple(Turned.model_validate(row) for row in _table("rationales.toml")["turned"])


@cache
def claims() -> tuple[Judged, ...]:
    """Single claims."""
    return tuple(Judged.model_validate(row) for row in _table("claims.toml")["claim"])


@cache
def measured_clip(name: str) -> Measured:
    """A clip of the gallery, with what is said in it as it is heard."""
    found = measured.measure(Clip.open(ASSETS / "gallery" / f"1001_DFA_{name}_XX.mp4"))
    assert found is not None  # nothing stops it
    return found


@cache
def checked(text: str, language: Language, clip: str) -> tuple[Claim, ...]:
    """The claims of a text, held against a clip."""
    return tuple(check(split(text, language), measured_clip(clip), language))


def _table(name: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = tomllib.loads(
        (ASSETS / "fact_check" / name).read_text("utf-8")
    )
    return found
