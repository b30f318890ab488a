"""The types refuse what can't be true."""

import pytest
from pydantic import ValidationError

from backends.base import Clue, Explanation, Measure, Modality


def clue(**changes: object) -> Clue:
    fields: dict[str, object] = {
        "modality": Modality.VISUAL,
        "text": "The face looks happy.",
        "start": 0.0,
        "end": 1.0,
        "measure": Measure(name="probability", value=0.8),
    }
    return Clue(**{**fields, **changes})


def test_a_clue_needs_a_measure() -> None:
    with pytest.raises(ValidationError):
        Clue(modality=Modality.VISUAL, text="It looks happy.", start=0, end=1)
    with pytest.raises(ValidationError):
        clue(measure=Measure.model_construct(name="said by the model", value=" "))
    with pytest.raises(ValidationError):
        Measure(name="said by the model", value="  ")


@pytest.mark.parametrize("changes", [{"end": -0.1}, {"start": -1.0}, {"text": ""}, {"colour": 1}])
def test_a_clue_refuses(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        clue(**changes)


def test_an_explanation_survives_json() -> None:
    explanation = Explanation(clip="a", backend="b", clues=[clue(supports={"happy": 0.8})])
    assert Explanation.model_validate_json(explanation.model_dump_json()) == explanation
