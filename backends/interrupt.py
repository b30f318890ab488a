"""Ctrl-C ends every command with one line and exit code 130, whatever it is doing."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
"""Exit code of what a person broke off: 128 and the number of the signal, as shells have it."""

APP = Path(__file__).resolve().parents[1] / "app.py"


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command's `main`, which returns its exit code, and end with it.

    Ends with INTERRUPTED and one line where a person broke it off.
    """
    if signal.getsignal(signal.SIGINT) is _end_at_once:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = main()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the last words need no second one
        print("Interrupted.", file=sys.stderr)
        code = INTERRUPTED
    _leave(code)


def _watch() -> None:
    """Let Ctrl-C end this process at once, if it is to become a command of this project.

    Loading its modules takes a second, in which there is nothing to tidy up.
    """
    main = getattr(sys.modules["__main__"], "__file__", None)
    begins = sys.argv[:1] == ["-m"]  # so it stands there until Python has found the module
    if not begins and not (main and Path(main).resolve() == APP):
        return
    with suppress(ValueError):  # not the main thread
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _end_at_once)


def _end_at_once(_number: int, _frame: FrameType | None) -> None:
    os.write(2, b"Interrupted.\n")
    os._exit(INTERRUPTED)


def _leave(code: int) -> NoReturn:
    """End the process, whatever its other threads are doing.

    Python's own end would wait for the threads of a pool, and take itself down under those that are
    inside native code; these would abort the process ("terminate called …", exit code 134).
    """
    if threading.active_count() == 1:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


_watch()
