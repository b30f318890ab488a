"""What a served page needs of the machine: an address, and a folder that is gone at the end."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from types import FrameType
from typing import NoReturn

from filelock import FileLock, Timeout

from backends.errors import EmerError
from demo.strings import COMMANDS

PREFIX = "emer-demo-page-"
LOCK = ".page.lock"
"""Lies in each folder, locked as long as its process lives; the system lets go of it then."""
ENDING = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
"""What ends a process besides Ctrl-C: another program, and a closed terminal (not on Windows)."""
NO_PROXY = "no_proxy"
"""The variable that says for which hosts no proxy is used; "*": for none."""
SETTLED = 10.0
"""Seconds after which a process surely has locked the lock that it has made."""


class Ended(KeyboardInterrupt):
    """The process is to end, as another program or a closed terminal wants it."""


class ServingError(EmerError):
    """The page can't be served as asked."""


def check_address(host: str | None, port: int | None) -> None:
    """Raise ServingError if nothing can listen there; without a port, any that is free will do.

    Gradio would look for seconds, and not say whether the host or the port is to blame.
    """
    host = (host or os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1").strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port or 0), family=family).close()
    except (OSError, UnicodeError) as error:
        blamed = {
            errno.EADDRINUSE: COMMANDS("serving.taken", port=port),
            errno.EACCES: COMMANDS("serving.not_allowed", port=port),
        }
        reason = COMMANDS("serving.no_address", host=host)
        if isinstance(error, OSError) and error.errno in blamed:
            reason = blamed[error.errno]
        raise ServingError(COMMANDS("serving.refused", why=reason)) from error


@contextmanager
def without_proxy() -> Iterator[None]:
    """In the block, this process asks no proxy, whatever the environment or the system names.

    For what it asks of itself, as Gradio does at its start: a proxy can't know it, and one that is
    misspelled, or of a kind that needs another package (SOCKS), would already fail before.
    """
    names = [name for name in os.environ if name.lower().endswith("_proxy")]
    kept = {name: os.environ.pop(name) for name in names}
    os.environ[NO_PROXY] = "*"  # else Windows and macOS ask the system's settings
    try:
        yield
    finally:
        del os.environ[NO_PROXY]
        os.environ.update(kept)


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this person may enter, for all temporary files of this process.

    To be entered before Gradio is imported, which then reads where its files go. It lies in
    GRADIO_TEMP_DIR if a person has set that, else where the system has its temporary files, and is
    deleted at the end. SIGTERM and a closed terminal end the block like Ctrl-C, by `Ended`, so then
    too; what a process left that was killed outright, the next one deletes.
    Raises ServingError if there can't be such a folder.
    """
    for number in ENDING:
        if signal.getsignal(number) == signal.SIG_DFL:  # `nohup` ignores a closed terminal
            signal.signal(number, _end)
    parent = Path(os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir())
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent)).resolve()
    except OSError as error:
        raise ServingError(
            COMMANDS("serving.no_folder", folder=parent, why=error.strerror)
        ) from error
    try:
        with FileLock(folder / LOCK):
            _delete_left_behind(folder)
            os.environ["GRADIO_TEMP_DIR"] = tempfile.tempdir = str(folder)
            yield folder
    finally:
        for number in (signal.SIGINT, *ENDING):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it
        shutil.rmtree(folder, ignore_errors=True)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Ended


def _delete_left_behind(folder: Path) -> None:
    """Delete the folders of this person beside `folder` whose processes live no more."""
    person = folder.stat().st_uid
    for left in folder.parent.glob(f"{PREFIX}*"):
        lock = left / LOCK
        try:
            made = (lock if lock.exists() else left).stat().st_mtime
            if left.lstat().st_uid != person or time() - made < SETTLED:
                continue
            with FileLock(lock, timeout=0):
                pass  # so its process lives no more
        except (Timeout, OSError):
            continue  # it lives; or another process has just deleted the same
        shutil.rmtree(left, ignore_errors=True)
