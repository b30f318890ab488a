"""JSON: the whole answer with its clip and ground truth, in a schema with a version.

The schema is that of `Document`; docs/take-away.schema.json holds it for other programs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from backends.base import Data, Explanation, Language
from demo.ground_truth import GroundTruth
from demo.take_away.taken import Taken

VERSION = "1.0"
"""The first number changes when a field goes or means something else, the second when one comes."""


class ClipFacts(Data):
    """The clip's file, by which the answer's times can be laid on it."""

    file: str
    """Its name, without folders."""
    duration: float
    """Seconds."""
    start: float
    end: float
    """The part that was explained, in seconds from the file's start, as all times are."""
    width: int
    height: int
    """Pixels, as a person sees it; 0 without a picture."""
    fps: float
    has_sound: bool


class Document(Data):
    """One answer about one clip."""

    format: Literal["emer-demo explanation"] = "emer-demo explanation"
    version: str = Field(default=VERSION, pattern=r"^1\.\d+$")
    language: Language
    """Of the answer's texts."""
    clip: ClipFacts
    title: str
    """What the backend is called."""
    explanation: Explanation
    truth: GroundTruth | None = None


def document(taken: Taken) -> Document:
    """What is written."""
    clip = taken.clip
    facts = ClipFacts(
        file=clip.path.name,
        duration=round(clip.duration, 3),
        start=round(clip.start, 3),
        end=round(clip.end, 3),
        width=clip.width,
        height=clip.height,
        fps=round(clip.fps, 3),
        has_sound=clip.has_sound,
    )
    return Document(
        language=taken.language,
        clip=facts,
        title=taken.title,
        explanation=taken.answer,
        truth=taken.truth,
    )


def write(taken: Taken, target: Path) -> None:
    """UTF-8, indented by two blanks."""
    told = document(taken).model_dump(mode="json")
    target.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what is written."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Document.model_json_schema(mode="serialization"),
    }
