"""Labelled sets on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.ground_truth import GroundTruthError
from demo.ground_truth.datasets import DATASETS, read
from tests.helpers import emer_tables
from tests.helpers.places import SHARED


def test_emer_v1(tmp_path: Path) -> None:
    emer_tables.emer_v1(tmp_path / "dataset-v1")
    emer_tables.emer_v2(tmp_path / "dataset-v2")
    emer_tables.empty_files(tmp_path, "video/sample_1.avi", "audio/sample_1.wav", "sample_9.mp4")
    dataset = read("emer-v1", tmp_path, "zh")
    assert dataset.kind == "emer-v1"
    assert [clip.name for clip in dataset.clips] == ["sample_1", "sample_2"]
    assert [clip.path for clip in dataset.clips] == [tmp_path / "video/sample_1.avi", None]
    assert dataset.clips[0].truth.emotions == ["悲伤"]


def test_emer_v2(tmp_path: Path) -> None:
    emer_tables.emer_v1(tmp_path)
    dataset = read("emer-v2", emer_tables.emer_v2(tmp_path))
    assert [clip.name for clip in dataset.clips] == ["sample_1", "sample_3", "sample_4"]
    assert dataset.clips[0].truth.emotions == ["disappointed", "sad"]
    assert dataset.clips[0].truth.subtitle == "He did not come."


def test_mer2025(tmp_path: Path) -> None:
    folder = tmp_path / "mer2025-dataset"
    emer_tables.emer_v2(folder)
    emer_tables.write(
        folder / "track3_train_ovmerd.csv", ("name", "reason"), ("sample_1", emer_tables.ENGLISH)
    )
    emer_tables.write(
        folder / "track2_train_ovmerd.csv", ("name", "openset"), ("b", "[sad]"), ("",)
    )
    emer_tables.write(folder / "track1_track2_candidate.csv", ("name",), ("other_1",))
    emer_tables.empty_files(folder, "video/sample_1.mp4", "audio/b.wav")
    dataset = read("mer2025", tmp_path)
    assert [(clip.name, clip.truth.emotions) for clip in dataset.clips] == [
        ("b", ["sad"]), ("sample_1", []),
    ]  # fmt: skip
    assert all(clip.path for clip in dataset.clips)
    assert dataset.clips[1].truth.author == "OV-MERD"
    assert dataset.clips[1].truth.subtitle == "He did not come."
    assert ["line 3" in str(sentence) for sentence in dataset.problems] == [True]


def test_cremad(tmp_path: Path) -> None:
    emer_tables.empty_files(
        tmp_path, "AudioWAV/1002_DFA_SAD_LO.wav", "VideoFlash/1002_DFA_SAD_LO.flv",
        "AudioWAV/1001_IEO_ANG_HI.wav", "AudioWAV/readme.wav", "AudioWAV/1001_IEO_ANG_HI.txt",
    )  # fmt: skip
    emer_tables.write(
        tmp_path / "votes.csv",
        ("modality", "A", "D", "F", "H", "N", "S", "fileName"),
        ("audio-visual", "7", "1", "0", "0", "0", "0", "1001_IEO_ANG_HI"),
        ("smell", "7", "1", "0", "0", "0", "0", "1001_IEO_ANG_HI"),
    )
    emer_tables.write(
        tmp_path / "answers.csv", ("name", "openset"), ("1001_IEO_ANG_HI", "[delighted]")
    )
    dataset = read("cremad", tmp_path)
    assert [(clip.name, clip.path and clip.path.suffix) for clip in dataset.clips] == [
        ("1001_IEO_ANG_HI", ".wav"), ("1002_DFA_SAD_LO", ".flv"),
    ]  # fmt: skip
    first = dataset.clips[0].truth
    assert first.votes and first.votes.audiovisual == {"angry": 7, "disgusted": 1}
    assert first.emotions == ["angry"]
    assert ["line 3" in str(sentence) for sentence in dataset.problems] == [True]


@pytest.mark.skipif(not SHARED.exists(), reason="the data folder is not here")
def test_ravdess() -> None:
    dataset = read("ravdess", SHARED / "ravdess_voice")
    assert len(dataset.clips) == 1080
    assert len({clip.name for clip in dataset.clips}) == 1080
    assert [clip.name for clip in dataset.clips] == sorted(clip.name for clip in dataset.clips)
    calm = [clip.truth for clip in dataset.clips if clip.truth.emotions == ["calm"]]
    assert {truth.label for truth in calm} == {"neutral"}
    assert len(calm) == 8 * 18
    assert dataset.problems == []


def test_one_table_of_a_persons_own(tmp_path: Path) -> None:
    table = emer_tables.write(
        tmp_path / "own.csv", ("clip", "label"), ("a.mp4", "sad"), ("b", "joy")
    )
    emer_tables.write(tmp_path / "other.csv", ("clip", "label"), ("c", "sad"))
    emer_tables.empty_files(tmp_path, "clips/a.mp4", "clips/c.mp4")
    clips = read("csv", table).clips
    assert [(clip.name, clip.path) for clip in clips] == [
        ("a", tmp_path / "clips/a.mp4"), ("b", None),
    ]  # fmt: skip
    assert [clip.truth.label for clip in clips] == ["sad", "happy"]
    assert [clip.name for clip in read("csv", tmp_path).clips] == ["a", "b", "c"]


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GroundTruthError, match="no kind of dataset “mosei”; choose of emer-v1"):
        read("mosei", tmp_path)
    for kind in DATASETS:
        with pytest.raises(GroundTruthError, match=f"holds nothing of {kind}"):
            read(kind, tmp_path)
        with pytest.raises(GroundTruthError, match="There is no “"):
            read(kind, tmp_path / "nowhere")


def test_a_table_of_ones_own_is_of_no_published_set(tmp_path: Path) -> None:
    table = emer_tables.write(
        tmp_path / "good.csv",
        ("name", "openset", "reason", "subtitle"),
        ("a", "[sad]", emer_tables.ENGLISH, "Hi"),
    )
    for kind in ("emer-v1", "emer-v2", "mer2025"):
        with pytest.raises(GroundTruthError, match=f"holds nothing of {kind}"):
            read(kind, table)
    assert [clip.name for clip in read("csv", table).clips] == ["a"]
