"""What CREMA-D's and RAVDESS' file names say."""

from __future__ import annotations

import pytest

from demo.ground_truth import file_names
from demo.ground_truth.file_names import cremad, ravdess


def test_cremad() -> None:
    truth = cremad("1091_ITH_FEA_HI")
    assert truth is not None
    assert truth.emotions == ["fearful"]
    assert (truth.label, truth.intended) == ("fearful", "fearful")
    assert truth.subtitle == "I think I have a doctor's appointment."
    assert "CREMA-D" in truth.author
    assert "actor 1091" in truth.method
    assert "high level" in truth.method
    assert not any(truth.rationale.model_dump().values())


@pytest.mark.parametrize(
    ("code", "said"),
    [("IEO", "eleven"), ("TIE", "exactly"), ("IOM", "meeting"), ("IWW", "wonder"),
     ("TAI", "airplane"), ("MTI", "tomorrow"), ("IWL", "alarm"), ("ITH", "doctor"),
     ("DFA", "jacket"), ("ITS", "seen"), ("TSI", "slick"), ("WSI", "minutes")],
)  # fmt: skip
def test_twelve_sentences(code: str, said: str) -> None:
    truth = cremad(f"1001_{code}_NEU_XX")
    assert truth is not None
    assert said in str(truth.subtitle)
    assert len(file_names.CREMAD_SENTENCES) == 12


@pytest.mark.parametrize(
    ("code", "word", "label"),
    [("01", "neutral", "neutral"), ("02", "calm", "neutral"), ("03", "happy", "happy"),
     ("04", "sad", "sad"), ("05", "angry", "angry"), ("06", "fearful", "fearful"),
     ("07", "disgusted", "disgusted"), ("08", "surprised", "surprised")],
)  # fmt: skip
def test_ravdess_emotions(code: str, word: str, label: str) -> None:
    truth = ravdess(f"03-01-{code}-01-02-01-12")
    assert truth is not None
    assert truth.emotions == [word]
    assert (truth.intended, truth.label) == (word, label)
    assert truth.subtitle == "Dogs are sitting by the door."


@pytest.mark.parametrize(
    ("code", "said"), [("01", "picture and sound"), ("02", "picture only"), ("03", "sound only")]
)
def test_ravdess_says_what_there_is(code: str, said: str) -> None:
    truth = ravdess(f"{code}-02-05-02-01-01-03")
    assert truth is not None
    assert said in truth.method
    assert "strongly, sung" in truth.method
    assert truth.subtitle == "Kids are talking by the door."


def test_in_chinese() -> None:
    calm, angry = ravdess("03-01-02-01-01-01-01", "zh"), cremad("1001_DFA_ANG_XX", "zh")
    assert calm and angry
    assert (calm.emotions, calm.label) == (["平静"], "neutral")
    assert angry.emotions == ["愤怒"]
    assert "演员1001" in angry.method


@pytest.mark.parametrize(
    "name",
    ["holiday", "", "04-01-01-01-01-01-01", "03-01-09-01-01-01-01", "03-01-01-01-01-01-25",
     "03-01-01-01-01-01", "03-01-01-01-01-01-01-copy", "1001_DFA_ANG", "1001_XYZ_ANG_XX",
     "2001_DFA_ANG_XX", "1001_dfa_ang_xx.mp4", "a1001_DFA_ANG_XX"],
)  # fmt: skip
def test_other_names_say_nothing(name: str) -> None:
    assert file_names.read(name) is None
