"""How an explanation compares with its ground truth: one metric a file, each a pure function.

The types here are what every metric answers and what the page draws. Fractions run from 0 to 1
everywhere; what prints them multiplies by 100.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from backends.base import Data, Modality

JUDGED = ("clue_overlap", "label_overlap")
"""Keys of the metrics that a language model rates, clip by clip."""


class Interval(Data):
    """Where a score over many clips would lie in 95 of 100 such samples of clips."""

    low: float
    high: float
    level: float = 0.95


class Score(Data):
    """One figure with all that it needs to be read: scale, judge, sample and interval."""

    metric: str
    """Key of the metric, e.g. "ew_l1", "set_accuracy", "clue_overlap"."""
    value: float | None
    """None where it could not be computed; `needs` says what is missing."""
    scale: tuple[float, float] = (0.0, 1.0)
    """The worst and the best value."""
    is_fraction: bool = True
    """Whether it is a share, 0..1, that people read in per cent; else a rating, read as it is."""
    clips: int = Field(default=1, ge=0)
    """How many clips it is over."""
    skipped: int = Field(default=0, ge=0)
    """Clips left out by the metric's own definition, e.g. those with an empty truth."""
    unparsed: int = Field(default=0, ge=0)
    """Answers that could not be read. Of a judge: its clips are not among `clips`. Of a backend,
    where there is no judge: its clips are, each scored as an empty answer."""
    judge: str | None = None
    """Who rated, where a model did: shown wherever the value is."""
    interval: Interval | None = None
    needs: str = ""
    """One sentence saying what is missing, where `value` is None."""
    note: str = ""
    """One sentence without which the value would mislead: of a label, whose word it is."""

    @model_validator(mode="after")
    def _is_on_its_scale(self) -> Self:
        if self.is_fraction and self.scale != (0.0, 1.0):
            raise ValueError("a fraction is on the scale 0 to 1")
        return self


class TruthClue(Data):
    """One atomic statement of the ground truth's rationale."""

    modality: Modality
    text: str
    implied: bool = False
    """Not written there, but taken for granted by what is: that a person is in the picture, that
    face or voice show the emotions named. Never missed, and not counted as a statement."""


class ClueMatch(Data):
    """A statement of the ground truth and a clue of a backend that both speak of one thing."""

    truth: int
    """Index into `ClueAgreement.truths`."""
    clue: int
    """Index into the explanation's clues."""
    aspect: str
    """What both speak of ("the smile"); empty where only their wording tied them."""
    similarity: float = Field(ge=-1, le=1)
    """Cosine of the two sentences' embeddings; 1.0 where they were compared by aspect alone."""
    hedged: bool = False
    """Whether one of the two says itself that it is not sure ("perhaps", "hard to tell")."""


class ClueAgreement(Data):
    """Which statements of the ground truth are matched by which clues, and what is left over."""

    truths: list[TruthClue]
    matches: list[ClueMatch]
    contradictions: list[ClueMatch] = Field(default_factory=list)
    """Pairs that give one aspect values which do not go together, e.g. a quick and a slow pace."""
    missed: list[int]
    """Indexes into `truths` of what no clue says."""
    unsupported: list[int]
    """Indexes into the explanation's clues of what the ground truth does not say."""


class WordPlace(Data):
    """Where one emotion word stands on the wheel, and who used it."""

    word: str
    """As it was written."""
    source: Literal["truth", "backend"]
    sector: str | None
    """Level-1 sector of the wheel; None where the word is not known."""
    petal: str | None
    """Level-2 sector, where the word has one."""


class Agreement(Data):
    """Everything the page shows about one backend's answer beside the ground truth."""

    clues: ClueAgreement
    words: list[WordPlace]
    scores: list[Score]
