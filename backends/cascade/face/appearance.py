"""What tells one face from another besides its place: a coarse picture, and the colours about it.

That is no recognition of persons: two people who are filmed alike may be taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face.nets import Face

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

LOOK_SIDE = 32
ROWS, COLUMNS = 6, 3
"""Cells whose colours are kept: hair, face and clothes, not what is beside them."""
ABOVE, BELOW = 0.35, 0.9
"""How far the cells reach above and below a face, in its sides."""
FEWEST_CELLS = 6
"""Cells that two sightings have in common, so that their colours can be compared."""
THUMBNAIL = 24
CUT = 10.0
"""Mean difference of two pictures' thumbnails, of 255 greys, from which a cut lies between them.
In composed clips, people who move reach 1.2 and cuts begin at 17."""


def look(image: Image, face: Face) -> Floats:
    """A coarse grey picture of a face, level and of one size, with mean 0 and length 1 [1024].

    The scalar product of two is their correlation.
    """
    import cv2

    across = face.eyes[1] - face.eyes[0]
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    turn = cv2.getRotationMatrix2D(face.centre, angle, LOOK_SIDE / face.side)
    turn[0, 2] += LOOK_SIDE / 2 - face.centre[0]
    turn[1, 2] += LOOK_SIDE / 2 - face.centre[1]
    size = (LOOK_SIDE, LOOK_SIDE)
    level = cv2.warpAffine(image, turn, size, borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.cvtColor(level, cv2.COLOR_RGB2GRAY).astype(np.float32).ravel()
    grey -= grey.mean()
    return np.asarray(grey / max(float(np.linalg.norm(grey)), 1e-6), np.float32)


def colours(image: Image, face: Face) -> Floats:
    """Mean colours [6, 3, 3] (CIELAB) of cells from the hair down to the clothes; nan outside."""
    import cv2

    height, width = image.shape[:2]
    edges_y = np.linspace(-ABOVE, 1 + BELOW, ROWS + 1) * face.side + face.top
    edges_x = np.linspace(0, 1, COLUMNS + 1) * face.side + face.left
    found = np.full((ROWS, COLUMNS, 3), np.nan, np.float32)
    for row in range(ROWS):
        for column in range(COLUMNS):
            top, bottom = (round(float(y)) for y in edges_y[row : row + 2])
            left, right = (round(float(x)) for x in edges_x[column : column + 2])
            if top < 0 or left < 0 or bottom > height or right > width or bottom <= top:
                continue
            found[row, column] = image[top:bottom, left:right].mean((0, 1))
    known = np.isfinite(found[..., 0])
    if known.any():
        found[known] = cv2.cvtColor(found[known][None] / 255, cv2.COLOR_RGB2LAB)[0]
    return found


def colour_distance(one: Floats, other: Floats) -> float:
    """Mean distance (CIELAB) of the cells that both have; infinite where they are too few."""
    apart = np.sqrt(((one - other) ** 2).sum(-1))
    shared = np.isfinite(apart)
    return float(apart[shared].mean()) if shared.sum() >= FEWEST_CELLS else float("inf")


def thumbnail(image: Image) -> Floats:
    """A picture in 24 x 24 dots [24, 24, 3], by which a cut is found."""
    import cv2

    size = (THUMBNAIL, THUMBNAIL)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.float32)


def is_cut(before: Floats, now: Floats) -> bool:
    """Whether two thumbnails are of different shots."""
    return float(np.abs(before - now).mean()) >= CUT


def shots(frames: Iterable[tuple[float, Image]]) -> Iterator[tuple[float, Image, int]]:
    """(time, RGB picture) in order of time, each with the number of its shot, from 0."""
    shot, before = 0, None
    for time, image in frames:
        now = thumbnail(image)
        if before is not None and is_cut(before, now):
            shot += 1
        before = now
        yield time, image, shot
