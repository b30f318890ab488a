"""What face and voice do, on real clips: what was looked up in their frames, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from backends.cascade import senses
from backends.cascade.face import face
from backends.cascade.face.series import FaceEvent
from backends.cascade.face.still import stands_still
from backends.cascade.phrases import Phrases
from backends.clip import Clip
from tests.helpers import montage, sensed
from tests.helpers.places import GALLERY

pytestmark = pytest.mark.models

CLIPS = ("ANG", "DIS", "FEA", "HAP", "NEU", "SAD")


@cache
def events(name: str) -> tuple[FaceEvent, ...]:
    clip = Clip.open(GALLERY / f"1001_DFA_{name}_XX.mp4")
    return face.read([*face.follow((f.time, f.image) for f in clip.frames)], clip.end).events


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        # Looked up in the enlarged frames: clip → when it begins.
        ("eyes_widen", {"FEA": [0.6]}),
        # The man's forehead smooths for a moment while he says "jacket" and smiles.
        ("forehead_creases", {"FEA": [0.6], "HAP": [0.3, 1.1]}),
        ("upper_lip_raised", {"DIS": [1.3]}),
        ("jaw_drop", {"ANG": [1.2], "DIS": [1.3], "FEA": [1.1], "SAD": [1.1]}),
        ("head_turn", {}),
        ("head_tilt", {}),
        ("nod", {}),
        ("head_shake", {}),
    ],
)
def test_acts_are_told_where_they_are_seen_and_nowhere_else(
    kind: str, seen: dict[str, list[float]]
) -> None:
    found = {name: [event.start for event in events(name) if event.kind == kind] for name in CLIPS}
    assert {name: starts for name, starts in found.items() if starts} == {
        name: pytest.approx(starts, abs=0.11) for name, starts in seen.items()
    }


def test_a_mirrored_picture_does_the_same() -> None:
    clip = Clip.open(GALLERY / "1001_DFA_FEA_XX.mp4")
    mirrored = ((f.time, np.ascontiguousarray(f.image[:, ::-1])) for f in clip.frames)
    found = face.read([*face.follow(mirrored)], clip.end).events
    assert {event.kind for event in found} == {event.kind for event in events("FEA")}


def test_a_smile_that_is_planted_is_found(happy: Path, tmp_path: Path) -> None:
    """The end of the happy clip, with its smile, after two seconds of the neutral face."""
    calm = Clip.open(GALLERY / "1001_DFA_NEU_XX.mp4").frames[-5:]
    smiling = Clip.open(happy).frames[-6:]
    shown = [calm[i % 5].image for i in range(20)] + [smiling[i % 6].image for i in range(12)]
    clip = Clip.open(montage.of_pictures(tmp_path / "smile.mp4", shown))
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    (smile,) = [finding for finding in found.findings if finding.kind == "smile"]
    assert (smile.start, smile.end) == (pytest.approx(2.0, abs=0.3), pytest.approx(3.2, abs=0.3))


def test_a_single_blink_is_no_clue(happy: Path) -> None:
    clip = Clip.open(happy)
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    blinks = [finding for finding in found.findings if "blink" in finding.kind]
    assert [(blink.kind, blink.usual) for blink in blinks] == [("blink", True)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The picture does not move: what is seen in it is one moment."),
        ("zh", "画面静止不动：从中看到的只是一个瞬间。"),
    ],
)
def test_a_picture_that_does_not_move_is_told(
    language: str, sentence: str, happy: Path, tmp_path: Path
) -> None:
    photograph = Clip.open(happy).frames[-1].image
    clip = Clip.open(montage.of_pictures(tmp_path / "still.mp4", [photograph] * 15))
    found = sensed.of(senses.see(clip, Phrases(language, clip.start, clip.end)))
    assert found.caveats == (sentence,)
    assert not any(finding.topic == "action" for finding in found.findings)


@pytest.mark.parametrize("name", CLIPS)
def test_a_face_moves(name: str) -> None:
    frames = Clip.open(GALLERY / f"1001_DFA_{name}_XX.mp4").frames
    assert not stands_still(frames)
    assert not stands_still(frames[:2])
