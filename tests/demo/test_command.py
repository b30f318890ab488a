"""Commands whose output goes to a full disk: one sentence, and exit code 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.patience import PATIENCE
from tests.helpers.places import GALLERY, ROOT

FULL = Path("/dev/full")
CLIP = str(GALLERY / "1001_DFA_HAP_XX.mp4")
LABELS = "name,label\na,happy\n"

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["demo.explain", CLIP, "--backend", "echo"],
        ["demo.agree", CLIP, "--backend", "echo"],
        ["demo.score", "--truth", "labels.csv", "--predictions", "labels.csv"],
        ["demo.benchmark", "--dataset", "gallery", "--backend", "echo", "--limit", "1"],
    ],
    ids=lambda command: command[0],
)
def test_a_full_disk(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text(LABELS, "utf-8")
    given = [str(tmp_path / part) if part == "labels.csv" else part for part in command]
    if "demo.benchmark" in command:
        given += ["--out", str(tmp_path / "out")]
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", *given],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=PATIENCE,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "The output can't be written: No space left on device."
    assert "Traceback" not in done.stderr
    assert "Errno" not in done.stderr
