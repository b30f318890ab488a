"""A film's picture: what the clip shows, boxes about the faces, and what is being said."""

from __future__ import annotations

from bisect import bisect_right

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from backends.base import Person
from demo.captions import captions
from demo.clip_writer import OnScreen
from demo.take_away.film.look import INK, PICTURE, Place
from demo.take_away.film.text import font, lines
from demo.take_away.taken import Taken, plain

FARTHEST = 0.35
"""Seconds between two sightings of a face over which its box is drawn on its way."""
CAPTION, LETTER = 22, 18
"""Sizes of text in pixels."""
WHITE = (255, 255, 255)
Pixels = NDArray[np.uint8]


class Picture:
    """Draws the picture, asked for in order of time."""

    def __init__(self, taken: Taken) -> None:
        """Raises ClipError where no picture can be decoded."""
        self.people = taken.answer.people
        self.captions = captions(taken.answer.transcript)
        self._on_screen = OnScreen(taken.clip, max(PICTURE.width, PICTURE.height))
        self._caption: tuple[str, Pixels] = "", np.zeros((0, 0, 3), np.uint8)
        self._letters = {one.person: _tile(one.person, LETTER, 8) for one in self.people}
        self._scaled: tuple[Pixels | None, Pixels] = None, np.zeros((0, 0, 3), np.uint8)

    def draw(self, film: Pixels, t: float, time: float) -> None:
        """Draw what is on screen `t` seconds into the part, at `time` of the clip."""
        image = self._on_screen.at(t)
        if image is not self._scaled[0]:
            self._scaled = image, _fitted(image)
        shown = self._scaled[1]
        height, width = shown.shape[:2]
        left = PICTURE.left + (PICTURE.width - width) // 2
        top = PICTURE.top + (PICTURE.height - height) // 2
        area = film[top : top + height, left : left + width]
        area[:] = shown
        for person in self.people:
            if box := box_at(person, time):
                self._box(area, person.person, box)
        self._words(area, time)

    def _box(self, area: Pixels, letter: str, box: tuple[float, float, float, float]) -> None:
        height, width = area.shape[:2]
        x, y, w, h = box
        place = Place(round(x * width), round(y * height), round(w * width), round(h * height))
        corners = (place.left, place.top), (place.left + place.width, place.top + place.height)
        cv2.rectangle(area, *corners, INK, 4, cv2.LINE_AA)
        cv2.rectangle(area, *corners, WHITE, 2, cv2.LINE_AA)
        _paste(area, self._letters[letter], place.left, place.top)

    def _words(self, area: Pixels, time: float) -> None:
        now = [one["text"] for one in self.captions if one["start"] <= time <= one["end"]]
        if not now:
            return
        text = plain(now[-1])
        if text != self._caption[0]:
            self._caption = text, _tile(text, CAPTION, 10, area.shape[1] - 40)
        tile = self._caption[1]
        left = (area.shape[1] - tile.shape[1]) // 2
        _paste(area, tile, left, area.shape[0] - tile.shape[0] - 12)


def box_at(person: Person, time: float) -> tuple[float, float, float, float] | None:
    """Where a face is at a time (s): left, top, width, height as parts of the picture (0..1).

    Between two sightings it is on its way; None where it was not seen shortly before.
    """
    times = [box[0] for box in person.boxes]
    after = bisect_right(times, time + 1e-6)
    if not after or time - times[after - 1] > FARTHEST:
        return None
    _, *one = person.boxes[after - 1]
    if after < len(times) and times[after] - times[after - 1] <= FARTHEST:
        _, *other = person.boxes[after]
        share = (time - times[after - 1]) / (times[after] - times[after - 1])
        one = [a + share * (b - a) for a, b in zip(one, other, strict=True)]
    x, y, w, h = one
    return x, y, w, h


def _fitted(image: Pixels) -> Pixels:
    """An image as large as fits the picture's place."""
    height, width = image.shape[:2]
    scale = min(PICTURE.width / width, PICTURE.height / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def _tile(text: str, size: int, margin: int, most: int = 400) -> Pixels:
    """White text on dark, in as many lines as it takes."""
    told = lines(text, size, most - 2 * margin) or [""]
    step = round(1.35 * size)
    width = max(font(size).getlength(line) for line in told)
    image = Image.new("RGB", (round(width) + 2 * margin, step * len(told) + 6), (20, 18, 16))
    pen = ImageDraw.Draw(image)
    for at, line in enumerate(told):
        pen.text(
            (image.width / 2, 3 + (at + 0.5) * step), line, WHITE, font=font(size), anchor="mm"
        )
    return np.asarray(image)


def _paste(area: Pixels, tile: Pixels, left: int, top: int) -> None:
    """Lay a tile on an area, moved so that it lies within."""
    height, width = min(tile.shape[0], area.shape[0]), min(tile.shape[1], area.shape[1])
    left = min(max(left, 0), area.shape[1] - width)
    top = min(max(top, 0), area.shape[0] - height)
    area[top : top + height, left : left + width] = tile[:height, :width]
