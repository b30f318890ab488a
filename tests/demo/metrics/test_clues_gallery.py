"""Clues against the gallery's ground truths, at points that a reader is sure of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from backends.backend import Request
from backends.base import Explanation, Language, Modality
from backends.clip import Clip
from demo import side_by_side
from demo.metrics import ClueAgreement
from demo.metrics.clues import compare, statements
from tests.helpers.clues import clue, truth_of

pytestmark = pytest.mark.models

VISUAL, ACOUSTIC, LEXICAL = Modality


def compared(
    emotion: str, modality: Modality, said: Sequence[str], language: Language = "en"
) -> ClueAgreement:
    truth = truth_of(emotion, language)
    return compare(
        statements(truth.rationale, language),
        [clue(text, modality) for text in said],
        language,
        emotions=truth.emotions,
        subtitle=truth.subtitle,
    )


def texts(found: ClueAgreement, pairs: str = "matches") -> set[tuple[str, int]]:
    return {(found.truths[pair.truth].text, pair.clue) for pair in getattr(found, pairs)}


def test_happy() -> None:
    found = compared(
        "HAP",
        VISUAL,
        [
            "One face is in view all the time.",
            "The face looks clearly happy throughout.",
            "The eyes blink at 0.2 s.",
            "The brows go up from 0.3 to 0.6 s.",
            "The corners of the mouth rise into a smile from 1.0 s on.",
        ],
    )
    assert not found.unsupported
    assert texts(found) == {
        ("The man is smiling from the first frame", 4),
        ("He blinks", 2),
        ("Raises his brows so that the forehead creases", 3),
        ("As he finishes speaking the smile widens", 4),
        ("A person is in the picture.", 0),
        ("Emotions of the ground truth: happy, cheerful, friendly.", 1),
    }
    assert "Shows his teeth and stays to the end" in {found.truths[at].text for at in found.missed}


def test_angry() -> None:
    said = ["“Don't forget a jacket” is said from 0.4 to 1.4 s.", "The words name no emotion."]
    found = compared("ANG", LEXICAL, said)
    assert ("He says “Don't forget a jacket.”", 0) in texts(found)
    assert ("As words this is an everyday reminder", 1) in texts(found)

    said = [
        "The pitch lies around 150 Hz, within what is usual for adults.",
        "The melody is lively, moving over 12.3 semitones.",
        "The way it is spoken clearly resembles angry acted speech.",
    ]
    found = compared("ANG", ACOUSTIC, said)
    assert found.unsupported == [0, 1]
    high = "The pitch … well above his neutral take"
    assert texts(found, "contradictions") == {(high, 0)}
    assert ("Emotions of the ground truth: angry, stern, irritated.", 2) in texts(found)


def test_fearful() -> None:
    said = ["The eyes are wide open.", "The brows go up.", "He smiles.", "Her mouth is shut."]
    found = compared("FEA", VISUAL, said)
    assert ("His brows shoot up, so that the forehead creases", 1) in texts(found)
    wide = "Just before he speaks, about 0.6 seconds in, his eyes open wide"
    assert (wide, 0) in texts(found)
    assert ("His mouth opens wide on “jacket”", 3) in texts(found, "contradictions")
    assert found.unsupported == [2, 3]

    found = compared("FEA", ACOUSTIC, ["The pace is ordinary, 4.8 syllables a second."])
    assert texts(found, "contradictions") == {
        ("The sentence is rushed into seven tenths of a second", 0)
    }


def test_other_words_are_not_the_words_that_are_said() -> None:
    found = compared("SAD", LEXICAL, ["“Don't forget to check it.” is said."])
    assert found.unsupported == [0]
    assert texts(found, "contradictions") == {("He says “Don't forget a jacket.”", 0)}


def test_a_translated_quotation_is_matched_by_the_subtitle() -> None:
    said = ["说的话是“Don't forget a jacket”（在 0.4 至 1.4 秒）。"]
    assert texts(compared("ANG", LEXICAL, said, "zh")) == {("他说“别忘了带外套”", 0)}
    other = ["说的话是“Where have you been?”（在 0.4 至 1.4 秒）。"]
    assert compared("ANG", LEXICAL, other, "zh").unsupported == [0]


def test_chinese() -> None:
    said = ["眉毛从 1.2 秒起压低并靠拢。", "面部在 0.5 秒之前显得中性。", "面带微笑。"]
    found = compared("DIS", VISUAL, said, "zh")
    assert {
        ("随后双眉向下紧锁", 0),
        ("眉间出现深深的竖纹", 0),
        ("男子的脸在最初半秒内很平静", 1),
    } <= texts(found)
    assert found.unsupported == [2]
    found = compared("FEA", VISUAL, ["面部难以判断，与其说是愤怒，不如说是恐惧。"], "zh")
    assert texts(found) == {("真值的情绪：恐惧、担忧、惊慌。", 0)}


@pytest.mark.usefixtures("sensed_once")
def test_the_default_backend_on_a_real_clip(happy: Path) -> None:
    *_, answers = side_by_side.explain(Clip.open(happy), ["cascade"], Request())
    explanation = answers["cascade"].explanation
    assert isinstance(explanation, Explanation)
    truth = truth_of("HAP")
    found = compare(statements(truth.rationale, "en"), explanation.clues, "en")
    matched = {found.truths[match.truth].text for match in found.matches}
    assert "The man is smiling from the first frame" in matched
    assert "He says “Don't forget a jacket.”" in matched
    assert not any("Brightly" in text for text in matched)  # no clue says that
