"""What face and voice do, on real clips: what was looked up in their frames, and nothing else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from backends.base import Modality
from backends.cascade import rationale, senses
from backends.cascade.face import face
from backends.cascade.face.series import FaceEvent
from backends.cascade.face.still import stands_still
from backends.cascade.phrases import Phrases
from backends.clip import Clip
from tests.helpers import media, montage, sensed
from tests.helpers.places import GALLERY

pytestmark = pytest.mark.models

CLIPS = ("ANG", "DIS", "FEA", "HAP", "NEU", "SAD")


@cache
def events(name: str) -> tuple[FaceEvent, ...]:
    clip = Clip.open(GALLERY / f"1001_DFA_{name}_XX.mp4")
    return face.read([*sensed.FOLLOW([(f.time, f.image) for f in clip.frames])], clip.end).events


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        # Looked up in the enlarged frames: clip → when it begins.
        ("eyes_widen", {"FEA": [0.6]}),
        ("eyes_narrow", {"FEA": [0.0]}),
        ("forehead_creases", {"FEA": [0.6], "HAP": [0.3]}),
        ("upper_lip_raised", {"DIS": [1.3]}),
        ("inner_brows_raised", {"FEA": [0.75]}),
        ("jaw_drop", {"ANG": [1.1], "DIS": [1.2], "FEA": [1.0], "SAD": [1.0]}),
        ("teeth_shown", {"DIS": [0.9], "HAP": [1.0]}),
        ("brows_level", {"NEU": [0.0]}),
        ("smile_stays", {"HAP": [1.3]}),
        ("grimace_stays", {"DIS": [1.7]}),
        ("blink", {"HAP": [0.2], "NEU": [0.3], "SAD": [0.2]}),
        ("gaze_away", {}),
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


def test_a_mirrored_picture_is_read_the_same(happy: Path, tmp_path: Path) -> None:
    """The same course, acts and sentences, though each of the two is encoded anew."""
    shown = [np.asarray(frame.image) for frame in Clip.open(happy).frames]
    told, texts = [], set()
    for name, pictures in (("as it is", shown), ("mirrored", [one[:, ::-1] for one in shown])):
        path = montage.of_pictures(tmp_path / f"{name}.mp4", pictures)
        clip = Clip.open(path)
        phrases = Phrases("en", clip.start, clip.end)
        found = sensed.of(senses.see(clip, phrases))
        told.append(sorted(found.findings, key=lambda finding: finding.kind))
        sentences = str(rationale.part(Modality.VISUAL, found.findings, phrases))
        texts.add(re.sub(r"\d+\.\d+", "…", sentences))  # a moment may be another tenth
    assert len(texts) == 1 and "smile" in texts.pop()
    for one, other in zip(*told, strict=True):
        facts = [{key: finding.facts.get(key) for key in ("emotion",)} for finding in (one, other)]
        assert (one.kind, one.hedge, facts[0]) == (other.kind, other.hedge, facts[1])
        assert (one.start, one.end) == pytest.approx((other.start, other.end), abs=0.06)


def test_a_smile_that_is_planted_is_found(happy: Path, tmp_path: Path) -> None:
    """The end of the happy clip, with its smile, after two seconds of the neutral face."""
    calm = Clip.open(GALLERY / "1001_DFA_NEU_XX.mp4").frames[-5:]
    smiling = Clip.open(happy).frames[-6:]
    shown = [calm[i % 5].image for i in range(20)] + [smiling[i % 6].image for i in range(12)]
    clip = Clip.open(montage.of_pictures(tmp_path / "smile.mp4", shown))
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    (smile,) = [finding for finding in found.findings if finding.kind == "smile"]
    assert (smile.start, smile.end) == (pytest.approx(2.0, abs=0.3), pytest.approx(3.2, abs=0.3))


def test_a_blink_is_a_clue_and_is_not_told(happy: Path) -> None:
    """It has its place in the lanes; a sentence that everybody's face earns says nothing."""
    clip = Clip.open(happy)
    phrases = Phrases("en", clip.start, clip.end)
    findings = sensed.of(senses.see(clip, phrases)).findings
    assert [f.usual for f in findings if "blink" in f.kind] == [False]
    assert "blink" not in str(rationale.part(Modality.VISUAL, findings, phrases))


def test_a_picture_that_ends_before_the_sound_is_seen_until_then(tmp_path: Path) -> None:
    path = media.write(tmp_path / "ends.mp4", 2, sound=media.tone(6))
    clip = Clip.open(path)
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    assert [finding.kind for finding in found.findings] == ["picture_ends", "no_face"]
    assert [finding.end for finding in found.findings] == pytest.approx([2, 2], abs=0.1)
    assert [stretch.end for stretch in found.course] == pytest.approx([2], abs=0.1)


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
