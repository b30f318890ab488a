"""Grounding: a figure over claims, by hand."""

import pytest

from backends.base import Claim, Mark, Modality
from demo.metrics.grounding import grounding, grounding_of


def claim(mark: Mark, modality: Modality = Modality.VISUAL) -> Claim:
    return Claim(
        text="a",
        part="visual",
        place=(0, 1),
        modality=modality,
        mark=mark,
        said="b",
        start=0,
        end=1,
    )


CLIPS = [
    [claim(Mark.BORNE_OUT), claim(Mark.BORNE_OUT), claim(Mark.CONTRADICTED, Modality.ACOUSTIC)],
    [claim(Mark.BORNE_OUT), claim(Mark.NOT_FOUND), claim(Mark.UNMEASURABLE)],
    [claim(Mark.NOT_RECEIVED, Modality.ACOUSTIC)],
    None,
]


def test_figures_are_over_all_claims() -> None:
    found = {one.metric: one.score() for one in grounding(CLIPS)}
    assert found["grounding"].value == pytest.approx(3 / 4)
    assert (found["grounding"].clips, found["grounding"].skipped) == (2, 2)
    assert found["grounding_visual"].value == 1
    assert found["grounding_acoustic"].value == 0
    assert found["grounding_lexical"].value is None
    assert found["checkable"].value == pytest.approx(5 / 7)
    assert found["invented"].value == pytest.approx(1 / 7)
    assert found["invented"].interval is not None


def test_of_one_rationale() -> None:
    assert grounding_of(CLIPS[0] or []) == pytest.approx(2 / 3)
    assert grounding_of([claim(Mark.UNMEASURABLE)]) is None
