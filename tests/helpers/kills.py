"""A benchmark that is killed at random moments: `python -m tests.helpers.kills [KILLS] [SEED]`.

Each time it goes on, is killed with SIGKILL after a random number of bytes or seconds, and what is
on the disk is looked at: all lines that were whole before are there, in their places, and none
stands there twice. Then it goes on to its end. For systems with fork, which spares the start of a
Python a kill. Exit codes: 0 nothing was lost or doubled; 1 not so.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from demo.benchmark.__main__ import main as benchmark
from tests.helpers.benchmark_sets import ravdess

CLIPS = 300
LONGEST = 1.0
"""Seconds after which a run is killed at the latest, where seconds decide."""


def main() -> int:
    """Kill as often as is asked; returns the exit code."""
    kills, seed = (int(text) for text in [*sys.argv[1:], *("5", "0")[len(sys.argv) - 1 :]][:2])
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="kills") as folder:
        out = Path(folder) / "out"
        given = ["--dataset", "ravdess", "--root", str(ravdess(Path(folder) / "set", CLIPS))]
        given += ["--out", str(out), "--backend", "echo", "--jobs", "2", "--resume"]
        kept: list[bytes] = []
        for kill in range(kills):
            before = len(kept)
            _killed(given, out / "results.jsonl", dice, kills - kill)
            found = _whole(out / "results.jsonl")
            if found[:before] != kept or _doubled(found):
                print(f"kill {kill + 1}: {before} lines before, then {len(found)}: lost or twice")
                return 1
            kept = found
            print(f"kill {kill + 1}: {len(kept)} lines", flush=True)
        code = _child(given, wait=True)
        found = _whole(out / "results.jsonl")
        whole = code == 0 and len(found) == CLIPS and found[: len(kept)] == kept
        print(f"at the end: exit {code}, {len(found)} lines, {_doubled(found)} twice")
        return 0 if whole and not _doubled(found) else 1


def _killed(given: list[str], results: Path, dice: random.Random, left: int) -> None:
    """Begin or go on, and kill: by the size of the results, or by the clock."""
    size = results.stat().st_size if results.exists() else 0
    by_clock = dice.random() < 0.4
    enough = size + (10**12 if by_clock else dice.randrange(1, max(2, 2_000 * CLIPS // (3 * left))))
    limit = time.monotonic() + (dice.uniform(0, LONGEST) if by_clock else 60)
    child = _child(given, wait=False)
    while time.monotonic() < limit:
        if os.waitpid(child, os.WNOHANG)[0]:
            return  # it was done before
        if results.exists() and results.stat().st_size >= enough:
            break
        time.sleep(0.0005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _child(given: list[str], *, wait: bool) -> int:
    """Run the command in a process of its own; its id, or its exit code once it is over."""
    child = os.fork()
    if not child:
        code = 1
        try:
            with Path(os.devnull).open("w") as gone, redirect_stdout(gone), redirect_stderr(gone):
                code = benchmark(given)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if wait else child


def _whole(results: Path) -> list[bytes]:
    """The lines that end, each of which can be read."""
    lines = results.read_bytes().split(b"\n")[:-1] if results.exists() else []
    for line in lines:
        json.loads(line)
    return lines


def _doubled(lines: list[bytes]) -> int:
    seen = Counter((said["clip"], said["backend"]) for said in map(json.loads, lines))
    return sum(n > 1 for n in seen.values())


if __name__ == "__main__":
    sys.exit(main())
