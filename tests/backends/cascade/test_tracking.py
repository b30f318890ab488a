"""Faces between two frames that are searched: followed, or searched after all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from backends.cascade.face import nets, tracking
from backends.cascade.face.nets import Face
from backends.cascade.face.tracking import Searched
from backends.clip import Clip

Image = NDArray[np.uint8]
GALLERY = Path(__file__).parents[3] / "assets" / "gallery"


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Image]]:
    """The pictures that the detector is given."""
    given: list[Image] = []
    detect = nets.detect

    def counted(image: Image) -> list[Face]:
        given.append(image)
        return detect(image)

    monkeypatch.setattr(nets, "detect", counted)
    yield given


def follow(images: Sequence[Image], step: float = 0.1) -> list[Searched]:
    return [*tracking.search((i * step, image) for i, image in enumerate(images))]


def scene(left: int | None, top: int = 60, shade: int = 120) -> Image:
    """The man's picture of 160 x 120 pixels somewhere on grey; None: nobody there."""
    picture = np.full((240, 480, 3), shade, np.uint8)
    if left is not None:
        picture[top : top + 120, left : left + 160] = cv2.resize(
            man(), (160, 120), interpolation=cv2.INTER_AREA
        )
    return picture


def man() -> Image:
    return Clip.open(GALLERY / "1001_DFA_NEU_XX.mp4").frames[0].image


def places(one: Searched) -> list[tuple[float, float]]:
    return [face.centre for face, _ in one.faces]


def test_half_of_the_searches_find_the_same_faces(searched: list[Image]) -> None:
    frames = Clip.open(GALLERY / "1001_DFA_DIS_XX.mp4").frames
    found = [*tracking.search((frame.time, frame.image) for frame in frames)]
    assert [one.time for one in found] == [frame.time for frame in frames]
    assert len(searched) <= len(frames) / 2 + 2
    for one in found:
        (face, mesh), (known,) = one.faces[0], nets.detect(one.image)
        assert np.hypot(*np.subtract(face.centre, known.centre)) < 0.03 * known.side
        assert face.side == pytest.approx(known.side, rel=0.04)
        whole = nets.mesh(one.image, known).points
        assert np.abs(mesh.points - whole)[:, :2].mean() < 0.015 * known.side


def test_frames_that_are_far_apart_are_all_searched(searched: list[Image]) -> None:
    assert len(follow([scene(100)] * 4, step=0.2)) == len(searched) == 4


def test_a_cut_between_two_searches_is_searched(searched: list[Image]) -> None:
    """The same man in the same place before and after another shot."""
    found = follow([scene(100), scene(100, shade=20), scene(100)])
    assert [one.shot for one in found] == [0, 1, 2]
    assert len(searched) == 3


def test_a_face_that_is_gone_for_one_frame_is_not_there(searched: list[Image]) -> None:
    found = follow([scene(100), scene(None), scene(100)])
    assert {one.shot for one in found} == {0}, "no cut tells it"
    assert [len(one.faces) for one in found] == [1, 0, 1]
    assert len(searched) == 3


def test_a_face_that_comes_is_seen_from_its_first_frame(searched: list[Image]) -> None:
    both = scene(20)
    both[:, 240:] = scene(20)[:, :240]
    found = follow([scene(20), both, both])
    assert [len(one.faces) for one in found] == [1, 2, 2]
    assert len(searched) == 3


@pytest.mark.parametrize(("away", "searches"), [(2, 2), (6, 3), (60, 3)])
def test_a_face_that_leaves_its_way_is_found_where_it_is(
    searched: list[Image], away: int, searches: int
) -> None:
    """A little: the mesh tells. By more: it is searched."""
    found = follow([scene(100), scene(100 + away), scene(100)])
    before, aside, _ = (places(one)[0] for one in found)
    assert aside[0] - before[0] == pytest.approx(away, abs=0.6 if away == 2 else 1.5)
    assert len(searched) == searches


def test_two_faces_that_move_keep_their_own_way(searched: list[Image]) -> None:
    images = []
    for step in (0, 4, 8):
        both = scene(30 + step)
        both[:, 240:] = scene(40 - step)[:, :240]
        images.append(both)
    found = follow(images)
    assert len(searched) == 2
    xs = [sorted(x for x, _ in places(one)) for one in found]
    assert xs[1][0] - xs[0][0] == pytest.approx(4, abs=1.5)
    assert xs[1][1] - xs[0][1] == pytest.approx(-4, abs=1.5)


def test_nobody_is_searched_for_in_every_frame(searched: list[Image]) -> None:
    assert all(not one.faces for one in follow([scene(None)] * 5))
    assert len(searched) == 5


def test_no_frames_no_faces() -> None:
    assert follow([]) == []
