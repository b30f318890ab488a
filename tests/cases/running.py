"""How a case is run: a row, the commands of the project, and where the inputs lie."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from demo import explain, score
from tests.helpers.places import ROOT


class NotRun(Exception):
    """Why a row can't be run here, or not by a command."""


@dataclass(frozen=True)
class Row:
    """One input, what is right for it, and the rule that looks: (whether it is so, what is seen)"""

    name: str
    right: str
    look: Callable[[], tuple[bool, str]]


ROWS: list[Row] = []


def row(name: str, right: str) -> Callable[[Callable[[], tuple[bool, str]]], None]:
    """Puts a rule into the table, in the order in which they are written."""
    return lambda look: ROWS.append(Row(name, right, look))


def folder() -> Path:
    """Where the inputs lie: `EMER_CASES`, or ../shared/cases beside the checkout.

    Raises NotRun where there are none.
    """
    found = Path(os.environ.get("EMER_CASES") or ROOT.parent / "shared" / "cases")
    if not found.is_dir():
        raise NotRun(f"there is no folder {found}; name it by EMER_CASES")
    return found


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str
    seconds: float


def ran(main: Callable[[list[str]], int], *arguments: object) -> Ran:
    """Run a command's `main` in this process."""
    out, err, began = io.StringIO(), io.StringIO(), time.perf_counter()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # of argparse
            code = int(ended.code or 0)
    return Ran(code, out.getvalue(), err.getvalue(), time.perf_counter() - began)


@lru_cache(maxsize=64)
def explained(path: Path, *arguments: str) -> dict[str, Any]:
    """The cascade's answer, and under "seconds" how long it took. Raises NotRun where it fails."""
    answer = ran(explain.main, path, *arguments, "--json")
    if answer.code:
        raise NotRun(f"exit {answer.code}: {answer.err.strip()}")
    return json.loads(answer.out) | {"seconds": answer.seconds}


def figures(answer: dict[str, Any], modality: str = "acoustic") -> dict[str, float]:
    """Name of a measurement → its number."""
    measured = [clue["measure"] | {"modality": clue["modality"]} for clue in answer["clues"]]
    return {
        one["name"]: float(one["value"])
        for one in [*measured, *answer["measurements"]]
        if one["modality"] == modality and isinstance(one["value"], int | float)
    }


def first(answer: dict[str, Any]) -> str:
    """The strongest emotion, or a dash."""
    return answer["emotions"][0]["word"] if answer["emotions"] else "—"


def told(answer: dict[str, Any], part: str) -> str:
    """What it says of a part, "" if nothing."""
    return answer["rationale"][part] or ""


def scored(truth: Path, predictions: Path) -> dict[str, dict[str, Any]]:
    """Metric → what `demo.score` prints of it. Raises NotRun, with its sentence, if it refuses."""
    answer = ran(score.main, "--truth", truth, "--predictions", predictions, "--json")
    if answer.code:
        raise NotRun(f"exit {answer.code}: {answer.err.strip()}")
    return {one["metric"]: one for one in map(json.loads, answer.out.splitlines())}


@contextmanager
def inside(place: Path) -> Iterator[None]:
    """In another folder for a while."""
    before = Path.cwd()
    os.chdir(place)
    try:
        yield
    finally:
        os.chdir(before)


def python() -> str:
    """The interpreter, for commands that need a process of their own."""
    return sys.executable
