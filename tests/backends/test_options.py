"""Options of anyone's making: a wrong value is one sentence, and page and commands agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

import pytest
from pydantic import Field, model_validator

from backends.options import Options, UnknownOption


class OfOnesOwn(Options):
    """As a person writes them who has read one page: no words in files."""

    style: Literal["short", "long"] = Field("short", title="Style", description="How much is said.")
    loud: int = Field(-30, ge=-60, le=0, json_schema_extra={"offered": [-32, -25]})
    share: float = Field(0.5, ge=0.0, le=1.0)
    steps: int = Field(3, gt=0)
    name: str = Field("a", pattern="^[a-z]+$")

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.style == "long" and self.steps == 1:
            raise ValueError("one step is not enough for a long answer")
        return self


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"style": "longer"}, "“style” can't be “longer”, only: short, long. How much is said."),
        ({"loud": "1"}, "“loud” can't be “1”, only: -30, -32, -25, a whole number from -60 to 0."),
        ({"share": "2"}, "“share” can't be “2”, only: a number from 0.0 to 1.0."),
        ({"steps": "0"}, "“steps” can't be “0”: Input should be greater than 0."),
        ({"name": "A1"}, "“name” can't be “A1”: String should match pattern '^[a-z]+$'."),
        (
            {"style": "long", "steps": "1"},
            "These options don't go together: one step is not enough for a long answer.",
        ),
    ],
)
def test_a_wrong_value_is_one_sentence(given: Mapping[str, str], said: str) -> None:
    with pytest.raises(UnknownOption) as caught:
        OfOnesOwn.of(given)
    assert str(caught.value) == said


def test_the_page_begins_with_what_the_commands_do() -> None:
    style, loud, *only_by_command = OfOnesOwn.shown("zh")
    assert (style.title, [*style.values]) == ("Style", ["short", "long"])
    assert next(iter(loud.values)) == str(OfOnesOwn().loud)
    assert not any(option.values for option in only_by_command)


def test_options_of_other_backends_are_passed_over() -> None:
    assert OfOnesOwn.of({"mode": "labels", "loud": " -25 "}).loud == -25


class Needs(Options):
    must: int


def test_an_option_without_a_default_is_told() -> None:
    with pytest.raises(UnknownOption, match="Field required"):
        Needs.of({})
