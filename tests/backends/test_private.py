"""Nothing that explains a clip reports home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers.places import ROOT


def test_no_library_keeps_a_record_of_its_use(happy: Path, tmp_path: Path) -> None:
    """onnxruntime writes a session file to the temporary folder, and an identifier to the cache,
    before it reports its use; neither may appear."""
    places = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")}
    for place in places.values():
        Path(place).mkdir()
    environment = {**os.environ, **places}
    environment.pop("ORT_DISABLE_TELEMETRY", None)  # this process has it; the command must set it
    done = subprocess.run(
        [sys.executable, "-m", "demo.explain", str(happy)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "happy" in done.stdout
    assert [*tmp_path.rglob(".ses"), *tmp_path.rglob("*icrosoft*")] == []
