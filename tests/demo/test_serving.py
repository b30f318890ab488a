"""The folder for temporary files: gone at the end, however that comes; other folders stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from demo.serving import LOCK, PREFIX, SETTLED, without_proxy
from tests.helpers.patience import PATIENCE
from tests.helpers.places import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="it is ended by POSIX signals")

SERVES = """
import sys, tempfile, time
from demo.serving import private_folder
from tests.helpers.patience import PATIENCE
try:
    with private_folder() as folder:
        tempfile.mkstemp()
        print(folder, flush=True)
        sys.stdin.readline()
except KeyboardInterrupt:
    pass
"""


@contextmanager
def serving(parent: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process with a folder in `parent`; it ends by itself once it is sent a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVES],
        cwd=ROOT, env={**os.environ, "GRADIO_TEMP_DIR": str(parent)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    try:
        folder = Path(process.stdout.readline().strip())
        assert folder.parent == parent
        assert len(list(folder.iterdir())) == 2  # the lock, and the temporary file
        yield process, folder
    finally:
        process.kill()
        process.communicate()


def aged(*folders: Path) -> None:
    """As if their processes had begun a while ago."""
    then = time.time() - 2 * SETTLED
    for folder in folders:
        for path in (folder / LOCK, folder):
            if path.exists():
                os.utime(path, (then, then))


@posix
@pytest.mark.parametrize("number", [None, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_goes_with_the_process(number: signal.Signals | None, tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    with serving(tmp_path) as (process, _):
        if number:
            process.send_signal(number)
        process.communicate("\n", timeout=PATIENCE)
    assert process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@posix
def test_a_closed_terminal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` does; it is inherited
    try:
        with serving(tmp_path) as (process, folder):
            process.send_signal(signal.SIGHUP)
            time.sleep(0.2)
            assert process.poll() is None
            assert folder.exists()
    finally:
        signal.signal(signal.SIGHUP, before)


@posix
def test_what_a_killed_process_left_goes_when_the_next_begins(tmp_path: Path) -> None:
    unlocked = tmp_path / f"{PREFIX}unlocked"  # killed before it had its lock, or while it deleted
    unlocked.mkdir()
    with serving(tmp_path) as (_, killed):
        pass
    assert killed.exists()
    aged(killed, unlocked)
    with serving(tmp_path) as (_, folder):
        assert list(tmp_path.iterdir()) == [folder]


@posix
def test_what_others_use_stays(tmp_path: Path) -> None:
    chosen = tmp_path / "emer-demo"  # a benchmark's, say
    new = tmp_path / f"{PREFIX}new"  # its process is about to lock it
    elsewhere = tmp_path / "elsewhere"
    for folder in (chosen, new, elsewhere):
        folder.mkdir()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    aged(chosen, elsewhere)
    with serving(tmp_path) as (_, alive):
        aged(alive)
        with serving(tmp_path):
            assert all(path.exists() for path in (chosen, new, elsewhere, alive))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("http_proxy", "http://127.0.0.1:9"),
        ("HTTP_PROXY", "127.0.0.1:9"),
        ("https_proxy", "http://[::1"),
        ("ALL_PROXY", "socks5h://127.0.0.1:9"),
        ("all_proxy", "socks5://name:word@proxy:1080"),
        ("NO_PROXY", "[::1"),
        ("no_proxy", "localhost"),
    ],
)
def test_no_proxy_is_asked_and_the_environment_stays(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    before = dict(os.environ)
    with without_proxy(), httpx.Client() as client:  # which reads the environment
        assert not client._mounts
    assert dict(os.environ) == before
