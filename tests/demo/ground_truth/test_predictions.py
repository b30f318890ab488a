"""Tables of what a system answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.ground_truth import GroundTruthError, predictions
from tests.helpers.emer_tables import ENGLISH, write
from tests.helpers.places import SHARED


def test_words(tmp_path: Path) -> None:
    table = write(
        tmp_path / "p.csv", ("name", "openset"),
        ("a", "[happy, sad]"), ("b", ""), ("c", "He is as he was."), ("d", "Output: ['calm']"),
        ("e",),
    )  # fmt: skip
    read = predictions.read(table)
    assert {name: said.words for name, said in read.words.items()} == {
        "a": ("happy", "sad"), "b": (), "c": (), "d": ("calm",),
    }  # fmt: skip
    assert read.words["c"].unparsed
    assert not read.words["b"].unparsed
    assert read.labels == read.rationales == {}
    assert ["line 6" in str(sentence) for sentence in read.problems] == [True]


def test_rationales_and_labels(tmp_path: Path) -> None:
    table = write(
        tmp_path / "p.csv", ("name", "reason", "label"),
        ("a", ENGLISH, "Joy"), ("b", "", "happy, surprised"), ("c", "在视频中，他笑。", ""),
    )  # fmt: skip
    read = predictions.read(table)
    assert read.rationales == {"a": ENGLISH, "b": "", "c": "在视频中，他笑。"}
    assert read.labels == {"a": "joy"}
    assert read.words["b"].words == ("happy", "surprised")
    assert read.words["c"].words == ()


def test_no_predictions(tmp_path: Path) -> None:
    with pytest.raises(GroundTruthError, match="no column of clip names"):
        predictions.read(write(tmp_path / "p.csv", ("id", "openset"), ("a", "[sad]")))
    with pytest.raises(GroundTruthError, match="can't be read"):
        predictions.read(tmp_path / "nowhere.csv")


@pytest.mark.skipif(not SHARED.exists(), reason="the data folder is not here")
def test_released_outputs_and_labels() -> None:
    folder = SHARED / "meld_affectgpt"
    labels = predictions.read(folder / "labels.csv").labels
    assert len(labels) == 2610
    assert set(labels.values()) == {
        "neutral", "joy", "anger", "surprise", "sadness", "disgust", "fear",
    }  # fmt: skip
    for path in folder.glob("openset_*.csv"):
        read = predictions.read(path)
        assert read.words.keys() == labels.keys()
        assert read.problems == []
