"""What was measured, before it is put into words: findings, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backends.base import Modality


@dataclass(frozen=True)
class Finding:
    """One observation with the number behind it.

    Attributes:
        kind: the key of its phrases in `phrases/en.toml` and `phrases/zh.toml`.
        topic: neighbours of one topic share a sentence of the rationale.
        start, end: seconds from the clip's start.
        value, unit: the measurement.
        facts: what its phrases mention besides: numbers, quoted words, basic emotions by name.
        supports: basic emotion or GoEmotions label → weight in 0..1.
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


def seconds(findings: Sequence[Finding]) -> float:
    """How long they last together."""
    return sum(one.end - one.start for one in findings)
