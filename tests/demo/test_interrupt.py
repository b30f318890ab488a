"""Ctrl-C ends every command with one sentence and exit code 130, whatever its threads are doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.patience import PATIENCE
from tests.helpers.places import GALLERY, ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal"),
]

CLIPS = 5 * [str(path) for path in sorted(GALLERY.glob("*.mp4"))]
WAITS = """
import sys, time
from demo.command import run_command
from tests.helpers.patience import PATIENCE
{imports}
def wait(*_):
    print("ready", flush=True)
    time.sleep(600)
{place} = wait
run_command({main})
"""
"""A command that waits in the middle of its work, so that it can be interrupted there."""


def interrupted(
    folder: Path, command: list[str], ready: Callable[[str, str], bool]
) -> tuple[str, str]:
    """Interrupt a command once `ready` says so of its stdout and stderr; returns both at its end.

    It ends with exit code 130, though it still had much to do.
    """
    out, err = folder / "stdout", folder / "stderr"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        run = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=stdout, stderr=stderr)
        try:
            limit = time.monotonic() + PATIENCE
            while not ready(out.read_text("utf-8"), err.read_text("utf-8")):
                assert run.poll() is None, err.read_text("utf-8")
                assert time.monotonic() < limit
                time.sleep(0.02)
            run.send_signal(signal.SIGINT)
            assert run.wait(PATIENCE) == 130, err.read_text("utf-8")
        finally:
            run.kill()
    return out.read_text("utf-8"), err.read_text("utf-8")


@pytest.mark.models
def test_while_native_code_is_at_work(tmp_path: Path) -> None:
    command = ["-u", "-m", "demo.explain", *CLIPS]
    _, err = interrupted(tmp_path, command, lambda out, _: "1001_DFA_" in out)  # on to the next
    assert err == "Interrupted.\n"


@pytest.mark.models
def test_a_benchmark_writes_its_report_and_can_go_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    results = out / "results.jsonl"
    command = ["-m", "demo.benchmark", "--dataset", "gallery", "--out", str(out)]
    told, err = interrupted(
        tmp_path, command, lambda *_: results.exists() and results.read_bytes().count(b"\n") > 1
    )
    assert "Interrupted; --resume goes on from here." in err.splitlines()
    assert "Traceback" not in err
    assert "terminate" not in err
    assert "Accuracy" in told
    assert (out / "report.html").exists()
    assert 0 < results.read_bytes().count(b"\n") < 6


def test_a_benchmark_that_is_scored(tmp_path: Path) -> None:
    given = ["--dataset", "gallery", "--backend", "echo", "--out", str(tmp_path / "out")]
    code = WAITS.format(
        imports="from demo.benchmark import scores, __main__ as it",
        place="scores.table",
        main=f"lambda: it.main({given})",
    )
    _, err = interrupted(tmp_path, ["-c", code], lambda out, _: "ready" in out)
    assert err.endswith("\nInterrupted.\n")
    assert "Traceback" not in err


def test_tables_that_are_scored(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("name,label\na,happy\n", "utf-8")
    given = [f"--{name}={tmp_path / 'labels.csv'}" for name in ("truth", "predictions")]
    code = WAITS.format(
        imports="from demo import score", place="score._scored", main=f"lambda: score.main({given})"
    )
    _, err = interrupted(tmp_path, ["-c", code], lambda out, _: "ready" in out)
    assert err == "Interrupted.\n"


@pytest.mark.parametrize("package", ["demo", "backends"])
def test_while_a_command_is_loaded(package: str) -> None:
    code = f"import sys, signal; sys.argv = ['-m']; import {package}; signal.raise_signal(2)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "Interrupted.\n")


def test_while_the_page_is_loaded() -> None:
    begins = "import sys, signal; sys.modules['__main__'].__file__ = 'app.py'"
    code = f"{begins}; import backends; signal.raise_signal(2)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "Interrupted.\n")


def test_who_only_uses_the_package_keeps_their_own() -> None:
    code = "import signal, backends, demo; print(signal.getsignal(2).__name__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "default_int_handler\n"


def test_every_command_is_ended_so() -> None:
    """Training, the probe and the checks of models too."""
    files = {ROOT / "app.py", *ROOT.glob("backends/**/*.py"), *ROOT.glob("demo/**/*.py")}
    files -= {ROOT / "demo" / "bench" / "worker.py"}  # no person starts it, and it runs in versions
    texts = {path: path.read_text("utf-8") for path in files}  # that have nothing to end it with
    commands = {p: t for p, t in texts.items() if '__name__ == "__main__"' in t}
    assert len(commands) > 10
    for path, text in commands.items():
        ending = text.partition('if __name__ == "__main__":\n')[2].strip()
        assert ending.startswith(("run_command(main)", "interrupt.run(")), path


def test_training(tmp_path: Path) -> None:
    code = WAITS.replace("from demo.command import run_command", "from backends import interrupt")
    code = code.replace("run_command(", "interrupt.run(").format(
        imports="from backends.cascade.train import words as it", place="it.main", main="it.main"
    )
    _, err = interrupted(tmp_path, ["-c", code], lambda out, _: "ready" in out)
    assert err == "Interrupted.\n"
