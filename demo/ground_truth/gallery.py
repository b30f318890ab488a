"""The clips that come with the project, each with a ground truth in English and Chinese."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from backends.base import Language, Rationale
from backends.words import Words
from demo.ground_truth import GroundTruth, GroundTruthError, Votes

_SAY = Words(__file__)

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "gallery"


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid")
    emotions: list[str]
    rationale: Rationale
    method: str = ""


class _TruthFile(BaseModel):
    """The layout of a ground-truth file: what holds in any language, then one text a language."""

    model_config = ConfigDict(extra="forbid")
    clip: str
    subtitle: str | None = None
    intended: str | None = None
    author: str
    votes: Votes | None = None
    languages: dict[Language, _Text]


def clips() -> list[Path]:
    """The gallery's clips that have a ground truth, in order of their names."""
    return sorted(path for path in FOLDER.glob("*.mp4") if path.with_suffix(".json").exists())


def read(path: Path, language: Language = "en") -> GroundTruth:
    """The ground truth in `path`, in `language` or else in the first language that it has.

    Raises GroundTruthError where the file is missing or not of the layout of `assets/gallery`.
    """
    try:
        file = _TruthFile.model_validate(json.loads(path.read_text("utf-8")))
        spoken = language if language in file.languages else next(iter(file.languages))
        text = file.languages[spoken]
    except OSError as error:
        raise GroundTruthError(_SAY("gallery.unreadable", file=path.name)) from error
    except (ValidationError, ValueError, StopIteration) as error:
        raise GroundTruthError(_SAY("gallery.layout", file=path.name)) from error
    return GroundTruth(
        clip=file.clip,
        emotions=text.emotions,
        rationale=text.rationale,
        language=spoken,
        subtitle=file.subtitle,
        author=file.author,
        method=text.method,
        intended=file.intended,
        votes=file.votes,
    )


def of(clip_name: str, language: Language = "en") -> GroundTruth | None:
    """The gallery's ground truth for a clip of this name; None for any other clip."""
    return _all(language).get(clip_name)


@cache
def _all(language: Language) -> dict[str, GroundTruth]:
    return {clip.stem: read(clip.with_suffix(".json"), language) for clip in clips()}
