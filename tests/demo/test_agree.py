"""`python -m demo.agree`: what it prints, and what it says of a clip that it can't use."""

from __future__ import annotations

import pytest

from demo.agree import main
from demo.command import BAD_INPUT, DONE
from tests.helpers.places import GALLERY


def test_a_clip_that_is_not_there_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/no/such/folder/none.mp4"]) == BAD_INPUT
    said = capsys.readouterr().err
    assert "none.mp4" in said
    assert "ground truth" not in said


@pytest.mark.models
@pytest.mark.parametrize(("language", "told"), [("en", "asked for"), ("zh", "要求演员表演")])
def test_a_score_by_label_says_whose_word_the_label_is(
    language: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = str(GALLERY / "1001_DFA_SAD_XX.mp4")
    assert main([clip, "--backend", "echo", "--language", language]) == DONE
    noted = [line for line in capsys.readouterr().out.splitlines() if told in line]
    assert len(noted) == 2  # accuracy and hit rate
