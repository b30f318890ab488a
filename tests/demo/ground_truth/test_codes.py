"""Labels as data sets write them: codes, no label, numbers, polarities, other tables' columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.reading.labels import normalise
from demo.ground_truth import GroundTruthError
from demo.ground_truth.codes import Kind, decoded
from demo.ground_truth.datasets import read
from demo.ground_truth.library import Library
from tests.helpers.emer_tables import empty_files, write


def words(*labels: str) -> list[str]:
    return list(decoded("t.csv", {str(n): label for n, label in enumerate(labels)}).texts.values())


@pytest.mark.parametrize(
    ("codes", "meant"),
    [
        ("ang hap exc sad neu fru", "angry happy excited sad neutral frustrated"),
        ("ANG DIS FEA HAP NEU SAD", "angry disgusted fearful happy neutral sad"),
        ("W L E A F T N", "angry bored disgusted fearful happy sad neutral"),
        ("A D F H N S", "angry disgusted fearful happy neutral sad"),
        ("a d f h n sa su", "angry disgusted fearful happy neutral sad surprised"),
        ("01 02 03 04 05 06 07 08",
         "neutral calm happy sad angry fearful disgusted surprised"),
        ("N N", "neutral neutral"),
    ],
)  # fmt: skip
def test_codes_mean_what_their_set_says(codes: str, meant: str) -> None:
    assert words(*codes.split()) == meant.split()


def test_words_stay_as_they_are() -> None:
    labels = ["Joy", "[happy, sad]", "worried", "", "生气"]
    found = decoded("t.csv", dict(enumerate_names(labels)))
    assert list(found.texts.values()) == labels
    assert (found.kind, found.remarks) == (Kind.WORDS, [])


def enumerate_names(labels: list[str]) -> list[tuple[str, str]]:
    return [(str(n), label) for n, label in enumerate(labels)]


@pytest.mark.parametrize("none", ["xxx", "OTH", "others", "no_agreement", "unknown", "其他", "-"])
def test_no_label_is_none_and_is_told(none: str) -> None:
    found = decoded("t.csv", {"a": "hap", "b": none, "c": none})
    assert found.texts == {"a": "happy", "b": "", "c": ""}
    (remark,) = map(str, found.remarks)
    assert remark == f"“t.csv”: clips without a label ({none.casefold()}), left out: 2."


def test_letters_of_msp_podcast_without_agreement() -> None:
    assert words("A", "U", "X", "O") == ["angry", "surprised", "", ""]


@pytest.mark.parametrize(
    ("labels", "kind", "said"),
    [
        (["A", "F", "N"], Kind.LETTERS, "its labels are letters (a, f, n)"),
        (["1", "2.5", "-0,3"], Kind.NUMBERS, "its labels are numbers (1, 2.5, -0,3)"),
        (["0", "6"], Kind.NUMBERS, "Wanted is a word for each clip, such as happy"),
        (["positive", "Neutral"], Kind.POLARITIES, "polarities (positive, neutral), not emotions"),
        (["积极", "消极"], Kind.POLARITIES, "polarities"),
        (["pos", "neg", "neu"], Kind.POLARITIES, "polarities"),
    ],
)
def test_what_names_no_emotion_is_named_for_what_it_is(
    labels: list[str], kind: Kind, said: str
) -> None:
    found = decoded("t.csv", dict(enumerate_names(labels)))
    assert found.kind is kind
    assert said in str(found.remarks[0])
    assert set(found.texts.values()) == ({""} if kind is not Kind.POLARITIES else {*labels})


@pytest.mark.parametrize(
    ("written", "meant"),
    [("憤怒", "angry"), ("驚訝", "surprised"), ("厭惡", "disgusted"), ("開心", "happy"),
     ("恐懼", "fearful"), ("難過", "sad"), ("傷心", "sad"), ("平靜", "neutral")],
)  # fmt: skip
def test_traditional_chinese_is_read(written: str, meant: str) -> None:
    assert normalise(written) == meant


MELD = (
    "Sr No.", "Utterance", "Speaker", "Emotion", "Sentiment", "Dialogue_ID", "Utterance_ID",
    "Season", "Episode", "StartTime", "EndTime",
)  # fmt: skip


def test_melds_own_table(tmp_path: Path) -> None:
    rows = (
        ("1", "You didn\x92t!", "Ann", "surprise", "positive", "3", "0", "1", "1", "0", "1"),
        ("2", "Go.", "Bo", "disgust", "negative", "3", "12", "1", "1", "0", "1"),
    )
    table = write(tmp_path / "dev_sent_emo.csv", MELD, *rows)
    empty_files(tmp_path, "dev_splits/dia3_utt12.mp4")
    truth = Library.open([table]).read("dia3_utt0.mp4")
    assert truth and (truth.label, truth.subtitle) == ("surprised", "You didn’t!")
    clips = read("meld", tmp_path).clips
    assert [(clip.name, clip.path and clip.path.name) for clip in clips] == [
        ("dia3_utt0", None), ("dia3_utt12", "dia3_utt12.mp4"),
    ]  # fmt: skip


def test_mer2026s_tables(tmp_path: Path) -> None:
    write(tmp_path / "track1_train.csv", ("name", "discrete"), ("a", "worry"), ("b", "anger"))
    words = write(tmp_path / "track2_train_human.csv", ("name", "openset"), ("c", "tense, sad"))
    preferences = write(
        tmp_path / "track3_candidate.csv", ("name", "a1", "a2"), ("d", "He smiles.", "She cries.")
    )
    found = read("mer2026", tmp_path)
    assert [clip.name for clip in found.clips] == ["a", "b", "c"]
    truth = Library.open([words]).read("c")
    assert truth and truth.emotions == ["tense", "sad"]
    (problem,) = map(str, found.problems)
    assert "“track3_candidate.csv” holds preferences between two descriptions" in problem
    with pytest.raises(GroundTruthError, match="holds preferences"):
        Library.open([preferences])
