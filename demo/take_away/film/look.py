"""Colours and places of a film: those of the page in light, 1280 by 720."""

from __future__ import annotations

from typing import NamedTuple

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1280, 720
PAPER: Colour = (255, 253, 249)
SHEET: Colour = (255, 255, 255)
INK: Colour = (28, 25, 23)
SOFT: Colour = (110, 102, 94)
RULE: Colour = (221, 214, 203)
TINT: Colour = (245, 241, 234)
PLAYHEAD: Colour = (185, 28, 28)
COLOURS: dict[str, Colour] = {
    "visual": (15, 118, 110),
    "acoustic": (180, 83, 9),
    "lexical": (109, 40, 217),
    "conclusion": (51, 65, 85),
}


class Place(NamedTuple):
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int


PICTURE = Place(24, 20, 760, 428)
STRIP = Place(24, 462, 760, 242)
PANEL = Place(808, 20, 452, 684)


def lighter(colour: Colour, share: float) -> Colour:
    """A colour mixed with white: 0 is white, 1 the colour itself."""
    red, green, blue = (round(255 - share * (255 - one)) for one in colour)
    return red, green, blue
