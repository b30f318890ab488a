"""Where the faces are: boxes that are right to the frame, and letters that stay with a person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backends.cascade import senses
from backends.cascade.face import appearance, face, people
from backends.cascade.face import nets as face_nets
from backends.cascade.phrases import Phrases
from backends.clip import Clip, Frame
from tests.helpers import montage, sensed
from tests.helpers.places import GALLERY

WIDTH, HEIGHT = 1280, 720


@pytest.fixture(scope="module")
def man(happy: Path) -> NDArray[np.uint8]:
    """A picture (360 x 480) of the gallery's man."""
    return Clip.open(happy).frames[0].image


def planted(man: NDArray[np.uint8], left: int, top: int) -> NDArray[np.uint8]:
    """The man's picture somewhere in a larger grey one."""
    whole = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    whole[top : top + man.shape[0], left : left + man.shape[1]] = man
    return whole


@pytest.mark.models
def test_boxes_are_where_the_face_was_planted(man: NDArray[np.uint8], tmp_path: Path) -> None:
    """The face moves a little with every frame; the clip is read at half its size."""
    places = [(40 + 24 * i, 300 - 20 * i) for i in range(12)]
    path = tmp_path / "planted.mp4"
    clip = Clip.open(montage.of_pictures(path, [planted(man, *place) for place in places]))
    assert clip.frames[0].image.shape == (HEIGHT // 2, WIDTH // 2, 3)
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    (person,) = found.people
    assert person.person == "A"
    assert [box[0] for box in person.boxes] == [round(f.time, 3) for f in clip.frames]
    (known,) = face_nets.detect(man)
    for (_, *box), (left, top) in zip(person.boxes, places, strict=True):
        true = [left + known.left, top + known.top, known.side, known.side]
        assert np.multiply(box, [WIDTH, HEIGHT, WIDTH, HEIGHT]) == pytest.approx(true, abs=12)


@pytest.mark.models
def test_frames_without_the_face_have_no_box(man: NDArray[np.uint8], tmp_path: Path) -> None:
    empty = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    shown = [*[planted(man, 300, 200)] * 4, *[empty] * 3, *[planted(man, 300, 200)] * 4]
    clip = Clip.open(montage.of_pictures(tmp_path / "gone.mp4", shown))
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    (person,) = found.people
    times = [round(frame.time, 3) for frame in clip.frames]
    assert [box[0] for box in person.boxes] == times[:4] + times[7:]
    spans = [(part.start, part.end, part.person, part.open) for part in found.course]
    assert [span[2] for span in spans] == ["A", None, "A"]
    assert (spans[1][:2], spans[1][3]) == ((pytest.approx(0.4), pytest.approx(0.7)), 1.0)
    assert not found.course[1].emotions


def moments(*shown: dict[int, tuple[float, float, float]]) -> list[face.FaceMoment]:
    """Frames of persons with left, top and side of their faces, ten a second."""
    return [
        face.FaceMoment(i / 10, tuple(_seen(person, *box) for person, box in frame.items()))
        for i, frame in enumerate(shown)
    ]


def _seen(person: int, left: float, top: float, side: float) -> face.SeenFace:
    nothing = np.zeros((2, 24, 40), np.uint8)
    return face.SeenFace(person, left, top, side, 0.9, np.ones(7), np.ones(7), None, nothing)  # type: ignore[arg-type]


def boxed(*shown: dict[int, tuple[float, float, float]]) -> dict[str, list[float]]:
    frames = [Frame(i / 10, np.zeros((100, 200, 3), np.uint8)) for i in range(len(shown))]
    return {
        one.person: [box[0] for box in one.boxes] for one in people.boxes(moments(*shown), frames)
    }


def test_the_largest_face_is_a_and_who_is_seen_once_is_nobody() -> None:
    small, large, once = {0: (0, 0, 20)}, {1: (100, 0, 50)}, {2: (60, 60, 10)}
    found = boxed(small, small | large, large | once, small)
    assert found == {"A": [0.1, 0.2], "B": [0.0, 0.1, 0.3]}


def test_boxes_are_cut_at_the_edge_of_the_picture() -> None:
    frames = [Frame(0.0, np.zeros((100, 200, 3), np.uint8))]
    (person,) = people.boxes(moments({0: (-20, 60, 80)}), frames)
    assert person.boxes == [(0.0, 0.0, 0.6, 0.3, 0.4)]


def known(time: float, left: float, looks: int, shot: int = 0, light: float = 1) -> people.Known:
    """A face of 100 pixels at some place, of one of several looks that have nothing in common."""
    eyes = np.array([[30, 40], [70, 40]], np.float32)
    at = face_nets.Face(left, 0, 100, eyes, 0.9)
    picture = np.random.default_rng(looks).integers(0, 256, (100, 100, 3)) * light
    picture = picture.astype(np.uint8)
    alone = face_nets.Face(0, 0, 100, eyes, 0.9)
    return people.Known(
        time, at, appearance.look(picture, alone), appearance.colours(picture, alone), shot
    )


@pytest.mark.parametrize(
    ("later", "same"),
    [
        (known(0.5, 10, looks=2), True),  # hardly gone: a face in the same place is the same
        (known(3.0, 10, looks=1), True),  # back in the same place, and it looks the same
        (known(3.0, 10, looks=2), False),  # somebody else sits there
        (known(3.0, 90, looks=1), False),  # it looks the same, but is elsewhere
    ],
)
def test_who_comes_back_is_the_same_if_place_and_looks_are(later: people.Known, same: bool) -> None:
    before = known(0.0, 0, looks=1)
    assert people.recognise(later, {7: before}) == (7 if same else None)


@pytest.mark.parametrize(
    ("later", "whose"),
    [
        (known(0.1, 10, looks=2, shot=1), None),  # a cut, and somebody else in the same place
        (known(0.1, 10, looks=1, shot=1), 7),
        (known(0.1, 10, looks=1, shot=1, light=0.4), None),  # in other colours
        (known(0.1, 300, looks=1, shot=1), None),  # elsewhere, and of one known person only
    ],
)
def test_a_cut_parts_people_who_look_different(later: people.Known, whose: int | None) -> None:
    assert people.recognise(later, {7: known(0.0, 0, looks=1)}) == whose


def test_of_several_known_people_the_colours_tell_who_is_seen_from_nearer() -> None:
    both = {1: known(0.0, 0, looks=1), 2: known(0.0, 300, looks=2, light=0.4)}
    assert people.recognise(known(0.1, 600, looks=1, shot=1), both) == 1
    alike = {1: known(0.0, 0, looks=1), 2: known(0.0, 300, looks=1)}
    assert people.recognise(known(0.1, 600, looks=1, shot=1), alike) is None


@pytest.mark.models
def test_a_man_is_the_same_after_black_frames(happy: Path, tmp_path: Path) -> None:
    sad = GALLERY / "1001_DFA_SAD_XX.mp4"
    clip = Clip.open(montage.one_after_another(tmp_path / "black.mp4", happy, 1.5, sad))
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    (person,) = found.people
    gone = Clip.open(happy).duration
    seen = [box[0] for box in person.boxes]
    assert min(seen) < gone and max(seen) > gone + 1.5
    assert not any(gone + 0.1 < time < gone + 1.4 for time in seen)
    assert found.findings[0].kind == "face"
