"""Emotions that hold for a part of the clip only: named where nothing holds for all of it."""

from __future__ import annotations

import pytest

from backends.base import Modality
from backends.cascade.findings import Finding, Hedge
from backends.cascade.phrases import Phrases
from backends.cascade.rationale import part
from backends.cascade.reason import merge
from backends.cascade.shares import shares
from backends.cascade.transient import transient_emotions
from tests.helpers.opinions import concluded, opinion

FACE, VOICE = Modality.VISUAL, Modality.ACOUSTIC
FLAT = opinion(FACE, neutral=0.28, happy=0.24, angry=0.22)
"""What a face that changes comes to as a whole: nothing clear."""


def looks(
    emotion: str,
    start: float,
    end: float,
    kind: str = "looks",
    modality: Modality = FACE,
    hedge: Hedge = Hedge.NONE,
) -> Finding:
    facts = {"emotion": emotion}
    return Finding(modality, kind, "course", start, end, 60.0, "%", facts, hedge=hedge)


CHANGING = [
    looks("happy", 0, 2, hedge=Hedge.CLEARLY),
    looks("neutral", 2, 6),
    looks("angry", 6, 9),
    looks("sad", 9, 10, hedge=Hedge.SOMEWHAT),
]


def test_a_face_that_changes_is_told_as_it_changes() -> None:
    verdict = merge([FLAT])
    assert not verdict.emotions
    assert concluded(verdict, CHANGING) == (
        "Therefore, no single emotion holds for the whole clip: the face looks happy (until 2.0 s) "
        "and angry (from 6.0 to 9.0 s)."
    )
    named, left = shares(verdict, CHANGING, Phrases("en", 0, 10))
    assert [(one.word, one.score) for one in named] == [("happy", 0.24), ("angry", 0.22)]
    assert left == 0.54


def test_stretches_of_one_emotion_count_together() -> None:
    short = [looks("happy", 0, 0.6), looks("neutral", 0.6, 3), looks("happy", 3, 3.6)]
    (found,) = transient_emotions(merge([FLAT]), short)
    assert [(f.start, f.end) for f in found.stretches] == [(0, 0.6), (3, 3.6)]
    assert not transient_emotions(merge([FLAT]), short[:2])


def test_a_second_of_a_minute_concludes_nothing() -> None:
    course = [looks("neutral", 0, 58), looks("angry", 58, 60)]
    assert not transient_emotions(merge([FLAT]), course)


def test_beside_a_claim_what_passes_is_a_remark() -> None:
    verdict = merge([opinion(FACE, neutral=0.7, happy=0.15)])
    text = concluded(verdict, [looks("happy", 0, 2), looks("neutral", 2, 10)])
    assert text.startswith("Therefore, this person shows no particular emotion and seems neutral")
    assert text.endswith(" For a part of the clip, the face looks happy (until 2.0 s).")
    named, _ = shares(verdict, CHANGING, Phrases("en", 0, 10))
    assert [one.word for one in named] == ["neutral"]


def test_what_is_claimed_or_weighed_is_not_said_again() -> None:
    verdict = merge([opinion(FACE, happy=0.8), opinion(VOICE, angry=0.8)])
    assert "happy" in verdict.emotions
    course = [looks("happy", 0, 10), looks("angry", 0, 10, "sounds", VOICE)]
    assert not transient_emotions(verdict, course)


@pytest.mark.parametrize("trust", [0.0, 0.2])
def test_a_voice_that_hardly_counts_adds_nothing(trust: float) -> None:
    voice = opinion(VOICE, trust, neutral=0.4, sad=0.3)
    course = [looks("sad", 0, 5, "sounds", VOICE), looks("neutral", 5, 10, "sounds", VOICE)]
    assert not transient_emotions(merge([opinion(FACE, neutral=0.8), voice]), course)


def test_opinions_that_say_nothing_leave_nothing_to_tell() -> None:
    verdict = merge([opinion(FACE, neutral=1 / 7)])
    assert not transient_emotions(verdict, CHANGING)
    assert "nothing can be concluded" in concluded(verdict, CHANGING)


@pytest.mark.parametrize(
    ("second", "told", "clue"),
    [(21.0, "perhaps happy or disgusted", "happy or disgusted"),
     (12.0, "perhaps happy", "happy rather than disgusted")],
)  # fmt: skip
def test_of_two_that_are_as_likely_neither_is_told_alone(
    second: float, told: str, clue: str
) -> None:
    phrases = Phrases("en", 0.0, 4.0)
    facts = {"emotion": "happy", "other": "disgusted", "other_percent": second}
    last = Finding(FACE, "looks", "course", 2, 4, 24.0, "%", facts, hedge=Hedge.SOMEWHAT)
    text = part(FACE, [looks("neutral", 0, 2), last], phrases)
    assert str(text).endswith(f"then {told}.")
    assert phrases.clause(last).endswith(f", {clue}")
