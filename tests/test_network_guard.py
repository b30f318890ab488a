"""The guard of the suite itself: what reaches for another machine is refused and noted."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.helpers.guard import network_guard
from tests.helpers.places import ROOT

NUMBER = "192.0.2.1"
"""Kept for documentation (RFC 5737): nobody has it."""
NAME = "outside.example"
REFUSED = "A test tried to reach another machine"
"""The guard's own words: its class is imported twice, here and by Python's start."""
CHILD = f"import socket; socket.socket().connect_ex(('{NUMBER}', 9))"


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of attempts of this test's own, so that they do not fail the run."""
    path = tmp_path / "attempts.txt"
    path.touch()
    monkeypatch.setenv(network_guard.LOG, str(path))
    return path


def by_name() -> None:
    socket.create_connection((NAME, 80), timeout=1)


def by_connect() -> None:
    with socket.socket() as one:
        one.connect((NUMBER, 9))


def by_connect_ex() -> None:
    with socket.socket() as one:
        one.connect_ex((NUMBER, 9))


def by_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        one.sendto(b"x", (NUMBER, 9))


def by_asyncio() -> None:
    async def connect() -> None:
        await asyncio.open_connection(NUMBER, 9)

    with ThreadPoolExecutor(1) as pool:  # in this thread the browser's tests leave a loop running
        pool.submit(lambda: asyncio.run(connect())).result()


def by_old_lookup() -> None:
    socket.gethostbyname(NAME)


WAYS = [by_name, by_connect, by_connect_ex, by_datagram, by_asyncio, by_old_lookup]


@pytest.mark.parametrize("way", WAYS)
def test_another_machine_is_refused_and_noted(way: Callable[[], None], noted: Path) -> None:
    with pytest.raises(OSError, match=REFUSED):
        way()
    assert (NAME if way in (by_name, by_old_lookup) else NUMBER) in noted.read_text()


def test_a_thread_is_watched(noted: Path) -> None:
    def swallow() -> None:
        with pytest.raises(OSError, match=REFUSED):
            by_connect()

    thread = threading.Thread(target=swallow)
    thread.start()
    thread.join()
    assert NUMBER in noted.read_text()


def test_a_child_is_watched(noted: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True)
    assert "OutsideError" in done.stderr
    assert NUMBER in noted.read_text()


TESTS = f"""
import socket, subprocess, sys

def test_here():
    with socket.create_server(("127.0.0.1", 0)) as one:
        socket.create_connection(one.getsockname()).close()

def test_caught():
    try:
        socket.socket().connect(("{NUMBER}", 9))
    except OSError:
        pass

def test_child():
    subprocess.run([sys.executable, "-c", {CHILD!r}], stderr=subprocess.DEVNULL)
"""


def run_pytest(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """A suite of its own, with this one's conftest."""
    (folder / "pytest.ini").touch()
    (folder / "test_them.py").write_text(tests, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run([*command, folder], cwd=ROOT, env=env, capture_output=True, text=True)


@pytest.mark.slow
def test_what_is_caught_still_fails_the_test(tmp_path: Path) -> None:
    ran = run_pytest(tmp_path, TESTS)
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "3 passed, 2 errors" in ran.stdout
    assert ran.stdout.count(f"socket.connect ('{NUMBER}', 9) (test_them.py::test_c") >= 2


@pytest.mark.slow
def test_what_no_test_is_failed_for_fails_the_run(tmp_path: Path) -> None:
    at_import = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {CHILD!r}])\n"
    ran = run_pytest(tmp_path, at_import + "def test_nothing(): pass\n")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "1 passed" in ran.stdout
    assert "attempts to reach another machine" in ran.stdout


def test_this_machine_is_reached(tmp_path: Path, noted: Path) -> None:
    for host in ("127.0.0.1", "localhost"):
        with socket.create_server((host, 0)) as server:
            socket.create_connection((host, server.getsockname()[1]), timeout=5).close()
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as one:
        server.bind(str(tmp_path / "s"))
        server.listen()
        one.connect(str(tmp_path / "s"))
    assert network_guard.is_here(socket.gethostname())
    assert noted.read_text() == ""
