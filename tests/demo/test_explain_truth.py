"""`python -m demo.explain --truth`: the gallery's JSON, or a table, found by the clip's name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from demo import explain
from tests.helpers.emer_tables import ENGLISH, write


def test_a_table(tmp_path: Path, happy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write(
        tmp_path / "own.csv",
        ("name", "openset", "reason"),
        (happy.stem, "[pleased]", ENGLISH),
        ("", "[sad]", ""),
    )
    for truth in (table, tmp_path):
        assert explain.main([str(happy), "--backend", "echo", "--truth", str(truth)]) == 0
        told = capsys.readouterr()
        assert "Ground truth (own.csv): pleased" in told.out
        assert "In the audio, she sighs" in told.out
        assert "own.csv, line 3" in told.err


def test_the_gallerys_layout(happy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = str(happy.with_name("1001_DFA_SAD_XX.json"))
    assert explain.main([str(happy), "--backend", "echo", "--truth", truth]) == 0
    assert "Ground truth (EMER demo project): " in capsys.readouterr().out


def test_a_clip_that_the_table_does_not_know(
    tmp_path: Path, happy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = str(write(tmp_path / "own.csv", ("name", "label"), ("other", "sad")))
    stranger = shutil.copy(happy, tmp_path / "stranger.mp4")
    other = shutil.copy(happy, tmp_path / "other.mp4")
    common = ["--backend", "echo", "--truth", table]
    assert explain.main([str(stranger), *common]) == 2
    told = capsys.readouterr()
    assert told.err == "“own.csv” has no ground truth for stranger.\n"
    assert told.out == ""
    assert explain.main([str(stranger), str(other), *common]) == 0
    told = capsys.readouterr()
    assert told.err == "“own.csv” has no ground truth for stranger.\n"
    assert "Ground truth (own.csv): sad" in told.out


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere.json", "empty.csv", "empty.json"])
def test_what_is_no_ground_truth_is_one_sentence(
    tmp_path: Path, happy: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "empty.json").touch()
    assert explain.main([str(happy), "--truth", str(tmp_path / name)]) == 2
    told = capsys.readouterr()
    assert name in told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""


def test_a_file_name_that_says_it(
    tmp_path: Path, happy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = shutil.copy(happy, tmp_path / "1002_DFA_HAP_XX.mp4")
    assert explain.main([str(clip), "--backend", "echo"]) == 0
    assert "Ground truth (CREMA-D (Cao et al. 2014)): happy" in capsys.readouterr().out
