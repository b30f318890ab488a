"""What one person's page shows, and the ground truth that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import backends
from backends.backend import Request
from backends.base import Language
from backends.clip import Clip, Limits
from backends.reading.emotion_list import parse
from backends.words import ENGLISH
from demo.ground_truth import GroundTruth
from demo.ground_truth.columns import language_of
from demo.ground_truth.library import Library
from demo.ground_truth.rationale_parts import split
from demo.metrics import Agreement
from demo.side_by_side import Answer
from demo.strings import STRINGS


@dataclass(frozen=True)
class OwnTruth:
    """A ground truth as a person typed or pasted it; both empty: none."""

    emotions: str = ""
    rationale: str = ""

    @classmethod
    def typed(cls, emotions: str | None, rationale: str | None) -> Self:
        """From the two boxes; Gradio gives None for a box that was never opened."""
        return cls(emotions or "", rationale or "")

    @property
    def unread(self) -> str:
        """What of the emotions could not be read as a list of words."""
        return parse(self.emotions).unparsed

    def read(self, clip_name: str, language: Language) -> GroundTruth | None:
        """It as a ground truth of this clip; None where nothing was given."""
        words = parse(self.emotions).words
        if not words and not self.rationale.strip():
            return None
        return GroundTruth(
            clip=clip_name,
            language=language_of(self.rationale) if self.rationale.strip() else language,
            emotions=list(words),
            rationale=split(self.rationale, language),
            author=STRINGS[language]["own_author"],
        )


@dataclass(frozen=True)
class PageState:
    """What one person's page shows. Kept on the server, gone with the session."""

    path: str | None = None
    segment: tuple[float, float] | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    language: Language = ENGLISH
    """The language that the answers were asked for in."""
    asked: Request | None = None
    """How the answers were asked for; None before anyone has asked."""
    subtitle: str | None = None
    """What was said to be spoken when they were."""
    agreements: Mapping[str, Agreement | None] = field(default_factory=dict)
    """Backend → how its answer compares with the ground truth; None where comparing failed."""
    cancelled: bool = False
    """Whether the run was ended before every answer was there and compared."""
    own: Mapping[str, OwnTruth] = field(default_factory=dict)
    """Path of a clip → the person's own ground truth for it."""
    covered: bool = False
    """Whether truth, labels and names stay out of the page until the person has guessed."""
    tracks: tuple[int | None, int | None] = (None, None)
    """Which tracks of pictures and of sound, from 1; None: the one that players take."""

    @property
    def name(self) -> str:
        """The clip's name, by which its ground truth is found."""
        return Path(self.path or "").stem

    def open(self, limits: Limits, subtitle: str | None = None) -> Clip:
        """The clip, or the part and the tracks of it that are meant. Raises ClipError."""
        picture, sound = self.tracks
        return Clip.open(
            self.path or "",
            subtitle=subtitle,
            segment=self.segment,
            picture=picture,
            sound=sound,
            limits=limits,
        )

    @property
    def own_here(self) -> OwnTruth:
        """The person's own ground truth for this clip."""
        return self.own.get(self.path or "", OwnTruth())

    def with_own(self, own: OwnTruth) -> Self:
        """The same with the person's own ground truth for this clip."""
        return replace(self, own={**self.own, self.path or "": own})

    def truth(self, library: Library, language: Language) -> GroundTruth | None:
        """The person's own ground truth for the clip, else the one that the library has."""
        return self.own_here.read(self.name, language) or library.of(self.name, language)

    def why_no_truth(self, library: Library, language: Language) -> str:
        """Why the library has none, where it has rows that can be this clip's; else ""."""
        why = library.why_none(self.name) if self.path else None
        return why.text(language) if why else ""


def waiting_for(names: Sequence[str]) -> dict[str, Answer]:
    """What stands beside the ground truth before anyone has asked: the first backend's column."""
    ready = (name for name in names if not backends.get(name).missing())
    first = next(ready, names[0])
    return {first: Answer(first)}
