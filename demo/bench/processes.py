"""Processes in a checkout: workers that stay, and fresh ones whose whole cost is measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from backends.errors import EmerError
from demo.strings import COMMANDS

WORKER = Path(__file__).with_name("worker.py")


class BenchError(EmerError):
    """A checkout can't be measured."""


@dataclass(frozen=True)
class Spent:
    """What a fresh process took: processor seconds of all its threads, and bytes at most."""

    cpu: float
    peak_memory: int


class Worker:
    """A process in a checkout that answers clip after clip; leave the context to end it."""

    def __init__(self, checkout: Path) -> None:
        """Start it. `checkout` is a folder with this project in it, in any version."""
        self._checkout = checkout
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER)],
            cwd=checkout,
            env=_environment(checkout),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **about: str) -> Any:
        """What `worker.py` finds for one line. Raises BenchError if it has died."""
        assert self._process.stdin and self._process.stdout
        try:
            print(json.dumps({"do": do} | about), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise BenchError(COMMANDS("bench.died", folder=str(self._checkout)))
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()


def fresh(checkout: Path, clips: Sequence[Path]) -> Spent:
    """The cost of `python -m demo.explain CLIP… --json` in a process of its own.

    Raises BenchError if it fails. Needs a system that tells what a child has used: not Windows.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "demo.explain", *map(str, clips), "--json"],
        cwd=checkout,
        env=_environment(checkout),
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(COMMANDS("bench.failed", folder=str(checkout)))
    unit = 1 if sys.platform == "darwin" else 1024
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


def _environment(checkout: Path) -> dict[str, str]:
    """As it is, but for the package path: what is imported is the checkout's."""
    return os.environ | {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": ""}
