"""`python app.py` in a process of its own: what it leaves behind, and where it can't be served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from demo.serving import PREFIX
from tests.helpers.patience import PATIENCE
from tests.helpers.places import ROOT

CALM = {**os.environ, "GRADIO_TEMP_DIR": "", "PYTHONUNBUFFERED": "1"}
PROXIES = {
    "http_proxy": "http://127.0.0.1:9",  # where nobody listens
    "HTTPS_PROXY": "nonsense",
    "ALL_PROXY": "socks5://127.0.0.1:9",
    "NO_PROXY": "[::1",
}
"""As companies set them, and as people misspell them: the page starts and asks none of them."""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def when_served(app: subprocess.Popen[str], address: str) -> None:
    limit = time.monotonic() + PATIENCE
    while app.poll() is None and time.monotonic() < limit:
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(app.communicate())


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="they are POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_stays_when_it_is_stopped(
    number: signal.Signals, tmp_path: Path, happy: Path
) -> None:
    address = f"http://127.0.0.1:{(port := free_port())}"
    app = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=ROOT, env={**CALM, **PROXIES, "TMPDIR": str(tmp_path)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        when_served(app, address)
        sent = {"files": ("clip.mp4", happy.read_bytes())}
        (stored,) = httpx.post(f"{address}/gradio_api/upload", files=sent, timeout=PATIENCE).json()
        (folder,) = tmp_path.iterdir()
        assert Path(stored).is_relative_to(folder)
        assert folder.name.startswith(PREFIX)
        assert folder.stat().st_mode & 0o777 == 0o700
        with httpx.stream(
            "GET", f"{address}/gradio_api/heartbeat/tab", timeout=PATIENCE
        ) as _:  # an open page
            app.send_signal(number)
            _, err = app.communicate(timeout=PATIENCE)
    finally:
        app.kill()
    told = (130, "Interrupted.\n") if number == signal.SIGINT else (0, "")
    assert (app.returncode, err) == told
    assert list(tmp_path.iterdir()) == []


def refused(*arguments: str, **environment: str) -> str:
    """What it says where it can't be served: one line, and exit code 2."""
    done = subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT, env={**CALM, **environment}, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line


def test_a_port_that_is_taken(taken: int) -> None:
    assert f"port {taken} is taken" in refused("--port", str(taken))


def test_a_host_that_is_not_this_machine() -> None:
    assert "“192.0.2.1” is no address of this machine" in refused("--host", "192.0.2.1")


def test_a_temporary_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = refused(GRADIO_TEMP_DIR=str(tmp_path / "file"))
    assert "can't hold temporary files: File exists." in told
