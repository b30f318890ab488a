"""Inputs that were once got wrong, and what they give now: `python -m tests.cases [ROW...]`.

A row is named by any part of its name; all are run by default. They lie outside the repository
(`EMER_CASES`, or ../shared/cases beside it). Exit codes: 0 all that was run is right; 1 not so.
"""

from __future__ import annotations

import sys
import textwrap

from demo.command import DONE, FAILED, run_command
from tests.cases import clips, serving, tables, words  # noqa: F401  each puts its rows down
from tests.cases.running import ROWS, NotRun, Row, folder


def main() -> int:
    """Run the rows that are named; returns the exit code."""
    try:
        folder()
    except NotRun as why:
        print(f"skipped: {why}")
        return DONE
    named = [row for row in ROWS if not sys.argv[1:] or any(n in row.name for n in sys.argv[1:])]
    verdicts = [_told(row) for row in named]
    counts = {verdict: verdicts.count(verdict) for verdict in ("right", "wrong", "not run")}
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return FAILED if counts["wrong"] else DONE


def _told(row: Row) -> str:
    try:
        right, seen = row.look()
        verdict = "right" if right else "wrong"
    except NotRun as why:
        verdict, seen = ("wrong" if str(why).startswith("exit") else "not run"), str(why)
    except Exception as error:  # a rule that finds nothing to look at is no right answer
        verdict, seen = "wrong", f"{type(error).__name__}: {error}"
    print(f"{verdict:8}{row.name}\n        wanted: {row.right}", flush=True)
    print(textwrap.fill(f"seen: {seen}", 110, initial_indent=" " * 8, subsequent_indent=" " * 10))
    return verdict


if __name__ == "__main__":
    run_command(main)
