"""Who is on screen over a clip, and where: the persons who were followed, with their boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING

from backends.base import Person
from backends.clip import Frame

if TYPE_CHECKING:
    from backends.cascade.face.face import FaceMoment, SeenFace

MIN_SIGHTINGS = 2
"""Frames that show somebody who counts as a person: a false detection seldom stays."""


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
