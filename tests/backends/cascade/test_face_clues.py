"""Who is said to be in view, for how long, and what the face's actions add: on drawn faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from backends.base import Clue, Language, Modality
from backends.cascade import clues, rationale
from backends.cascade.face import face
from backends.cascade.face.cues import CUES, Cues
from backends.cascade.face.series import FaceEvent, FaceEventKind
from backends.cascade.phrases import Phrases
from backends.reading.basic_emotions import BASIC

CALM = Cues(*[0.1] * len(CUES))
SAD = np.eye(len(BASIC), dtype=np.float32)[BASIC.index("sad")]
Sides = Mapping[int, float]
"""Person → side of the face in pixels."""


def seen(person: int, side: float = 100.0) -> face.SeenFace:
    return face.SeenFace(person, 0, 0, side, 0.9, SAD, SAD, CALM, np.zeros((2, 24, 40), np.uint8))


def report(*frames: Sides, every: float = 0.1, end: float | None = None) -> face.FaceReport:
    moments = [
        face.FaceMoment(i * every, tuple(seen(*one) for one in frame.items()))
        for i, frame in enumerate(frames)
    ]
    return face.read(moments, len(frames) * every if end is None else end)


def who(found: face.FaceReport, language: Language = "en") -> Clue:
    """The clue that says who is in view."""
    phrases = Phrases(language, float(found.series.times[0]), found.series.end)
    return rationale.clue(next(iter(clues.of_face(found))), phrases)


ONE: Sides = {0: 100.0}
NOBODY: Sides = {}


def test_a_face_in_every_frame_is_in_view_all_the_time() -> None:
    clue = who(report(*[ONE] * 20))
    assert clue.text == "One face is in view throughout."
    assert (clue.start, clue.end, clue.measure.value) == (0.0, 2.0, 100.0)


def test_a_face_in_few_frames_is_told_with_its_share() -> None:
    found = report(*[ONE if i % 10 == 0 else NOBODY for i in range(51)])
    clue = who(found)
    assert clue.text == "One face is in view in 12% of the frames."
    assert clue.measure.value == pytest.approx(11.765)
    assert who(found, "zh").text == "画面中在 12% 的帧里有一张脸。"


def test_a_tiny_share_is_not_rounded_away() -> None:
    found = report(ONE, *[NOBODY] * 598, ONE)
    assert who(found).text == "One face is in view in 0.33% of the frames."


def test_one_lost_frame_of_a_short_clip_is_not_all_the_time() -> None:
    assert "in view in 96% of" in who(report(*[ONE] * 11, NOBODY, *[ONE] * 11)).text
    assert "in view throughout" in who(report(*[ONE] * 300, NOBODY, *[ONE] * 299)).text


def test_a_face_that_comes_and_stays_is_told_with_its_time() -> None:
    assert who(report(*[NOBODY] * 10, *[ONE] * 10)).text == "One face is in view from 1.0 s on."
    assert who(report(*[ONE] * 10, *[NOBODY] * 10)).text == "One face is in view until 1.0 s."


def test_a_false_detection_in_one_frame_is_nobody() -> None:
    found = report(*[{0: 100.0, 1: 30.0} if i == 7 else ONE for i in range(40)])
    assert (found.people, found.persons) == (1, 1)
    assert who(found).text == "One face is in view throughout."


def test_a_huge_false_detection_is_not_followed() -> None:
    found = report(*[{1: 900.0, 0: 100.0} if i == 7 else ONE for i in range(40)])
    assert found.series.present.all()


def test_two_people_seen_twice_are_two() -> None:
    found = report(*[{0: 100.0, 1: 30.0} if i in (7, 8) else ONE for i in range(40)])
    assert (found.people, found.persons) == (2, 2)
    assert who(found).text.startswith("Up to 2 faces are in view")


def test_the_faces_of_a_single_frame_are_counted() -> None:
    assert (report({0: 100.0, 1: 80.0}).people, report(ONE).persons) == (2, 1)


@pytest.mark.parametrize(
    ("language", "followed"),
    [
        ("en", "the one that takes up the most space over all frames is followed throughout"),
        ("zh", "始终跟踪累计占画面最多的一张"),
    ],
)
def test_what_is_followed_is_said(language: Language, followed: str) -> None:
    """Not the largest (for three frames), but the one that is largest for longest."""
    together = report(*[{1: 200.0, 0: 100.0} if i in (5, 6, 7) else ONE for i in range(40)])
    assert together.series.present.all()
    assert followed in who(together, language).text
    in_turn = report(*[ONE] * 10, *[{1: 200.0}] * 8)
    assert in_turn.series.present.sum() == 8  # nor the one that is seen in the most frames
    said = who(in_turn, language).text
    assert followed.replace(" throughout", "").removeprefix("始终") in said


# -- until when


def test_a_frame_counts_until_the_next_and_the_last_until_the_end() -> None:
    still = report(ONE, every=10.0, end=6.0)  # one picture, on screen for 6 s
    assert who(still).text == "One face is in view throughout."
    slides = report(ONE, NOBODY, every=10.0)
    assert (who(slides).start, who(slides).end) == (0.0, 10.0)


def test_a_long_clip_is_seen_to_its_end() -> None:
    found = report(*[ONE] * 600, every=0.2)
    course = list(clues.of_face(found))[1]
    clue = rationale.clue(course, Phrases("en", 0.0, 120.0))
    assert clue.text == "The face looks clearly sad throughout."
    assert clue.end == 120.0


def test_no_face_is_said_of_the_whole_clip() -> None:
    clue = who(report(*[NOBODY] * 10))
    assert (clue.text, clue.start, clue.end) == (
        "No face is found in any of the 10 frames.",
        0.0,
        1.0,
    )


# -- actions


def acting(*kinds: str) -> face.FaceReport:
    events = tuple(FaceEvent(kind, 0.5, 1.0, 1.0, "degrees", 0.0) for kind in kinds)  # type: ignore[arg-type]
    return face.FaceReport(report(*[ONE] * 20).series, 1, 1, events)


def test_an_action_doubles_the_odds_of_its_only_emotion() -> None:
    even = np.full(len(BASIC), 1 / len(BASIC))
    shares = clues.with_actions(even, acting("smile", "smile"))
    happy = shares[BASIC.index("happy")]
    assert happy == pytest.approx(2 / 8)  # once, however often it was seen
    assert shares.sum() == pytest.approx(1)
    others = np.delete(shares, BASIC.index("happy"))
    np.testing.assert_allclose(others, 1 / 8)


def test_an_action_of_several_emotions_adds_less_to_each() -> None:
    even = np.full(len(BASIC), 1 / len(BASIC))
    shares = dict(zip(BASIC, clues.with_actions(even, acting("brows_raised")), strict=True))
    assert shares["surprised"] / shares["neutral"] == pytest.approx(1.5)
    assert shares["fearful"] / shares["neutral"] == pytest.approx(1.5)
    assert shares["happy"] == pytest.approx(shares["neutral"])


def test_a_blink_adds_nothing() -> None:
    np.testing.assert_allclose(clues.with_actions(SAD, acting("blink", "nod")), SAD)


@pytest.mark.parametrize(("times", "told"), [((1.0,), False), ((0.2, 0.7, 1.5), True)])
def test_many_blinks_are_told_with_their_rate(times: tuple[float, ...], told: bool) -> None:
    """Three in two seconds are 90 a minute, of which people who talk make 26."""
    blinks = tuple(FaceEvent("blink", at, at + 0.1, 0.1, "", 0.2) for at in times)
    found = [f for f in clues.of_face(replace(acting(), events=blinks)) if "blink" in f.kind]
    assert [f.start for f in found if f.kind == "blink"] == [*times]
    often = [f for f in found if f.kind == "blinks_often"]
    assert [(f.value, f.usual) for f in often] == ([(90.0, False)] if told else [])
    for language in ("en", "zh"):
        assert all("90" in Phrases(language, 0, 2).clause(f) for f in often)


def test_blinks_come_after_all_else() -> None:
    acts = acting(*["blink"] * 4, "smile", "nod", "jaw_drop", "teeth_shown")
    told = [f.kind for f in clues.of_face(acts) if f.topic == "action" and f.kind != "blinks_often"]
    assert len(told) == clues.MOST_ACTIONS
    assert told.count("blink") == 2


def test_when_an_act_is_at_its_most_stands_beside_its_number() -> None:
    smile = FaceEvent("smile", 0.5, 1.0, 0.1, "degrees", 0.07, 0.8)
    found = [f for f in clues.of_face(replace(acting(), events=(smile,))) if f.kind == "smile"]
    english, chinese = (Phrases(language, 0, 2).measure(found[0])[1] for language in ("en", "zh"))
    assert english == "0.07 just before; most at 0.8 s"
    assert "0.8 秒" in chinese


def test_a_picture_that_ends_before_the_sound_is_told_until_then() -> None:
    seen = report(*[ONE] * 19, end=1.9)
    for language, sentence in (
        ("en", "The picture ends at 1.9 s, before the sound."),
        ("zh", "画面在 1.9 秒结束，早于声音。"),
    ):
        phrases = Phrases(language, 0.0, 8.0)
        ends, *others = clues.of_face(seen, 8.0)
        assert rationale.clue(ends, phrases).text == sentence
        assert all(one.end <= 1.9 for one in others)
        text = rationale.part(Modality.VISUAL, [ends, *others], phrases)
        assert text is not None and sentence[5:] in text
        assert "1.9" in phrases.clause(next(one for one in others if one.kind == "looks"))
    assert "picture_ends" not in {one.kind for one in clues.of_face(seen, 2.0)}


def test_every_act_has_words_in_both_languages() -> None:
    """In the clause, with when it happens, and in the number's name with what was before."""
    for kind in get_args(FaceEventKind):
        (finding,) = [f for f in clues.of_face(acting(kind)) if f.kind == kind]
        english, chinese = (Phrases(language, 0, 9) for language in ("en", "zh"))
        assert "from 0.5 to 1.0 s" in english.clause(finding)
        assert "0.5" in chinese.clause(finding)
        assert not set(english.clause(finding)) & set(chinese.clause(finding)) - set(" .015")
        assert english.measure(finding) != chinese.measure(finding)
        assert finding.person == "A"
