"""Who of the people in view speaks: only a mouth that moves by itself is tied to a voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from backends.base import Turn
from backends.cascade import speakers
from backends.cascade.face.face import FaceReport
from backends.cascade.voice.speech import Stretch
from tests.helpers.face_series import series

SPEECH = [Stretch(1.0, 2.2)]


def talking(start: float, end: float) -> Callable[[float], float]:
    """A mouth that opens with every other frame."""
    return lambda t: 0.08 if start <= t < end and round(10 * t) % 2 else 0.0


def face(start: float = 0.0, end: float = 0.0, gone: tuple[float, float] = (9, 9)) -> FaceReport:
    """A face that talks from `start` to `end`, and is out of sight while `gone` (s)."""
    seen = series(mouth_opening=talking(start, end))
    there = (seen.times < gone[0]) | (seen.times >= gone[1])
    return FaceReport(replace(seen, present=there, clear=there), 2, 2, ())


def who(speech: list[Stretch] = SPEECH, **faces: FaceReport) -> list[str | None]:
    return [turn.person for turn in speakers.turns(list(faces.items()), speech)]


def test_the_mouth_that_moves_alone_is_the_speakers() -> None:
    (turn,) = speakers.turns([("A", face(1, 2.2)), ("B", face())], SPEECH)
    assert (turn.person, turn.start, turn.end) == ("A", 1.0, 2.2)
    assert 0.9 < turn.confidence <= 1


@pytest.mark.parametrize(
    "faces",
    [
        {"A": face(), "B": face()},  # a voice off screen
        {"A": face(1, 2.2), "B": face(1, 2.2)},  # both move
        {"A": face(3, 4), "B": face()},  # moves, but not with the voice
        {"A": face(1, 2.2, gone=(1, 2.2)), "B": face()},  # out of sight
    ],
)
def test_else_the_speaker_is_unknown(faces: dict[str, FaceReport]) -> None:
    assert who(**faces) == [None]


def test_beside_a_face_that_cannot_be_followed_only_the_clearest_mouth_is_believed() -> None:
    small = face()
    nowhere = replace(small.series, clear=np.zeros_like(small.series.clear))
    beside = FaceReport(nowhere, 2, 2, ())
    loud, soft = face(1, 2.2), face()
    faint = series(mouth_opening=lambda t: talking(1, 2.2)(t) * 0.7)
    assert who(A=loud, B=beside) == ["A"]
    assert who(A=FaceReport(faint, 2, 2, ()), B=soft) == ["A"]
    assert who(A=FaceReport(faint, 2, 2, ()), B=beside) == [None]


def test_people_who_take_turns_without_a_pause_are_told_apart() -> None:
    turns = who([Stretch(0.2, 3.2)], A=face(0.2, 1.7), B=face(1.7, 3.2))
    assert turns == ["A", "B"]


def test_a_speaker_who_pauses_has_one_turn() -> None:
    assert who([Stretch(0.5, 1.2), Stretch(1.5, 2.2)], A=face(0, 3), B=face()) == ["A"]


def test_nobody_heard_no_turn_and_what_is_too_short_is_unknown() -> None:
    assert who([], A=face(0, 4), B=face()) == []
    assert who([Stretch(1.0, 1.2)], A=face(0, 4), B=face()) == [None]


def test_a_turn_is_data() -> None:
    told = Turn(start=0.0, end=1.0, confidence=0.4).model_dump()
    assert told == {"start": 0.0, "end": 1.0, "person": None, "confidence": 0.4}


def test_movement_is_in_widths_of_the_eye_corners_by_the_tenth_of_a_second() -> None:
    still, moves = face().series, face(0, 4).series
    assert speakers.movement(still, 1, 2) == pytest.approx(0.0, abs=0.004)
    assert speakers.movement(moves, 1, 2) == pytest.approx(0.08, abs=0.01)
    nowhere = replace(still, clear=np.zeros_like(still.clear))
    assert speakers.movement(nowhere, 1, 2) is None
