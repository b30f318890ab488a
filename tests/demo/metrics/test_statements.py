"""The parts of a rationale, cut into statements."""

from __future__ import annotations

import re

import pytest

from backends.base import Language, Modality, Rationale
from demo.ground_truth import gallery
from demo.metrics.statements import in_one_piece, split, statements
from tests.helpers.clues import truth_of

VISUAL, ACOUSTIC, LEXICAL = Modality


def test_one_statement_an_observation() -> None:
    visual = truth_of("HAP").rationale.visual
    assert visual
    assert split(visual, VISUAL, "en") == [
        "The man is smiling from the first frame",
        "He blinks",
        "Raises his brows so that the forehead creases",
        "As he finishes speaking the smile widens",
        "Shows his teeth and stays to the end",
    ]


def test_a_piece_without_a_subject_is_given_it() -> None:
    acoustic = "In the audio, the pitch lies around 123 Hz and falls gently to the end."
    assert split(acoustic, ACOUSTIC, "en") == [
        "The pitch lies around 123 Hz",
        "The pitch … falls gently to the end",
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("He starts with a sudden, loud attack.", 1),
        ("It is a caring, everyday reminder.", 1),
        ("Just before he speaks, about 0.6 seconds in, his eyes open wide.", 1),
        ("He says “Well, no. Never!” It is a plain answer.", 2),
        ("She puts the heavy, old cup on the table.", 1),
        ("His eyes are wide, his mouth is open and his brows are raised.", 3),
    ],
)
def test_pieces_that_say_nothing_of_their_own_stay_where_they_belong(
    text: str, pieces: int
) -> None:
    modality = LEXICAL if "says" in text else VISUAL
    assert len(split(text, modality, "en")) == pieces


def test_chinese_statements() -> None:
    visual = truth_of("DIS", "zh").rationale.visual
    assert visual
    assert split(visual, VISUAL, "zh") == [
        "男子的脸在最初半秒内很平静",
        "随后双眉向下紧锁",
        "眉间出现深深的竖纹",
        "上唇抬起",
        "露出牙齿",
        "说完之后仍保持着这副怪相",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_statements_keep_every_word_and_leave_the_conclusion(language: Language) -> None:
    for path in gallery.clips():
        truth = gallery.of(path.name.removesuffix(".mp4"), language)
        assert truth
        found = statements(truth.rationale, language)
        assert {statement.modality for statement in found} == set(Modality)
        for modality in Modality:
            told = " ".join(one.text.lower() for one in found if one.modality == modality)
            part = getattr(truth.rationale, modality).lower()
            quoted = re.findall("“[^”]+”", part)
            assert quoted or modality is not Modality.LEXICAL
            assert all(word in told for word in quoted)
        assert not any("Therefore" in one.text or "因此" in one.text for one in found)


def test_an_absent_part_has_no_statements() -> None:
    assert statements(Rationale(), "en") == []
    assert statements(Rationale(visual="   "), "zh") == []


def test_letters_for_private_use_in_a_rationale_are_left_out() -> None:
    rationale = Rationale(lexical="In the text, he says \ue001“no, never”\uf8ff and \ue000goes.")
    (statement,) = statements(rationale, "en")
    assert statement.text == "He says “no, never” and goes"


def test_more_quotations_than_there_are_letters_to_hide_them() -> None:
    assert len(statements(Rationale(lexical="He says “no”. " * 6_500), "en")) == 6_500


def test_a_rationale_in_one_piece() -> None:
    assert in_one_piece(Rationale(visual="a", conclusion="d")) == "a d"
    assert in_one_piece(Rationale()) == ""
