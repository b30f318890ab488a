"""A part of a clip: all times are the clip's own, and all that is told lies in the part."""

from __future__ import annotations

import pytest

import backends
from backends.backend import Request
from backends.base import Clue, Explanation, Modality
from backends.clip import Clip
from demo.ground_truth import gallery
from tests.helpers import sensed

pytestmark = pytest.mark.models

ANGRY = next(path for path in gallery.clips() if "ANG" in path.name)
PART = (0.3, 1.9)


def explain(segment: tuple[float, float] | None = None) -> Explanation:
    clip = Clip.open(ANGRY, segment=segment)
    with sensed.once():
        *_, last = backends.get("cascade").explain(clip, Request())
    assert isinstance(last, Explanation)
    return last


@pytest.fixture(scope="module")
def whole() -> Explanation:
    return explain()


@pytest.fixture(scope="module")
def part() -> Explanation:
    return explain(PART)


def of(explanation: Explanation, text: str) -> Clue:
    return next(clue for clue in explanation.clues if text in clue.text)


def test_every_clue_lies_in_the_part(part: Explanation) -> None:
    assert {clue.modality for clue in part.clues} == set(Modality)
    for clue in part.clues:
        assert PART[0] - 1e-3 <= clue.start <= clue.end <= PART[1] + 1e-3


@pytest.mark.parametrize("text", ["is said", "it is spoken", "jaw drops"])
def test_what_is_told_keeps_its_time(whole: Explanation, part: Explanation, text: str) -> None:
    """Voice, words and face start when they do in the whole clip."""
    assert of(part, text).start == pytest.approx(of(whole, text).start, abs=0.15)


def test_the_words_keep_their_times(whole: Explanation, part: Explanation) -> None:
    assert whole.transcript and part.transcript
    before = {word.text.strip(" .!"): word.start for word in whole.transcript.words}
    after = {word.text.strip(" .!"): word.start for word in part.transcript.words}
    assert after["jacket"] == pytest.approx(before["jacket"], abs=0.15)


def test_the_face_is_in_view_for_all_of_the_part(part: Explanation) -> None:
    assert not any("in view" in clue.text for clue in part.clues)  # which is no clue
    seen = next(one for one in part.measurements if one.modality is Modality.VISUAL)
    assert seen.value == 100.0
    looks = [clue for clue in part.clues if clue.text.startswith("The face ")]
    assert (looks[0].start, looks[-1].end) == PART
