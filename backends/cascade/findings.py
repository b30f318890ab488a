"""What was measured, before it is put into words: findings, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from backends.base import Modality

MAIN_PERSON = "A"
"""The letter of the person whose face is read."""


class Hedge(StrEnum):
    """How surely an emotion of a face or a voice is told."""

    NONE = ""
    CLEARLY = "clearly"
    SOMEWHAT = "somewhat"
    """Hard to tell: another emotion is named beside it, and nothing is concluded from it alone."""


Side = Literal["", "below", "within", "above", "rising", "falling"]


@dataclass(frozen=True)
class Finding:
    """One observation with the number behind it.

    Attributes:
        kind: what was observed: "smile", "pitch", "looks"; its words stand in `phrases/`.
        topic: what it is about; neighbours of one topic and group share a sentence.
        start, end: seconds from the clip's start.
        value, unit: the measurement.
        facts: what its phrases mention besides: numbers, quoted words, basic emotions by name.
        supports: basic emotion or GoEmotions label → weight in 0..1.
        hedge: how surely `facts["emotion"]` is told.
        side: where the value lies next to what is usual, or where the pitch goes; "" for others.
        group: parts a topic into sentences. What words speak for: when its sentence starts (s).
        usual: whether it is as in most clips: then it is no clue.
        person: letter of the person whom it is of; None where that is open.
        partial: whether it is of one sentence among several, which is quoted to tell which.
    """

    modality: Modality
    kind: str
    topic: str
    start: float
    end: float
    value: float | str
    unit: str = ""
    facts: Mapping[str, float | str | tuple[str, ...]] = field(default_factory=dict)
    supports: Mapping[str, float] = field(default_factory=dict)
    hedge: Hedge = Hedge.NONE
    side: Side = ""
    group: float = 0.0
    partial: bool = False
    usual: bool = False
    person: str | None = None

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start


def total_seconds(findings: Sequence[Finding]) -> float:
    """How long they last together."""
    return sum(one.seconds for one in findings)
