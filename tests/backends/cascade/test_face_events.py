"""Events of the face on drawn series: a change is told once, and a calm face tells nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backends.cascade.face.events import find_events
from tests.helpers.face_series import OPEN_EYES, between, series, swinging


def acts(drawn):
    """Events but for level brows, which a drawn face that speaks has unless they are moved."""
    return [event for event in find_events(drawn) if event.kind != "brows_level"]


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
        series(
            eye_opening=between(2, 2.35, -0.08), brow_height=between(2, 2.35, -0.01)
        ),  # A blink.
        # A syllable shows teeth, and so does speech in a mouth that is no wider.
        series(teeth=between(2, 2.4, 3), mouth_width=between(2, 2.4, 0.08)),
        series(teeth=between(2, 3, 3)),
        series(gaze=between(2, 2.35, 25)),  # A glance.
        series(gaze=lambda t: 4 * np.sin(t)),
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
    assert acts(calm) == []


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
            "inner_brows_raised",
            series(brow_slope=between(2, 3, 0.03), inner_brows=between(2, 3, 0.05)),
        ),
        (
            "eyes_widen",
            series(eye_opening=between(2, 3, 0.08), brow_height=between(2, 3, 0.02)),
        ),
        ("forehead_creases", series(forehead_lines=between(2, 3, 0.6))),
        ("jaw_drop", series(mouth_opening=between(2, 3, 0.195))),
        ("upper_lip_raised", series(emotion="disgusted", upper_lip=between(2, 3, -0.03))),
        ("mouth_open", series(mouth_opening=between(2, 3, 0.35))),
        ("lip_corners_down", series(emotion="sad", corner_lift=between(2, 3, -0.04))),
        (
            "eyes_narrow",
            series(eye_opening=between(2, 3, -0.08), brow_height=between(2, 3, -0.01)),
        ),
        ("teeth_shown", series(teeth=between(2, 3, 3), mouth_width=between(2, 3, 0.08))),
        ("gaze_away", series(gaze=between(2, 3, 25))),
        ("gaze_away", series(gaze=between(2, 3, -25))),
        ("head_turn", series(yaw=between(2, 3, -30))),
        ("head_tilt", series(roll=between(2, 3, 15))),
        ("nod", series(pitch=swinging(2, 3, 14))),
        ("head_shake", series(yaw=swinging(2, 3, 20))),
    ],
)
def test_a_change_is_told_with_its_time(kind, moved):
    (event,) = acts(moved)
    assert event.kind == kind
    swing = kind in ("nod", "head_shake")
    assert event.start == pytest.approx(2, abs=0.15 if swing else 0.1)
    assert event.end == pytest.approx(3, abs=0.25 if swing else 0.1)
    assert abs(event.value - event.rest) > 0


def test_a_change_lasts_as_long_as_its_last_frame_is_on_screen():
    moved = series(brow_height=between(2, 4, 0.04))
    (event,) = find_events(moved)
    assert event.end == 4.0  # the last frame is that of 3.9 s
    (event,) = find_events(series(brow_height=between(2, 3, 0.04)))
    assert event.end == pytest.approx(3.0, abs=0.1)


def test_a_change_is_told_between_two_frames():
    """Where it passes half of its threshold, so that a little more or less moves it by little."""
    starts = []
    for height in (0.030, 0.031):
        (event,) = find_events(series(brow_height=between(2, 3, height)))
        assert 1.9 < event.start < 2.0 <= event.peak < event.end
        starts.append(event.start)
    assert 0 < starts[0] - starts[1] < 0.002
    slides = series(brow_height=between(2, 3, 0.04))
    slides = replace(slides, times=slides.times * 10, end=40.0)  # a frame in each second
    assert all(event.start in slides.times for event in find_events(slides))


def test_eyes_that_are_narrow_from_the_first_frame_are_told():
    moved = series(eye_opening=between(0, 1, -0.08), brow_height=between(0, 1, -0.01))
    (event,) = find_events(moved)
    assert (event.kind, event.start, event.end) == ("eyes_narrow", 0.0, pytest.approx(1, abs=0.1))


def test_a_blink_of_narrow_eyes_is_part_of_them():
    narrow = series(
        eye_opening=between(0, 1, -0.08),
        brow_height=between(0, 1, -0.01),
        eye_contrast=lambda t: -0.06 if 0.3 <= t < 0.5 or 2 <= t < 2.2 else 0.0,
    )
    for closed in (slice(3, 5), slice(20, 22)):
        narrow.eyes[closed] = OPEN_EYES.mean(axis=2, keepdims=True)
    assert [(event.kind, event.start) for event in find_events(narrow)] == [
        ("eyes_narrow", 0.0),
        ("blink", 2.0),
    ]


def speaking(t):
    """An opening mouth, two syllables a second, until 2.5 s."""
    return 0.15 * abs(np.sin(2 * np.pi * t)) if t < 2.5 else 0.0


def test_brows_that_stay_level_in_speech_are_told():
    (event,) = find_events(series(mouth_opening=speaking))
    assert (event.kind, event.start, event.end) == ("brows_level", 0.0, 4.0)
    assert find_events(series()) == []  # nobody speaks: a photograph has level brows too
    moving = series(mouth_opening=speaking, brow_height=lambda t: 0.01 * np.sin(3 * t))
    assert find_events(moving) == []
    gone = series(mouth_opening=speaking)
    gone.clear[10] = False
    assert find_events(gone) == []


@pytest.mark.parametrize(
    ("kind", "emotion", "changes"),
    [
        ("smile_stays", "happy", {"corner_lift": 0.06, "mouth_width": 0.15}),
        ("grimace_stays", "disgusted", {"upper_lip": -0.03}),
        ("grimace_stays", "angry", {"brow_height": -0.03, "brow_gap": -0.015}),
    ],
)
def test_what_stays_once_the_mouth_rests_is_told(kind, emotion, changes):
    def held(until, **others):
        moved = {cue: between(2, until, amount) for cue, amount in changes.items()}
        found = find_events(series(emotion=emotion, **moved, **others))
        return [event for event in found if event.kind in ("smile_stays", "grimace_stays")]

    (event,) = held(4, mouth_opening=speaking)
    assert (event.kind, event.end) == (kind, 4.0)
    assert event.start == pytest.approx(2.45, abs=0.1)
    assert event.value == pytest.approx(4.0 - event.start)
    assert held(3, mouth_opening=speaking) == []  # it goes before the end
    assert held(4) == []  # the mouth never spoke
    assert held(4, mouth_opening=lambda t: 0.15 * abs(np.sin(2 * np.pi * t))) == []


def test_turning_back_is_no_second_turn():
    """Not even if the head was turned for so long that this has become its rest."""
    (turn,) = find_events(series(8, yaw=between(1, 6, 20)))
    assert (turn.kind, turn.start) == ("head_turn", pytest.approx(1, abs=0.1))
    assert abs(turn.value) > 15 > abs(turn.rest)
    (onward,) = find_events(series(yaw=lambda t: 20 if t < 2 else 45))
    assert (onward.start, onward.rest) == pytest.approx((2, 21), abs=1)


def test_of_several_drops_of_the_jaw_the_widest_is_told():
    """And none where the mouth stays open, which is told instead."""
    speaking = series(8, mouth_opening=lambda t: {2: 0.22, 4: 0.3, 6: 0.25}.get(round(t, 1), 0))
    (drop,) = acts(speaking)
    assert (drop.kind, drop.peak) == ("jaw_drop", 4.0)
    staying = series(mouth_opening=between(2, 3, 0.35))
    assert [event.kind for event in acts(staying)] == ["mouth_open"]


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
