"""`python -m demo.agree`: what it prints, and what it says of a clip that it can't use."""

from __future__ import annotations

import pytest

from backends.base import Explanation, Modality
from demo.agree import main, table
from demo.command import BAD_INPUT, DONE
from demo.metrics import Agreement, TruthClue
from demo.metrics.clues import compare
from tests.helpers.clues import clue
from tests.helpers.places import GALLERY


def test_a_clip_that_is_not_there_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/no/such/folder/none.mp4"]) == BAD_INPUT
    said = capsys.readouterr().err
    assert "none.mp4" in said
    assert "ground truth" not in said


@pytest.mark.models
def test_a_hedged_clue_is_noted_and_a_contradiction_has_its_sign() -> None:
    said = [clue(text, Modality.VISUAL) for text in ("Perhaps a smile.", "The brows go down.")]
    truths = [
        TruthClue(modality=Modality.VISUAL, text=text) for text in ("He smiles", "His brows go up")
    ]
    found = Agreement(clues=compare(truths, said, "en"), words=[], scores=[])
    told = table(found, Explanation(clip="a", backend="b", clues=said)).splitlines()
    assert told[1:] == [
        "    ✓ He smiles",
        "        = Perhaps a smile. [the smile, hedged]",
        "    ✗ His brows go up",
        "        ≠ The brows go down. [the height of the brows]",
        "    + The brows go down.",
        "  acoustic",
        "  lexical",
    ]


@pytest.mark.models
@pytest.mark.parametrize(("language", "told"), [("en", "asked for"), ("zh", "要求演员表演")])
def test_a_score_by_label_says_whose_word_the_label_is(
    language: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = str(GALLERY / "1001_DFA_SAD_XX.mp4")
    assert main([clip, "--backend", "echo", "--language", language]) == DONE
    noted = [line for line in capsys.readouterr().out.splitlines() if told in line]
    assert len(noted) == 2  # accuracy and hit rate
