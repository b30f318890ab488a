"""Where the faces of a clip are in every frame: every second one is searched, as a rule.

In between, within a shot, a face lies on its way from one place to the other. The mesh is laid
there, and where its points lie corrects centre and size of the box, as in MediaPipe's pipeline. The
frame is searched as well where a cut, a face that comes, goes or jumps, or a mesh that is not sure
of its face makes the way uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face import nets
from backends.cascade.face.appearance import shots
from backends.cascade.face.nets import Face, Mesh

Image = NDArray[np.uint8]

MIN_MESH_CONFIDENCE = 0.5
"""The mesh's own doubt rejects what the detector takes for a face."""
SURE = 0.9
"""Confidence of a mesh from which a face is followed. Of faces in full view it is over .999."""
APART = 0.25
"""Seconds from one search to the next at most: two frames where ten a second are kept. In the
gallery and in clips of two people, 4 of 114 acts then come or go, as many as when every box is
moved by .3 % of its side; with three frames 10 do, with five 12."""
MAX_WAY, MAX_GROWTH = 0.3, 1.25
"""Part of its side by which a face moves from one search to the next, and factor by which it grows,
at most, so that it is followed in between."""
MAX_OFF_WAY = 0.08
"""Part of its side by which a mesh lies off that way, or is larger or smaller than on it, at most:
in the gallery it is .03."""


@dataclass(frozen=True)
class Searched:
    """The confirmed faces of one frame (RGB uint8) with their meshes, the largest first."""

    time: float
    image: Image
    shot: int
    """Number of its shot, from 0: cuts part them."""
    faces: tuple[tuple[Face, Mesh], ...]
    doubts: int = 0
    """Faces of the detector that the mesh rejects."""


def search(frames: Iterable[tuple[float, Image]]) -> Iterator[Searched]:
    """The faces of every frame: (time in seconds, RGB uint8 picture), in order of time."""
    last: Searched | None = None
    waiting: list[tuple[float, Image, int]] = []
    for frame in shots(frames):
        if last is None:
            last = _detected(*frame)
            yield last
            continue
        if waiting and frame[0] - last.time > APART:
            for one in _next(last, waiting):
                last = one
                yield one
            waiting = []
        waiting.append(frame)
    if last is not None and waiting:
        yield from _next(last, waiting)


def _next(last: Searched, frames: Sequence[tuple[float, Image, int]]) -> Iterator[Searched]:
    """What follows a searched frame: the last of `frames` is searched first, then those between."""
    now = _detected(*frames[-1])
    pairs = _pairs(last, now) if len(frames) > 1 else None
    for time, image, shot in frames[:-1]:
        yield _followed(last, now, pairs or [], time, image) or _detected(time, image, shot)
    yield now


def _detected(time: float, image: Image, shot: int) -> Searched:
    found = sorted(nets.detect(image), key=lambda face: -face.side)
    meshes = [nets.mesh(image, face) for face in found]
    faces = tuple(
        (face, mesh)
        for face, mesh in zip(found, meshes, strict=True)
        if mesh.confidence > MIN_MESH_CONFIDENCE
    )
    return Searched(time, image, shot, faces, len(found) - len(faces))


Pair = tuple[tuple[Face, Mesh], tuple[Face, Mesh]]


def _pairs(last: Searched, now: Searched) -> list[Pair] | None:
    """Each face of two searched frames, before and now; None where it is not clear who is who."""
    if last.shot != now.shot or last.doubts or now.doubts or len(last.faces) != len(now.faces):
        return None
    pairs: list[Pair] = []
    for before in last.faces:
        near = [one for one in now.faces if _is_near(before[0], one[0])]
        if len(near) != 1 or any(near[0] is taken for _, taken in pairs):
            return None
        if min(before[1].confidence, near[0][1].confidence) < SURE:
            return None
        pairs.append((before, near[0]))
    return pairs


def _is_near(before: Face, now: Face) -> bool:
    most = MAX_WAY * before.side
    grown = now.side / before.side
    return (
        float(np.hypot(*np.subtract(now.centre, before.centre))) <= most
        and 1 / MAX_GROWTH <= grown <= MAX_GROWTH
    )


def _followed(
    last: Searched, now: Searched, pairs: Sequence[Pair], time: float, image: Image
) -> Searched | None:
    """The faces of a frame between two; None where there is none, or one can't be followed."""
    part = (time - last.time) / (now.time - last.time)
    faces: list[tuple[Face, Mesh]] = []
    for before, after in pairs:
        found = _on_the_way(before, after, part, image)
        if found is None:
            return None
        faces.append(found)
    faces.sort(key=lambda one: -one[0].side)
    return Searched(time, image, now.shot, tuple(faces)) if faces else None


def _on_the_way(
    before: tuple[Face, Mesh], after: tuple[Face, Mesh], part: float, image: Image
) -> tuple[Face, Mesh] | None:
    """A face that has gone this part (0..1) of its way, and its mesh."""

    (old, old_mesh), (new, new_mesh) = before, after
    left, top, side = (
        start + (end - start) * part
        for start, end in ((old.left, new.left), (old.top, new.top), (old.side, new.side))
    )
    eyes = old.eyes + (new.eyes - old.eyes) * np.float32(part)
    mesh = nets.mesh(image, Face(left, top, side, eyes, old.score))
    place, old_place, new_place = (_place(one) for one in (mesh, old_mesh, new_mesh))
    expected = old_place + (new_place - old_place) * part
    off, grown = place[:2] - expected[:2], float(place[2] / expected[2])
    if (
        mesh.confidence < SURE
        or float(np.hypot(*off)) > MAX_OFF_WAY * side
        or abs(grown - 1) > MAX_OFF_WAY
    ):
        return None
    left, top = (
        float(edge + by + side * (1 - grown) / 2) for edge, by in zip((left, top), off, strict=True)
    )
    return Face(left, top, side * grown, eyes + off.astype(np.float32), old.score), mesh


def _place(mesh: Mesh) -> NDArray[np.float64]:
    """The middle of a mesh (x, y), and how large it is however it is turned, in pixels [3]."""
    points = mesh.points.astype(np.float64)
    size = np.sqrt(((points - points.mean(0)) ** 2).sum(1).mean())
    return np.array([*points[:, :2].mean(0), size])
