"""Which clips a benchmark draws, and what kind of set a folder is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from demo.benchmark import BenchmarkError, plan
from tests.helpers.benchmark_sets import plan_of, ravdess


def labels(asked: plan.Plan) -> Counter[str]:
    return Counter(plan.label_of(clip.truth) for clip in plan.drawn(asked, plan.read(asked)))


def test_a_draw_holds_every_label_with_its_share_and_is_the_same_again(tmp_path: Path) -> None:
    root = ravdess(tmp_path / "set", 64)  # 16 neutral (8 of them calm), 8 of each other emotion
    half = labels(plan_of(root, "echo", limit=32))
    assert half["neutral"] == 8
    assert all(abs(half[word] - 4) <= 1 for word in half if word != "neutral")
    assert len(labels(plan_of(root, "echo", limit=7))) == 7
    asked = plan_of(root, "echo", limit=20, seed=3)
    drawn = [[c.name for c in plan.drawn(asked, plan.read(asked))] for _ in range(2)]
    assert drawn[0] == drawn[1] == sorted(drawn[0])
    other = plan_of(root, "echo", limit=20, seed=4)
    assert drawn[0] != [c.name for c in plan.drawn(other, plan.read(other))]


def test_clips_without_a_file_are_not_drawn_and_none_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("name,openset\none,[happy]\ntwo,[sad]\n", "utf-8")
    asked = plan.Plan(dataset="csv", root=str(tmp_path), backends=("echo",))
    with pytest.raises(BenchmarkError, match="None of the 2 clips"):
        plan.drawn(asked, plan.read(asked))
    ravdess(tmp_path, 1).joinpath("03-01-01-01-01-01-01.wav").rename(tmp_path / "two.wav")
    assert [clip.name for clip in plan.drawn(asked, plan.read(asked))] == ["two"]


def test_a_kind_is_recognised_by_what_lies_there(tmp_path: Path) -> None:
    assert plan.recognised(ravdess(tmp_path / "a", 2)) == "ravdess"
    (tmp_path / "b").mkdir()
    assert plan.recognised(tmp_path / "b") is None
    (tmp_path / "b" / "own.csv").write_text("name,openset\none,[happy]\n", "utf-8")
    assert plan.recognised(tmp_path / "b") == plan.recognised(tmp_path / "b" / "own.csv") == "csv"
