"""What a measurement says of a claim: the type, and the one rule for thresholds.

Each quantity has two thresholds. Beyond `yes` the claim is borne out, beyond `no` it is
contradicted, and between them it is neither: so nothing is contradicted that nearly holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from backends.base import Mark
from backends.measured import Span

OPPOSITE = {Mark.BORNE_OUT: Mark.CONTRADICTED, Mark.CONTRADICTED: Mark.BORNE_OUT}


@dataclass(frozen=True)
class Verdict:
    """A mark, and what is measured, to be told in a person's language.

    Attributes:
        key: of the sentence, under `[measured]` of `<language>.toml`.
        facts: what the sentence mentions; numbers as they are measured.
        span: where (s) it was found, else where it was looked for.
        unit: that of `facts["value"]`, which is the measure where it is there.
    """

    mark: Mark
    key: str
    span: Span
    facts: Mapping[str, float | str] = field(default_factory=dict)
    unit: str = ""

    def turned(self) -> Verdict:
        """The verdict on the denial of the claim."""
        return replace(self, mark=OPPOSITE.get(self.mark, self.mark))


def graded(value: float, yes: float, no: float) -> Mark:
    """Borne out from `yes` on, contradicted from `no` on, whichever of the two is the larger."""
    up = yes > no
    if value >= yes if up else value <= yes:
        return Mark.BORNE_OUT
    if value <= no if up else value >= no:
        return Mark.CONTRADICTED
    return Mark.NOT_FOUND


def within(value: float, inner: Span, outer: Span) -> Mark:
    """Borne out inside of `inner`, contradicted outside of `outer`, neither between the two."""
    if inner[0] <= value <= inner[1]:
        return Mark.BORNE_OUT
    return Mark.NOT_FOUND if outer[0] <= value <= outer[1] else Mark.CONTRADICTED


def unmeasured(key: str, span: Span) -> Verdict:
    """That nothing measures it, for the reason of this key."""
    return Verdict(Mark.UNMEASURABLE, key, span)
