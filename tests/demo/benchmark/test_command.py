"""The benchmark's run: what is drawn, what is written, and going on after a kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from backends.base import Progress
from backends.errors import BackendError
from demo.benchmark import BenchmarkError, folder, plan, report, results
from demo.benchmark.__main__ import main
from demo.benchmark.results import Result
from tests.helpers.benchmark_sets import Knowing, names_of, plan_of, put, ravdess
from tests.helpers.fakes import Scripted
from tests.helpers.places import ROOT


def lines(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]


def command(root: Path, out: Path, *more: str) -> list[str]:
    return ["--dataset", "ravdess", "--root", str(root), "--out", str(out), *more]


def test_a_half_written_line_is_cut_off_and_a_foreign_one_named(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    one = Result(clip="a\u2028b", backend="x", label=None, error="No.", seconds=1)
    list(results.appended(path, [one]))
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"clip": "half')
    assert results.mend(path) == 14
    assert results.read(path) == [one]
    path.write_bytes(whole + b"{}\n")
    with pytest.raises(BenchmarkError, match=r"Line 2 of results\.jsonl"):
        results.read(path)


def test_bytes_that_are_no_text_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = ravdess(tmp_path / "set", 2), tmp_path / "out"
    given = command(root, out, "--backend", "echo")
    assert main(given) == 0
    written = (out / "results.jsonl").read_bytes()
    (out / "results.jsonl").write_bytes(written + b'{"clip": "\xff')
    assert main([*given, "--resume"]) == 0  # the torn last line is cut off
    assert (out / "results.jsonl").read_bytes() == written
    (out / "results.jsonl").write_bytes(written + b"\xff\xfe\n")
    capsys.readouterr()
    assert main([*given, "--resume"]) == 2
    assert capsys.readouterr().err == "Line 3 of results.jsonl is not a result.\n"
    (out / "meta.json").write_bytes(b"\xff\xfe")
    assert main([*given, "--resume"]) == 2
    assert "is not of a benchmark" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (BackendError("No weights."), "No weights."),
        (OSError(28, "The disk is full"), "The output can't be written: The disk is full."),
    ],
)
def test_what_breaks_off_in_the_middle_is_a_failure_and_no_bad_use(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    sentence: str,
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(report, "write", broken)
    given = command(ravdess(tmp_path / "set", 1), tmp_path / "out", "--backend", "echo")
    assert main(given) == 1
    assert capsys.readouterr().err.endswith(f"{sentence}\n")


def test_stop_does_not_wait_for_slow_backends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Knowing("slow")
    slow.script = [Progress(stage="waiting"), threading.Event()]  # never set: it waits 10 s
    monkeypatch.setattr(slow, "explain", lambda *given: Scripted.explain(slow, *given))
    put(monkeypatch, slow)
    asked = plan_of(ravdess(tmp_path / "set", 40), "slow")
    with folder.opened(tmp_path / "out", asked, plan.read(asked)) as opened:
        run = opened.run(jobs=4)
        stop = threading.Timer(0.5, run.stop)
        stop.start()
        began = time.monotonic()
        assert list(opened.kept(run)) == []
    assert time.monotonic() - began < 3
    slow.script[1].set()


def test_a_result_says_one_thing() -> None:
    with pytest.raises(ValueError):
        Result(clip="a", backend="x", label=None, seconds=0)


def test_half_a_line_is_cut_off_and_its_clip_is_done_again(tmp_path: Path) -> None:
    root, out = ravdess(tmp_path / "set", 6), tmp_path / "out"
    given = command(root, out, "--backend", "echo")
    assert main(given) == 0
    file = out / "results.jsonl"
    file.write_bytes(file.read_bytes()[:-40])  # what a kill in the middle of a line leaves
    assert main([*given, "--resume"]) == 0
    counted = Counter((line["clip"], line["backend"]) for line in lines(out))
    assert len(counted) == 6 and set(counted.values()) == {1}
    assert main([*given, "--resume"]) == 0  # done: only the report is written anew
    assert len(lines(out)) == 6


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kills need fork")
def test_no_kill_loses_or_doubles_a_line() -> None:
    """Thirty kills, or more: python -m tests.helpers.kills 30"""
    run = [sys.executable, "-m", "tests.helpers.kills", "5"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("place", "reason"), [("file", "File exists"), ("file/out", "Not a directory")]
)
def test_a_place_that_can_hold_no_run_is_one_sentence(
    place: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    out = tmp_path / place
    assert main(command(ravdess(tmp_path / "set", 8), out, "--backend", "echo")) == 2
    assert capsys.readouterr().err == f"“{out}” can't hold a run: {reason}.\n"


def test_what_is_there_is_not_overwritten_and_not_mixed_with_another_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = ravdess(tmp_path / "set", 8), tmp_path / "out"
    given = command(root, out, "--backend", "echo", "--limit", "4")
    assert main(given) == 0
    written = (out / "results.jsonl").read_bytes()
    capsys.readouterr()
    assert main(given) == 2
    assert "is not empty" in capsys.readouterr().err
    assert main([*given, "--resume", "--seed", "1"]) == 2
    assert "another seed" in capsys.readouterr().err
    assert main([*given, "--resume", "--seed", "1", "--limit", "5"]) == 2
    assert "another limit and seed" in capsys.readouterr().err
    assert main([*given, "--resume", "--language", "zh", "--limit", "5"]) == 2
    assert "另外的语言和片段数上限" in capsys.readouterr().err
    assert main([*given, "--resume", "--backend", "cascade"]) == 2
    assert "begun with another choice of backends:" in capsys.readouterr().err
    (root / "03-01-01-01-01-01-01.wav").unlink()
    (root / "03-01-02-01-01-01-01.wav").unlink()
    assert main([*given, "--resume"]) == 2
    assert "have changed" in capsys.readouterr().err
    assert (out / "results.jsonl").read_bytes() == written


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    asked = plan_of(ravdess(tmp_path / "set", 8), "echo")
    with (
        folder.opened(tmp_path / "out", asked, plan.read(asked)),
        pytest.raises(BenchmarkError, match="right now"),
        folder.opened(tmp_path / "out", asked, plan.read(asked), resume=True),
    ):
        pass


def test_so_many_clips_are_in_flight_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Knowing("one")
    one.together = threading.Barrier(4)  # broken, and the answer a failure, if fewer come together
    put(monkeypatch, one)
    asked = plan_of(ravdess(tmp_path / "set", 16), "one")
    with folder.opened(tmp_path / "out", asked, plan.read(asked)) as opened:
        assert [r.error for r in opened.kept(opened.run(jobs=4))] == [None] * 16


def test_failures_are_listed_and_tried_again_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = ravdess(tmp_path / "set", 8), tmp_path / "out"
    first, second, *_ = names_of(plan_of(root, "one"))
    (root / f"{second}.wav").write_bytes(b"no sound")
    one = Knowing("one", broken={first})
    put(monkeypatch, one)
    given = command(root, out, "--backend", "one")
    assert main(given) == 1
    errors = {line["clip"]: line["error"] for line in lines(out) if line["error"]}
    assert errors[first] == "It needs a rest."
    assert "is not a video or sound file" in errors[second]
    assert len(lines(out)) == 8
    told = capsys.readouterr()
    assert f"{first} one: It needs a rest." in told.err
    assert "2 of 8 answers failed" in told.out

    one.broken, one.asked = set(), []
    assert main([*given, "--resume"]) == 1
    assert one.asked == []
    assert main([*given, "--resume", "--retry-failed"]) == 1  # one file is still broken
    assert one.asked == [first]
    assert len({line["clip"] for line in lines(out)}) == len(lines(out)) == 8


def test_a_stopped_run_keeps_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, Knowing("one"))
    asked = plan_of(ravdess(tmp_path / "set", 40), "one")
    with folder.opened(tmp_path / "out", asked, plan.read(asked)) as opened:
        run = opened.run(jobs=2)
        for count, _ in enumerate(opened.kept(run), start=1):
            if count == 5:
                run.stop()
        stopped_at = len(opened.results)
        assert 5 <= stopped_at < 40
        assert len(list(opened.kept(opened.run()))) == 40 - stopped_at
        assert len({r.clip for r in opened.results}) == len(opened.results) == 40


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--backend", "cascad"], "Did you mean “cascade”?"),
        (["--root", "nowhere"], "nowhere”.\n"),
        (["--dataset", "cremad"], "holds nothing of cremad"),
    ],
)
def test_bad_use_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    given = command(ravdess(tmp_path / "set", 1), tmp_path / "out", "--backend", "echo", *more)
    assert main(given) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
