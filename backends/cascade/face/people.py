"""Who is who, frame after frame: the persons who are followed through a clip, with their boxes.

Within a shot a face is told from another by place and size; across a cut, and after a while out of
sight, by colours and a coarse picture too (`appearance.py`). That is no recognition of persons: two
people who are filmed alike may be taken for one, and one who is filmed anew for two.
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
from backends.cascade.face.appearance import colour_distance, colours, look
from backends.cascade.face.nets import Face
from backends.clip import Frame

if TYPE_CHECKING:
    from backends.cascade.face.face import FaceMoment, SeenFace

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

MAX_JUMP = 0.6
"""A face is the one of the frame before if its centre moved by less than this part of its side."""
MAX_GROWTH = 1.6
"""Nor may its side change by more than this factor within a shot."""
MAX_ZOOM = 2.5
"""The same across a cut, where the camera may be nearer or farther."""
MAX_ABSENCE = 1.0
"""Seconds out of sight after which place and size alone don't tell that a face is the same."""
ALIKE = 0.5
"""Correlation of two looks from which they may be of one person: the gallery's man reaches .51 to
1.00 over all pairs of pictures of six clips, and 3 % of pairs of strangers in FER+ do."""
ALIKE_COLOURS = 10.0
"""Distance of two sightings' colours up to which they may be of one person."""
ELSEWHERE = 2.0
"""Across a cut to another place and size, colours alone tell who it is of several known people if
the next likely one is so many times farther."""
JITTER = 1.0
"""Distance of the colours of one face in two pictures of one shot, at most."""
MIN_SIGHTINGS = 2
"""Frames that show somebody who counts as a person: a false detection seldom stays."""


@dataclass(frozen=True)
class Known:
    """A face as it was seen last: when (s), where, how it looked, its colours, and in which shot
    (`look` and `colours` of `appearance.py`; shots count from 0)."""

    time: float
    face: Face
    look: Floats
    colours: Floats
    shot: int = 0


class Tracker:
    """Numbers the people of a clip: the same one as long as a face can be told to be the same."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._taken: set[int] = set()
        self._shot = 0
        self._image: Image | None = None
        self._time = 0.0

    def turn_to(self, time: float, image: Image, shot: int) -> None:
        """The next picture (RGB uint8) is that of `time` (s), in the shot of that number."""
        self._time, self._image, self._shot = time, image, shot
        self._taken.clear()

    def number(self, face: Face) -> int:
        """Whose face of this picture it is; those given before, the larger ones, are taken."""
        assert self._image is not None
        image = self._image
        now = Known(self._time, face, look(image, face), colours(image, face), self._shot)
        free = {one: before for one, before in self._known.items() if one not in self._taken}
        person = recognise(now, free)
        if person is None:
            person = len(self._known)
        self._taken.add(person)
        self._known[person] = now
        return person


def recognise(now: Known, known: Mapping[int, Known]) -> int | None:
    """Which known face this one is: of those in its place the nearest, or across a cut the one of
    the most alike colours; None: a new one."""
    near = {person: before for person, before in known.items() if _may_be(now, before)}
    followed = [one for one in near if _follows(now, near[one])]
    if followed:
        return min(followed, key=lambda one: _distance(now, near[one]))
    if near:
        return min(near, key=lambda one: colour_distance(now.colours, near[one].colours))
    return _elsewhere(now, known)


def _follows(now: Known, before: Known) -> bool:
    """Whether nothing came between two sightings: neither a cut nor a long absence."""
    return now.shot == before.shot and now.time - before.time <= MAX_ABSENCE


def _may_be(now: Known, before: Known) -> bool:
    """Whether a face is in a known one's place and, where that is not enough, looks like it."""
    follows = _follows(now, before)
    most = MAX_GROWTH if follows or now.shot == before.shot else MAX_ZOOM
    grown = now.face.side / before.face.side
    if not 1 / most < grown < most or _distance(now, before) >= MAX_JUMP:
        return False
    return follows or (
        colour_distance(now.colours, before.colours) <= ALIKE_COLOURS
        and float(now.look @ before.look) >= ALIKE
    )


def _distance(now: Known, before: Known) -> float:
    """Of two centres, in sides: of the face before, or of the larger one across a cut."""
    apart = float(np.hypot(*np.subtract(now.face.centre, before.face.centre)))
    cut = now.shot != before.shot
    return apart / (max(now.face.side, before.face.side) if cut else before.face.side)


def _elsewhere(now: Known, known: Mapping[int, Known]) -> int | None:
    """Who of several known people is seen in another place after a cut, by colours alone."""
    ranked = sorted(
        (colour_distance(now.colours, before.colours), person)
        for person, before in known.items()
        if before.shot != now.shot
    )
    if len(ranked) < 2:
        return None
    (least, person), (second, _) = ranked[:2]
    alike = float(now.look @ known[person].look) >= ALIKE
    clear = least <= ALIKE_COLOURS and second >= ELSEWHERE * max(least, JITTER)
    return person if alike and clear else None


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
