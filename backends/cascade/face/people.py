"""Who is who, frame after frame: the persons who are followed through a clip, with their boxes.

A face is told from another by place and size, and after a while out of sight by a coarse picture
too. That is no recognition of persons: two people who are filmed alike may be taken for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.base import Person
from backends.cascade.face.nets import Face
from backends.clip import Frame

if TYPE_CHECKING:
    from backends.cascade.face.face import FaceMoment, SeenFace

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

MAX_JUMP = 0.6
"""A face is the one of the frame before if its centre moved by less than this part of its side."""
MAX_GROWTH = 1.6
"""Nor may its side change by more than this factor: a cut to another shot begins a new person."""
MAX_ABSENCE = 1.0
"""Seconds out of sight after which place and size alone don't tell that a face is the same."""
ALIKE = 0.5
"""Correlation of two looks from which they may be of one person: the gallery's man reaches .51 to
1.00 over all pairs of pictures of six clips. It is not measured how alike two people look."""
LOOK_SIDE = 32
MIN_SIGHTINGS = 2
"""Frames that show somebody who counts as a person: a false detection seldom stays."""


@dataclass(frozen=True)
class Known:
    """A face as it was seen last: when (s), where, and how it looked (`look`)."""

    time: float
    face: Face
    look: Floats


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


def recognise(now: Known, known: Mapping[int, Known]) -> int | None:
    """Which known face this one is, the nearest first; None: a new one."""
    distances = {
        person: float(np.hypot(*np.subtract(now.face.centre, before.face.centre)))
        / before.face.side
        for person, before in known.items()
        if 1 / MAX_GROWTH < now.face.side / before.face.side < MAX_GROWTH
        and (now.time - before.time <= MAX_ABSENCE or float(now.look @ before.look) >= ALIKE)
    }
    nearest = min(distances, key=distances.__getitem__, default=None)
    return nearest if nearest is not None and distances[nearest] < MAX_JUMP else None


def persons(moments: Sequence[FaceMoment]) -> list[int]:
    """The numbers of those who count as persons, the main one first: who has the largest face for
    the longest. Others follow in the order in which they appear.
    """
    weight: dict[int, float] = {}
    sightings: Counter[int] = Counter()
    for moment in moments:
        for face in moment.faces:
            weight[face.person] = weight.get(face.person, 0.0) + face.side**2
            sightings[face.person] += 1
    least = min(MIN_SIGHTINGS, len(moments))
    counted = [person for person in weight if sightings[person] >= least]
    main = max(counted or weight, key=weight.__getitem__, default=None)
    return [] if main is None else [main, *(person for person in counted if person != main)]


def boxes(moments: Sequence[FaceMoment], frames: Sequence[Frame]) -> tuple[Person, ...]:
    """Each person with a letter, "A" being the main one, and a box for every frame with the face.

    `frames` are those of the moments. Boxes are parts of the picture (0..1), cut at its edges. Of
    more than 26 persons, the last to appear have no letter.
    """
    found: dict[int, list[tuple[float, float, float, float, float]]] = {}
    for moment, frame in zip(moments, frames, strict=True):
        height, width = frame.image.shape[:2]
        for face in moment.faces:
            box = (round(moment.time, 3), *_part(face, width, height))
            found.setdefault(face.person, []).append(box)
    return tuple(
        Person(person=letter, boxes=found[person])
        for letter, person in zip(ascii_uppercase, persons(moments), strict=False)
    )


def _part(face: SeenFace, width: int, height: int) -> tuple[float, float, float, float]:
    """Left, top, width and height of a face as parts of a picture of so many pixels."""
    left, right = (min(max(x / width, 0.0), 1.0) for x in (face.left, face.left + face.side))
    top, bottom = (min(max(y / height, 0.0), 1.0) for y in (face.top, face.top + face.side))
    return round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4)
