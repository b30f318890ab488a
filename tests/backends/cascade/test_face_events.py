"""Events of the face on drawn series: a change is told once, and a calm face tells nothing."""

from __future__ import annotations

import numpy as np
import pytest

from backends.cascade.face.events import find_events
from tests.helpers.face_series import OPEN_EYES, between, series, swinging


@pytest.mark.parametrize(
    "calm",
    [
        series(),
        series(0.5),
        # Speech: the mouth opens and the corners move four times a second.
        series(mouth_opening=lambda t: 0.12 * abs(np.sin(4 * np.pi * t))),
        # A smile from the first frame to the last has no beginning to tell.
        series(2, "happy", corner_lift=between(0, 2, 0.06), mouth_width=between(0, 2, 0.15)),
        # A snarl widens and lifts the mouth; the nets don't call it happy.
        series(
            emotion="disgusted",
            corner_lift=between(2, 4, 0.06),
            mouth_width=between(2, 4, 0.15),
        ),
        series(brow_height=between(2, 2.15, 0.05)),  # One frame: jitter.
        # After a blink the eyes open again, with brows that stay where they are.
        series(eye_opening=lambda t: -0.08 if t < 1 else 0.0),
        # The shadow of brows that come down makes the eye darker, not wider.
        series(eye_opening=between(2, 4, 0.1), brow_height=between(2, 4, -0.012)),
        # A smile pulls the upper lip up too.
        series(2, "happy", upper_lip=between(1, 2, -0.03)),
        series(forehead_lines=between(2, 2.15, 0.6)),
        series(pitch=lambda t: 10 * float(t > 2)),  # The head moves once: no nod.
        series(yaw=lambda t: 5 * np.sin(t)),  # Swaying.
        # Turned away at first, then back to the camera, or nearly so.
        series(yaw=between(0, 1, 20)),
        series(yaw=lambda t: -35 if t < 2 else -10),
        series(roll=between(0, 2, -15)),
        series(yaw=lambda t: -9 if t < 2 else 9),  # Far from before, but not far from the camera.
    ],
)
def test_nothing_is_told_of_a_calm_face(calm):
    assert find_events(calm) == []


@pytest.mark.parametrize(
    ("kind", "moved"),
    [
        (
            "smile",
            series(
                emotion="happy",
                corner_lift=between(2, 3, 0.06),
                mouth_width=between(2, 3, 0.15),
            ),
        ),
        (
            "frown",
            series(
                emotion="angry",
                brow_height=between(2, 3, -0.03),
                brow_gap=between(2, 3, -0.015),
            ),
        ),
        ("brows_raised", series(brow_height=between(2, 3, 0.04))),
        (
            "eyes_widen",
            series(eye_opening=between(2, 3, 0.08), brow_height=between(2, 3, 0.02)),
        ),
        ("forehead_creases", series(forehead_lines=between(2, 3, 0.6))),
        ("jaw_drop", series(mouth_opening=between(2, 3, 0.195))),
        ("upper_lip_raised", series(emotion="disgusted", upper_lip=between(2, 3, -0.03))),
        ("mouth_open", series(mouth_opening=between(2, 3, 0.35))),
        ("lip_corners_down", series(emotion="sad", corner_lift=between(2, 3, -0.04))),
        ("head_turn", series(yaw=between(2, 3, -30))),
        ("head_tilt", series(roll=between(2, 3, 15))),
        ("nod", series(pitch=swinging(2, 3, 14))),
        ("head_shake", series(yaw=swinging(2, 3, 20))),
    ],
)
def test_a_change_is_told_with_its_time(kind, moved):
    (event,) = find_events(moved)
    assert event.kind == kind
    assert event.start == pytest.approx(2, abs=0.25)
    assert event.end == pytest.approx(2.9, abs=0.35)
    assert abs(event.value - event.rest) > 0


def test_a_change_lasts_as_long_as_its_last_frame_is_on_screen():
    moved = series(brow_height=between(2, 4, 0.04))
    (event,) = find_events(moved)
    assert (event.start, event.end) == (2.0, 4.0)  # the last frame is that of 3.9 s
    (event,) = find_events(series(brow_height=between(2, 3, 0.04)))
    assert event.end == pytest.approx(3.0)


def test_turning_back_is_no_second_turn():
    """Not even if the head was turned for so long that this has become its rest."""
    (turn,) = find_events(series(8, yaw=between(1, 6, 20)))
    assert (turn.kind, turn.start) == ("head_turn", 1.0)
    assert abs(turn.value) > 15 > abs(turn.rest)
    (onward,) = find_events(series(yaw=lambda t: 20 if t < 2 else 45))
    assert (onward.start, onward.rest) == (2.0, pytest.approx(21, abs=1))


def test_of_several_drops_of_the_jaw_the_widest_is_told():
    """And none where the mouth stays open, which is told instead."""
    speaking = series(8, mouth_opening=lambda t: {2: 0.22, 4: 0.3, 6: 0.25}.get(round(t, 1), 0))
    (drop,) = find_events(speaking)
    assert (drop.kind, drop.start) == ("jaw_drop", 4.0)
    staying = series(mouth_opening=between(2, 3, 0.35))
    assert [event.kind for event in find_events(staying)] == ["mouth_open"]


def test_blink_needs_eyes_that_look_closed():
    squint = series(eye_contrast=between(1, 1.2, -0.06))
    assert find_events(squint) == []
    squint.eyes[10:12] = OPEN_EYES.mean(axis=2, keepdims=True)  # Lids: the same grey along a row.
    (blink,) = find_events(squint)
    assert (blink.kind, blink.start, blink.end) == ("blink", 1.0, 1.1)


def test_small_face_has_no_events():
    moved = series(brow_height=between(2, 3, 0.04))
    moved.clear[:] = False
    assert find_events(moved) == []
