"""Inner brows that rise, planted in a real face at rest; in the gallery: `test_acts.py`."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from backends.cascade.face import brows, face, nets
from backends.cascade.face.series import FaceEvent
from backends.clip import Clip
from tests.helpers import edited
from tests.helpers.places import GALLERY

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def calm() -> edited.Image:
    """The neutral man, after he has spoken."""
    return np.asarray(Clip.open(GALLERY / "1001_DFA_NEU_XX.mp4").frames[-1].image)


def rising(before: edited.Image, after: edited.Image) -> list[FaceEvent]:
    """What the inner brows do where one second of a picture follows one of another."""
    first, last = face.follow([(0.0, before), (0.1, after)])
    shown = [replace(first if i < 10 else last, time=i / 10) for i in range(20)]
    events = face.read(shown, 2.0).events
    return [event for event in events if event.kind == "inner_brows_raised"]


def test_inner_brows_that_rise_are_told(calm: edited.Image) -> None:
    raised = edited.brows_up(calm, 0.08)
    (event,) = rising(calm, raised)
    assert (event.start, event.end) == (pytest.approx(1, abs=0.11), pytest.approx(2))
    assert event.value > 2 * event.rest
    (mirrored,) = rising(*(np.ascontiguousarray(one[:, ::-1]) for one in (calm, raised)))
    assert (mirrored.value, mirrored.rest) == pytest.approx((event.value, event.rest), abs=0.002)


def worse(image: edited.Image) -> edited.Image:
    """As a strongly compressed, unsharp picture shows it."""
    blurred = cv2.GaussianBlur(image, (0, 0), 1.5)
    _, packed = cv2.imencode(".jpg", blurred, [cv2.IMWRITE_JPEG_QUALITY, 15])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def test_whole_brows_that_rise_and_a_picture_that_gets_worse_are_not_inner_brows(
    calm: edited.Image,
) -> None:
    assert rising(calm, edited.brows_up(calm, 0.08, whole=True)) == []
    assert rising(calm, worse(calm)) == []
    assert rising(worse(calm), calm) == []


def test_a_nod_raises_no_inner_brows(calm: edited.Image) -> None:
    """Drawn brows, their inner ends above their middle, on a head that is lowered and raised."""
    points = 4 * nets.mesh(calm, nets.detect(calm)[0]).points
    scale = float(np.linalg.norm(points[33] - points[263]))
    points[[107, 336], 1] -= 0.08 * scale
    slopes = []
    for degrees in (-25, 0, 25):
        turn, _ = cv2.Rodrigues(np.array([np.radians(degrees), 0, 0]))
        turned = np.asarray((points - points.mean(0)) @ turn.T + points.mean(0), np.float32)
        drawn = np.full((4 * calm.shape[0], 4 * calm.shape[1], 3), 200, np.uint8)
        for ends in ((107, 66, 105), (336, 296, 334)):
            upper = turned[[*ends], :2]
            upper = np.vstack([upper[:1] * 1.5 - upper[1:2] * 0.5, upper])
            lower = upper[::-1] + np.array([0, 0.1 * scale], np.float32)
            brow = np.rint(np.vstack([upper, lower])).astype(np.int32)
            cv2.fillPoly(drawn, [brow], (90, 90, 90))
        down = np.asarray(turn @ (0, 1, 0), np.float32)
        slopes.append(brows.measure(drawn, turned, down).slope)
    assert slopes == pytest.approx([slopes[1]] * 3, abs=0.004), slopes
    assert min(slopes) > 0.02


def test_a_face_without_edges_has_no_brows(calm: edited.Image) -> None:
    """As under a hood or a black bar: nothing that could rise, and no fault."""
    points = nets.mesh(calm, nets.detect(calm)[0]).points
    down = np.array([0, 1, 0], np.float32)
    for grey in (0, 255):
        assert brows.measure(np.full_like(calm, grey), points, down).slope < 0.01
