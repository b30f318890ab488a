"""Nothing that explains a clip reports home, and nothing of it stays on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers.places import ROOT

TABLES = [Path("/proc/net") / name for name in ("tcp", "tcp6", "udp", "udp6")]
"""Where Linux lists sockets of the internet; the tenth column is a socket's inode."""
on_linux = pytest.mark.skipif(not TABLES[0].exists(), reason="Linux lists sockets in /proc")


def sockets(process: int) -> set[str]:
    """Inodes of the process's sockets of the internet, also of those that libraries open."""
    listed = {line.split()[9] for table in TABLES for line in _lines(table)[1:]}
    try:
        held = {str(link.readlink()) for link in Path(f"/proc/{process}/fd").iterdir()}
    except OSError:  # it has ended, or closed a file just now
        return set()
    return {inode for inode in listed if f"socket:[{inode}]" in held}


def _lines(table: Path) -> list[str]:
    return table.read_text("utf-8").splitlines() if table.exists() else []


@on_linux
def test_a_socket_is_seen() -> None:
    code = "import socket, sys; s = socket.socket(type=2); s.bind(('127.0.0.1', 0)); print()"
    child = subprocess.Popen(
        [sys.executable, "-c", f"{code}; sys.stdout.flush(); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout
    child.stdout.readline()
    assert len(sockets(child.pid)) == 1
    child.communicate()


@pytest.mark.slow
@pytest.mark.models
@on_linux
def test_nothing_is_written_down_and_nobody_is_told(happy: Path, tmp_path: Path) -> None:
    """onnxruntime would write a session file to the temporary folder, and an identifier to the
    cache, and report its use. The child's own sockets are refused and noted, as in every test."""
    places = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")}
    for place in places.values():
        Path(place).mkdir()
    environment = {**os.environ, **places}
    for name in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_OFFLINE"):
        environment.pop(name, None)  # this process has them; the command must see to itself
    said = tmp_path / "said"
    seen: set[str] = set()
    with said.open("wb") as out:
        command = [sys.executable, "-m", "demo.explain", str(happy)]
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out)
        while child.poll() is None:
            seen |= sockets(child.pid)
            time.sleep(0.05)  # often enough for what is asked and answered
    assert child.returncode == 0
    assert "happy" in said.read_text("utf-8")
    assert seen == set()
    assert [path for place in places.values() for path in Path(place).rglob("*")] == []
