"""What was measured, before it is put into words: findings, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from backends.base import Modality

MAIN_PERSON = "A"
"""The letter of the person whose face is read."""
CLEARLY, SOMEWHAT = 0.65, 0.5
"""Probabilities from which an emotion is told as clear, and below which as hard to tell: then all
others together are as likely."""


class Hedge(StrEnum):
    """How surely an emotion is told, by one rule for clues, opinions and the conclusion."""

    NONE = ""
    CLEARLY = "clearly"
    SOMEWHAT = "somewhat"
    """Hard to tell: another emotion is named beside it, and no reason is taken from it."""

    @classmethod
    def of(cls, probability: float) -> Hedge:
        """How surely an emotion of this probability (0..1) may be told."""
        if probability >= CLEARLY:
            return cls.CLEARLY
        return cls.NONE if probability >= SOMEWHAT else cls.SOMEWHAT


Span = tuple[float, float]
"""Start and end in seconds from the clip's start."""

Side = Literal["", "below", "within", "raised", "above", "rising", "falling"]


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
        partial: whether it is of one sentence among several, which is quoted to tell which.
        usual: whether it is as in most clips: then it goes to the table of measurements, not to
            the clues.
        person: letter of the person whom it is of; None where that is open.
        named: whether its words name that person, as several are told apart.
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
    named: bool = False

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start


def found(
    modality: Modality,
    kind: str,
    topic: str,
    span: Span,
    value: float | str,
    unit: str,
    facts: Mapping[str, float | str | tuple[str, ...]] | None = None,
    supports: Mapping[str, float] | None = None,
    *,
    hedge: Hedge = Hedge.NONE,
    side: Side = "",
    group: float = 0.0,
    partial: bool = False,
    usual: bool = False,
    person: str | None = None,
) -> Finding:
    """A finding over `span` (start and end in seconds); see `Finding`."""
    return Finding(
        modality,
        kind,
        topic,
        *span,
        value if isinstance(value, str) else round(float(value), 3),
        unit,
        facts or {},
        supports or {},
        hedge,
        side,
        group,
        partial,
        usual,
        person,
    )


def total_seconds(findings: Sequence[Finding]) -> float:
    """How long they last together."""
    return sum(one.seconds for one in findings)
