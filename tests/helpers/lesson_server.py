"""A served lesson in a process of its own, to be loaded and killed.

`python -m tests.helpers.lesson_server PORT FOLDER` serves the lesson without the rest of the page,
which is there in a second; `Server(…, whole=True)` starts `app.py`.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette

from demo.lesson import Lesson
from demo.settings import Settings
from tests.helpers.patience import PATIENCE
from tests.helpers.places import ROOT


class Server:
    """One process that serves the rooms of a folder."""

    def __init__(self, folder: Path, *, whole: bool, backend: str = "echo") -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        light = ["-m", "tests.helpers.lesson_server", str(self.port), str(folder)]
        app = ["app.py", "--port", str(self.port), "--backends", backend]
        app += ["--lesson-data", str(folder)]
        self._command = [sys.executable, *(app if whole else light)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it answers once this returns."""
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.address}/lesson/", timeout=PATIENCE).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise TimeoutError("the server")

    def end(self, number: int = signal.SIGTERM) -> None:
        """Send it a signal, SIGKILL perhaps, and wait until it is gone."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE)
            self._process = None


def main() -> None:
    """Serve until it is ended."""
    port, folder = sys.argv[1:]
    lesson = Lesson(Settings(_cli_parse_args=False, lesson_data=Path(folder), backends=["echo"]))
    app = Starlette(routes=lesson.routes, middleware=[lesson.guard])
    uvicorn.run(app, port=int(port), log_level="error")


if __name__ == "__main__":
    main()
