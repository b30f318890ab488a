"""Real faces and voices in clips that no gallery holds: what changes, ends, or is there twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.backend import Request
from backends.base import Explanation, Modality
from backends.cascade import Cascade
from backends.clip import Clip
from tests.helpers import montage
from tests.helpers.places import GALLERY

pytestmark = [pytest.mark.models, pytest.mark.slow]

HAPPY, SAD = GALLERY / "1001_DFA_HAP_XX.mp4", GALLERY / "1001_DFA_SAD_XX.mp4"


def explained(path: Path, *modalities: Modality) -> Explanation:
    request = Request(modalities=frozenset(modalities)) if modalities else Request()
    *_, said = Cascade().explain(Clip.open(path), request)
    assert isinstance(said, Explanation)
    return said


def test_words_after_a_pause_are_dated_after_it(tmp_path: Path) -> None:
    """Each clip says one sentence; 1.5 s of black and silence part them."""
    path = montage.one_after_another(tmp_path / "two.mp4", HAPPY, 1.5, SAD)
    first = Clip.open(HAPPY).duration
    said = explained(path, Modality.ACOUSTIC, Modality.LEXICAL)
    assert said.transcript
    starts = [word.start for word in said.transcript.words]
    assert starts == sorted(starts) and starts[0] < first
    later = [start for start in starts if start > first]
    assert len(later) >= 3 and min(later) > first + 1.4
    silent = [clue for clue in said.clues if clue.modality is Modality.ACOUSTIC]
    assert silent and any("pause" in clue.text or "silen" in clue.text for clue in silent)


def test_a_face_that_leaves_is_not_in_view_all_the_time(tmp_path: Path) -> None:
    path = montage.one_after_another(tmp_path / "leaves.mp4", HAPPY, 2.0)
    said = explained(path, Modality.VISUAL)
    assert said.rationale.visual and "one face is in view until" in said.rationale.visual
    last = Clip.open(HAPPY).duration + 0.2
    looks = [clue for clue in said.clues if clue.supports]
    assert looks and all(clue.end <= last for clue in looks)


def test_two_faces_are_told_and_one_is_followed(tmp_path: Path) -> None:
    path = montage.next_to_each_other(tmp_path / "both.mp4", HAPPY, SAD)
    said = explained(path, Modality.VISUAL)
    assert said.rationale.visual and "one face is in view" not in said.rationale.visual.lower()
    assert "two" in said.rationale.visual.lower() or "2 " in said.rationale.visual
