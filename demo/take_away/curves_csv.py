"""CSV of the curves: what was measured over time, one row a time, one column a curve.

Curves are sampled at times of their own: the expression at the frames that were looked at, pitch
and loudness more often. Each row holds what was sampled then; the rest of it is empty.
"""

from __future__ import annotations

import csv
from pathlib import Path

from backends.base import Curve
from demo.take_away.taken import Taken


def header(curve: Curve) -> str:
    """The name of a column, with its person, if there is one, and its unit: "pitch [Hz]", or
    "happy A [0..1]" for the share of an expression."""
    whose = f" {curve.person}" if curve.person else ""
    return f"{curve.name}{whose} [{curve.unit or '0..1'}]"


def write(taken: Taken, target: Path) -> None:
    """UTF-8, commas, one header line with units; times in seconds of the clip's file."""
    curves = taken.answer.curves
    sampled = [{round(time, 3): value for time, value in curve.points} for curve in curves]
    times = sorted({time for points in sampled for time in points})
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["time [s]", *map(header, curves)])
        for time in times:
            values = [points.get(time) for points in sampled]
            row = ["" if value is None else f"{value:.6g}" for value in values]
            table.writerow([f"{time:.3f}", *row])
