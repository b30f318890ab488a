"""Which acts of a face its part tells, of those that are clues."""

from __future__ import annotations

import pytest

from backends.base import Modality
from backends.cascade.findings import Finding, found
from backends.cascade.salience import MOST_ACTS, standing_out


def act(kind: str, start: float, **supports: float) -> Finding:
    return found(Modality.VISUAL, kind, "action", (start, start + 0.5), 1, "s", {}, supports)


def told(*acts: Finding) -> list[str]:
    return [alike[0].kind for alike in standing_out(acts)]


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        # Signs of an emotion, then what stays of them, then the rest in order of time.
        (
            [act("forehead_creases", 0), act("smile", 1, happy=1.0), act("smile_stays", 2)],
            ["smile", "smile_stays", "forehead_creases"],
        ),
        # Eyes that open wide were narrower before; by themselves narrow eyes are told.
        ([act("eyes_narrow", 0), act("eyes_widen", 1, fearful=0.5)], ["eyes_widen"]),
        ([act("eyes_narrow", 0)], ["eyes_narrow"]),
        # Inner brows that are drawn up crease the forehead.
        ([act("forehead_creases", 0), act("inner_brows_raised", 1)], ["inner_brows_raised"]),
        ([act("blink", 0), act("nod", 1)], ["nod"]),
    ],
)
def test_acts_that_say_most_are_told(acts: list[Finding], expected: list[str]) -> None:
    assert told(*acts) == expected


def test_more_acts_than_a_reader_follows_stay_clues() -> None:
    several = [act(kind, 0) for kind in ("nod", "head_turn", "jaw_drop", "teeth_shown")]
    assert told(*several) == ["nod", "head_turn", "jaw_drop"][:MOST_ACTS]
