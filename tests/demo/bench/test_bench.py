"""What an answer costs: the command, its worker, and the table of several versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.bench import __main__ as bench
from demo.bench import clips, measuring, processes, table, worker
from demo.bench.measuring import Figures

STAGES = {"decode": 0.1, "voice": 0.2}


class Fake:
    """A worker whose answers cost as much as its checkout's name is long."""

    def __init__(self, checkout: Path) -> None:
        self.cost = float(len(checkout.name))

    def __enter__(self) -> Fake:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, do: str, **about: str) -> Any:
        assert Path(about["clip"]).is_file()
        if do == "warm":
            return {"cpu": self.cost, "first": 1.0, "wall": 2.0}
        return {"stages": STAGES, "faces": 4, "a face": self.cost / 4}


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "Worker", Fake)
    spent = processes.Spent(cpu=5.0, peak_memory=10**9)
    monkeypatch.setattr(measuring, "fresh", lambda *_: spent)
    monkeypatch.setattr(bench, "make", lambda _, lengths: {one: PATHS[one] for one in lengths})


PATHS = dict.fromkeys(clips.LENGTHS, Path(__file__))


@pytest.mark.usefixtures("faked")
def test_two_versions_stand_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    (other / "backends" / "cascade").mkdir(parents=True)
    assert bench.main(["--against", str(other), "--clip", "2 s", "--rounds", "2"]) == 0
    lines = {line[:26].strip(): line[26:].split() for line in capsys.readouterr().out.splitlines()}
    assert lines[""] == ["this", "against", "ratio"]
    ours = float(len(bench.HERE.name))
    assert lines["one more clip, warm"] == [
        "2", "s", "CPU-s", f"{ours:.3f}", "5.000", f"{ours / 5:.2f}",
    ]  # fmt: skip
    assert lines["its peak memory"][-3:] == ["1.000", "1.000", "1.00"]
    assert lines["voice"][-2:] == ["0.200", "1.00"]


@pytest.mark.usefixtures("faked")
def test_json_holds_every_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--rounds", "3", "--warm", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rounds"] == 3
    assert {name: len(values) for name, values in told["this"]["warm"].items()} == dict.fromkeys(
        clips.LENGTHS, 3
    )
    assert told["this"]["cold"] == {}


def test_a_folder_without_the_project_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main(["--against", str(tmp_path)]) == 2
    assert "is no checkout of this project" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        bench.main(["--rounds", "0"])


def test_a_worker_that_ends_is_one_sentence(tmp_path: Path) -> None:
    """Here, as the folder has no packages to measure."""
    with processes.Worker(tmp_path) as one, pytest.raises(processes.BenchError, match="ended"):
        one.ask("warm", clip="x.mp4")


def test_a_stage_has_no_time_of_stages_within() -> None:
    now = 0.0

    def burn(seconds: float) -> None:
        nonlocal now
        now += seconds

    worker.spent.clear()
    inner = worker._counted("inner", lambda: burn(5), lambda: now)

    def steps() -> Iterator[int]:
        burn(2)
        inner()
        yield 1
        burn(1)
        yield 2

    for _ in worker._counted("outer", steps, lambda: now)():
        burn(10)  # by whoever takes the steps: no part of the stage
    assert worker.spent == {"inner": 5, "outer": 3}
    worker.spent.clear()


def test_practice_is_told_as_a_share() -> None:
    figures = Figures(warm={"2 s": [0.5, 0.7, 0.6]})
    told = table.text({"this": figures}, {"hearing": 4.0, "seeing": 2.0, "frames": 57})
    assert "on each of 57 frames: 2.00. This version takes 0.100 of that." in told


@pytest.mark.slow
def test_clips_are_made_of_the_gallery(tmp_path: Path) -> None:
    from backends.clip import Clip

    made = clips.make(tmp_path, ["13 s"])
    assert Clip.open(made["13 s"]).duration == pytest.approx(13.2, abs=0.5)


@pytest.mark.slow
@pytest.mark.models
def test_a_worker_knows_the_stages_of_this_version() -> None:
    (clip,) = clips.make(Path(), [clips.SHORT]).values()
    with processes.Worker(bench.HERE) as one:
        told = one.ask("stages", clip=str(clip))
    assert {"decode", "voice", "compose", *worker.STAGES} <= {*told["stages"]}
    assert told["faces"] > 10
