"""The lanes below a film's picture, on one axis of time, with a line where the clip is now.

A long clip is shown in pages of time, which are turned when the line reaches their end.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from backends.base import Curve, Modality
from demo.take_away.film.look import (
    COLOURS,
    PAPER,
    PLAYHEAD,
    SHEET,
    SOFT,
    STRIP,
    TINT,
    Colour,
    lighter,
)  # fmt: skip
from demo.take_away.film.text import fitting, font
from demo.take_away.lanes import Bar, Lane, lanes
from demo.take_away.taken import Taken

PAGE = 12.0
"""Seconds of a page."""
NAMES = 92
"""Pixels for the names of the lanes."""
MOST_LANES = 6
ROW, CURVES, MOST_CURVES, AXIS, GAP = 32, 44, 72, 22, 4
SIZE, SMALL = 16, 13
STEPS = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between two times on the axis: the least that leaves them room."""
LEAST_RANGE = {"Hz": 60.0, "dB": 20.0}


class Strip:
    """Draws the lanes, page by page."""

    def __init__(self, taken: Taken) -> None:
        self.say = taken.say["print"]
        self.start, self.end = taken.clip.start, taken.clip.end
        self.lanes = lanes(taken)[:MOST_LANES]
        self.curves = [one for one in taken.answer.curves if one.modality is Modality.ACOUSTIC]
        self._drawn: dict[int, NDArray[np.uint8]] = {}
        self._bottom = 0

    def page(self, time: float) -> tuple[int, float, float]:
        """Which page holds a time, and from when to when it goes (s)."""
        if self.end - self.start <= PAGE:
            return 0, self.start, self.end
        number = min(int((time - self.start) / PAGE), int((self.end - self.start - 1e-6) / PAGE))
        first = self.start + number * PAGE
        return number, first, first + PAGE

    def draw(self, film: NDArray[np.uint8], time: float) -> None:
        """Draw the page that holds `time` (s of the clip), and the line at it."""
        number, first, last = self.page(time)
        if number not in self._drawn:
            self._drawn = {number: self._page(first, last)}
        area = film[STRIP.top : STRIP.top + STRIP.height, STRIP.left : STRIP.left + STRIP.width]
        area[:] = self._drawn[number]
        x = round(self._x(time, first, last))
        area[: self._bottom, max(0, x - 1) : x + 1] = PLAYHEAD

    @staticmethod
    def _x(time: float, first: float, last: float) -> float:
        share = (time - first) / (last - first)
        return NAMES + (STRIP.width - NAMES - 1) * min(1.0, max(0.0, share))

    def _page(self, first: float, last: float) -> NDArray[np.uint8]:
        image = Image.new("RGB", (STRIP.width, STRIP.height), PAPER)
        pen = ImageDraw.Draw(image)
        room = STRIP.height - AXIS
        row = (room - (CURVES + GAP if self.curves else 0)) // max(1, len(self.lanes)) - GAP
        row = min(ROW, row)
        y = 0
        for lane in self.lanes:
            self._lane(pen, lane, y, row, first, last)
            y += row + GAP
        if self.curves:
            tall = min(MOST_CURVES, room - y - GAP)
            pen.rectangle((NAMES, y, STRIP.width, y + tall), TINT)
            for at, curve in enumerate(self.curves[:2]):
                colour = COLOURS["acoustic"] if not at else SOFT
                name = self.say.get(f"of_{curve.name}", curve.name)
                pen.text(
                    (0, y + at * 20), fitting(name, SMALL, NAMES - 8), colour, font=font(SMALL)
                )
                self._curve(pen, curve, y, tall, first, last, colour)
            y += tall + GAP
        self._axis(pen, y, first, last)
        self._bottom = y
        return np.asarray(image)

    def _lane(
        self, pen: ImageDraw.ImageDraw, lane: Lane, y: int, row: int, first: float, last: float
    ) -> None:
        colour = COLOURS[lane.kind]
        pen.rectangle((NAMES, y, STRIP.width, y + row), TINT)
        pen.text((0, y + row / 2), fitting(lane.name, SIZE, NAMES - 8), colour, font=font(SIZE),
                 anchor="lm")  # fmt: skip
        for bar in lane.bars:
            if bar.end > first and bar.start < last:
                self._bar(pen, bar, colour, y, row, first, last)

    def _bar(
        self, pen: ImageDraw.ImageDraw, bar: Bar, colour: Colour, y: int, row: int,
        first: float, last: float,
    ) -> None:  # fmt: skip
        left, right = self._x(bar.start, first, last), self._x(bar.end, first, last)
        box = left + 1, y + 2, max(left + 2, right - 1), y + row - 2
        if bar.look == "sure":
            pen.rectangle(box, colour)
        elif bar.look == "unsure":
            pen.rectangle(box, lighter(colour, 0.12), outline=lighter(colour, 0.6))
        text = fitting(bar.label, SIZE, right - left - 10)
        shade = {"sure": SHEET, "unsure": colour, "nothing": SOFT}[bar.look]
        pen.text((left + 6, y + row / 2), text, shade, font=font(SIZE), anchor="lm")

    def _curve(
        self, pen: ImageDraw.ImageDraw, curve: Curve, y: int, tall: int, first: float, last: float,
        colour: Colour,
    ) -> None:  # fmt: skip
        values = [value for _, value in curve.points if value is not None]
        if not values:
            return
        low, high = min(values), max(values)
        spare = max(0.0, LEAST_RANGE.get(curve.unit, 0.0) - (high - low)) / 2 or 1e-6
        before: tuple[float, float] | None = None
        for time, value in curve.points:
            if value is None or not first <= time <= last:
                before = None
                continue
            share = (value - low + spare) / (high - low + 2 * spare)
            point = self._x(time, first, last), y + tall - 3 - (tall - 6) * share
            if before:
                pen.line((*before, *point), colour, 2)
            before = point

    def _axis(self, pen: ImageDraw.ImageDraw, y: int, first: float, last: float) -> None:
        step = next((one for one in STEPS if (last - first) / one <= 12), STEPS[-1])
        for n in range(int(np.ceil(first / step - 1e-9)), int(last / step + 1e-9) + 1):
            x = self._x(n * step, first, last)
            text = f"{n * step:g} s"
            half = font(SMALL).getlength(text) / 2
            x = min(max(x, NAMES + half), STRIP.width - half)
            pen.text((x, y), text, SOFT, font=font(SMALL), anchor="ma")
