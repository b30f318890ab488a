"""A page for print, in one file: the answer, its clues, its course and the frames that were used.

Light, whatever the screen is; nothing is loaded from elsewhere. The template escapes all text.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment

from backends.base import Curve, Explanation, Modality, Person
from demo import seen
from demo.percents import shares
from demo.strings import STRINGS
from demo.take_away.lanes import lanes
from demo.take_away.taken import Taken
from demo.templating import templates

SIDE = 240
"""Pixels of the longer side of a frame on the page."""
HEIGHT = 60.0
"""Of the drawing of a curve, in its own units; it is 1000 wide."""
LEAST_RANGE = {"Hz": 60.0, "dB": 20.0}
"""Unit → the least range that fills the height: small changes are not drawn as large ones."""


@cache
def _templates() -> Environment:
    environment = templates(Path(__file__).parent / "templates")
    environment.filters["number"] = lambda value: (
        value if isinstance(value, str) else f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    )
    return environment


def write(taken: Taken, target: Path) -> None:
    """UTF-8. Raises ClipError where the clip can't be decoded any more."""
    answer, clip = taken.answer, taken.clip
    page = _templates().get_template("page.html")
    told = page.render(
        taken=taken,
        answer=answer,
        clip=clip,
        language=taken.language,
        t=STRINGS[taken.language],
        s=taken.say["print"],
        modalities=list(Modality),
        lanes=lanes(taken),
        left=lambda time: f"{100 * (time - clip.start) / (clip.end - clip.start):.2f}",
        pictures=seen.pictures(clip, answer.received, SIDE),
        curves=[(one, *line(one, clip.start, clip.end)) for one in _sounds(answer)],
        shares=shares,
        others=_others(answer),
    )
    target.write_text(told, "utf-8")


def _others(answer: Explanation) -> list[Person]:
    """Those besides the first of whom an emotion, or what is open, is told."""
    return [one for one in answer.people[1:] if one.open is not None]


def _sounds(answer: Explanation) -> list[Curve]:
    return [one for one in answer.curves if one.modality is Modality.ACOUSTIC]


def line(curve: Curve, start: float, end: float) -> tuple[list[str], float, float]:
    """A curve as polylines, one for each stretch without a gap, in a drawing 1000 wide and
    `HEIGHT` high that lasts from `start` to `end` (s); and the least and the largest value."""
    values = [value for _, value in curve.points if value is not None]
    if not values:
        return [], 0.0, 0.0
    low, high = min(values), max(values)
    spare = max(LEAST_RANGE.get(curve.unit, 0.0) - (high - low), 1e-6 * (1 + abs(high))) / 2
    bottom, top = low - max(spare, 0.0), high + max(spare, 0.0)
    pieces: list[list[str]] = [[]]
    for time, value in curve.points:
        if value is None:
            pieces.append([])
            continue
        x = 1000 * (time - start) / (end - start)
        y = HEIGHT - 2 - (HEIGHT - 4) * (value - bottom) / (top - bottom)
        pieces[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(piece) for piece in pieces if piece], low, high
