"""The lanes under the player: what stands in them, and what does not."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backends.base import Curve, EmotionScore, Merged, Modality, Person, Transcript, Turn
from backends.clip import Clip
from demo.page.explain import curves
from demo.page.explain.lanes import Lanes
from demo.page.explain.moment_region import moments, ticks
from demo.side_by_side import Answer
from tests.helpers import media
from tests.helpers.courses import ACOUSTIC, VISUAL, clue, stretch, told

ATTACK = "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }}"


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Two seconds with picture and sound."""
    folder = tmp_path_factory.mktemp("lanes")
    return Clip.open(media.write(folder / "c.mp4", 2.0, sound=media.tone(2)))


def drawn(clip: Clip, **more: object) -> str:
    answers = {"cascade": Answer("cascade", explanation=told(**more), done=True)}
    return moments(clip, answers, "en")


def test_a_course_is_named_as_surely_as_it_is_known(clip: Clip) -> None:
    (row,) = Lanes(clip, told(), "en").face
    assert [(bar.label, bar.look) for bar in row.bars] == [
        ("happy", "sure"), ("fearful?", "unsure"), ("no face read", "unreadable"),
    ]  # fmt: skip
    assert row.bars[1].told == "fearful 40% · sad 30% · open 30%"
    (voice,) = Lanes(clip, told(), "zh").voice
    assert [bar.label for bar in voice.bars] == ["angry"]


def test_what_all_come_to_has_a_lane_of_its_own(clip: Clip) -> None:
    happy = [EmotionScore(word="happy", score=0.7)]
    pieces = [
        Merged(start=0, end=1, emotions=happy, open=0.3, modalities=[VISUAL]),
        Merged(start=1, end=2, open=1.0),
    ]
    bars = Lanes(clip, told(merged=pieces), "en").together
    assert [(bar.label, bar.look) for bar in bars] == [("happy", "sure"), ("open", "unreadable")]
    assert 'class="lane together conclusion"' in drawn(clip, merged=pieces)
    assert 'class="lane together' not in drawn(clip)


@pytest.mark.parametrize(
    ("language", "labels"), [("en", ["no speech", "not judged"]), ("zh", ["无人说话", "未作判断"])]
)
def test_silence_and_speech_that_is_not_judged_are_two_things(
    clip: Clip, language: str, labels: list[str]
) -> None:
    silence = stretch(ACOUSTIC, 0, 1).model_copy(update={"silent": True})
    (voice,) = Lanes(clip, told(course=[silence, stretch(ACOUSTIC, 1, 2)]), language).voice
    assert [bar.label for bar in voice.bars] == labels


def test_acts_have_a_row_for_each_of_several_people_and_a_voice_of_nobody_its_own(
    clip: Clip,
) -> None:
    acts = {person: clue(VISUAL, 0.6, 0.9, f"{person}: the brows go up.") for person in "AB"}
    known = told(
        course=[
            stretch(VISUAL, 0.0, 2.0, "A", happy=0.8),
            stretch(VISUAL, 0.0, 2.0, "B", sad=0.6),
            stretch(ACOUSTIC, 0.0, 1.0, "B", angry=0.6),
            stretch(ACOUSTIC, 1.0, 2.0, angry=0.6),
        ],
        clues=[one.model_copy(update={"person": person}) for person, one in acts.items()],
        turns=[Turn(start=0, end=1, person="B", confidence=0.9)],
    )
    lanes = Lanes(clip, known, "en")
    seen = [(row.person, [mark.told for mark in row.marks]) for row in lanes.acts][:2]
    assert seen == [("A", ["A: the brows go up."]), ("B", ["B: the brows go up."])]
    assert [row.person for row in lanes.voice] == ["", "B"]
    assert {one.lane for one in lanes.table} >= {"Seen A", "Seen B", "Voice B"}


def test_each_person_has_a_row_and_what_is_unread_is_in_the_first(clip: Clip) -> None:
    course = [stretch(VISUAL, 0, 1, "B", sad=0.9), stretch(VISUAL, 0, 1, "A", happy=0.9),
              stretch(VISUAL, 1, 2)]  # fmt: skip
    lanes = Lanes(clip, told(course=course), "en")
    assert [(row.person, [bar.label for bar in row.bars]) for row in lanes.face] == [
        ("A", ["happy", "no face read"]), ("B", ["sad"]),
    ]  # fmt: skip
    assert [lanes.name(row, "Face") for row in lanes.face] == ["Face A", "Face B"]


def test_an_act_is_a_moment_and_no_bar_of_the_course_nor_of_the_whole_clip(clip: Clip) -> None:
    seen, heard = Lanes(clip, told(), "en").acts
    assert [mark.label for mark in seen.marks] == ["The brows go up"]  # the lane shows when
    assert [mark.label for mark in heard.marks] == ["The voice grows louder"]
    assert seen.marks[0].told == "The brows go up from 0.6 to 0.9 s."


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("en", "The eyes blink at 0.9 s.", "The eyes blink"),
        ("zh", "眼睛在 0.9 秒处眨了一下。", "眼睛眨了一下"),
        ("zh", "音量保持到句末（在 0.6 至 0.9 秒）。", "音量保持到句末"),
    ],
)
def test_a_name_in_a_lane_leaves_out_when(clip: Clip, language: str, text: str, label: str) -> None:
    shown = Lanes(clip, told(course=[], clues=[clue(VISUAL, 0.6, 0.9, text)]), language)
    assert [mark.label for row in shown.acts for mark in row.marks] == [label]


def test_clues_of_an_answer_without_a_course_are_marks_each_in_its_row(clip: Clip) -> None:
    rows = Lanes(clip, told(course=[]), "en").acts
    assert [(row.modality, len(row.marks)) for row in rows] == [
        (Modality.VISUAL, 2), (Modality.ACOUSTIC, 2), (Modality.LEXICAL, 1),
    ]  # fmt: skip


def test_names_have_room_until_the_next_of_their_row(clip: Clip) -> None:
    first, second = Lanes(clip, told(), "en").words
    assert (first.until, second.until) == (2.0, 2.0)  # they stand in two rows
    clues = [clue(VISUAL, 0.2, 0.3, "a"), clue(VISUAL, 0.5, 0.6, "b")]
    seen = Lanes(clip, told(clues=clues), "en").acts[0]
    assert [mark.until for mark in seen.marks] == [0.5, 2.0]
    clues = [clue(VISUAL, 0.2, 0.9, "a"), clue(VISUAL, 0.21, 0.4, "b"), clue(VISUAL, 0.6, 0.7, "c")]
    seen = Lanes(clip, told(clues=clues), "en").acts[0]
    assert [(mark.label, mark.told, mark.end, mark.until) for mark in seen.marks] == [
        ("a", "a · b", 0.9, 0.6), ("c", "c", 0.7, 2.0),
    ]  # fmt: skip


def test_the_table_has_all_of_it(clip: Clip) -> None:
    table = Lanes(clip, told(), "en").table
    lines = {(line.lane, line.what): line for line in table}
    assert lines["Face", "happy"].measure == "width 0.25 mm (0.1)"
    assert lines["Face", "fearful?"].sure == "fearful 40% · sad 30% · open 30%"
    assert lines["Seen", "The brows go up from 0.6 to 0.9 s."].sure == "surprised 50%"
    assert ("Words", "no") in lines
    pitches = [line.measure for line in table if line.what == "pitch"]
    assert pitches == ["150 Hz"]
    html = drawn(clip)
    assert html.split("<tbody>")[1].count("<tr>") == len(table)


def test_faces_go_to_the_script_with_every_frame_that_was_looked_at(clip: Clip) -> None:
    faces = figures(drawn(clip))["data-faces"]
    assert faces["times"] == [t / 10 for t in range(20)]
    assert faces["people"] == [
        {"person": "A", "boxes": [[t / 10, 0.25, 0.1, 0.2, 0.3] for t in range(10)]}
    ]
    assert figures(drawn(clip, people=[]))["data-faces"] == {"times": [], "people": []}


def figures(html: str) -> dict[str, Any]:
    """Name of an attribute of the lanes → the JSON in it."""
    found = re.findall(r'(data-faces)="([^"]*)"', html)
    return {name: json.loads(unescape(text)) for name, text in found}


def test_text_of_models_and_files_stays_text(clip: Clip) -> None:
    html = drawn(
        clip,
        clues=[clue(VISUAL, 0.2, 0.3, ATTACK)],
        course=[stretch(VISUAL, 0, 1, ATTACK, **{ATTACK: 0.7}), stretch(VISUAL, 1, 2, "B", x=0.5)],
        people=[Person(person=ATTACK, boxes=[(0, 0, 0, 1, 1)])],
        transcript=Transcript(language="en", text=ATTACK),
    )
    assert "<script>" not in html
    assert "<img" not in html
    assert "{{ 7 * 7 }}" in unescape(html)


def test_covered_lanes_tell_no_backend(clip: Clip) -> None:
    answers = {"cascade": Answer("cascade", explanation=told(), done=True)}
    html = moments(clip, answers, "en", covered=True)
    assert "cascade" not in html.lower()
    assert "c.mp4" not in html


def test_before_an_answer_there_are_the_clip_s_own_lanes(clip: Clip) -> None:
    html = moments(clip, {}, "en")
    assert "<polygon" in html
    assert "Nothing has been found yet." in html
    assert moments(None, {}, "en") == ""


def test_what_a_clip_lacks_is_said_in_its_lane(tmp_path: Path) -> None:
    deaf = Clip.open(media.write(tmp_path / "deaf.mp4", 1.0))
    assert "the clip has no sound" in moments(deaf, {}, "en")
    given = Transcript(language="und", text="Oh no")
    assert "“Oh no” (given; when is not known)" in drawn(deaf, transcript=given)
    assert "the clip has no picture" not in moments(deaf, {}, "en")


def test_a_curve_is_drawn_in_pieces_and_small_changes_stay_small() -> None:
    pitch = told().curves[0]
    first, second = curves.lines(pitch, 0.0, 2.0)
    assert first.split() == ["25.00,94.0", "30.00,6.0"]
    assert second.split() == ["40.00,50.0", "45.00,50.0"]
    flat = pitch.model_copy(update={"points": [(0.0, 100.0), (2.0, 103.0)]})
    heights = [float(point.split(",")[1]) for point in curves.lines(flat, 0.0, 2.0)[0].split()]
    assert heights[0] - heights[1] == pytest.approx(88 * 3 / 60, abs=0.2)
    nothing = Curve(name="pitch", modality=ACOUSTIC, unit="Hz", points=[(0.0, None)])
    assert curves.lines(nothing, 0.0, 2.0) == []
    assert curves.over(pitch, 0.0, 0.55) == 100
    assert curves.over(pitch, 0.7, 0.8) is None


def test_loudness_runs_from_silence_to_full_scale() -> None:
    assert curves.loudness(np.zeros(16_000, np.float32)).max() == 0
    assert curves.loudness(np.ones(16_000, np.float32)).min() == 1
    assert curves.loudness(np.zeros(10, np.float32)).size == 0


def test_times_on_the_axis_are_round_and_few_always_stand_there() -> None:
    assert [tick.time for tick in ticks(0.0, 2.32)] == [i / 5 for i in range(12)]
    assert [tick.time for tick in ticks(0.0, 2.27)][-1] == 2.0  # the end would cut the name of 2.2
    assert [tick.time for tick in ticks(0.0, 2.27) if tick.always] == [0, 1, 2]
    long = ticks(3.2, 87.0)
    assert [tick.time for tick in long if tick.always] == [30, 60]
    assert long[0].time == 3.5
    assert long[-1].time == 86.5


def test_loudness_is_worked_out_once_a_clip(happy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip, again = Clip.open(happy), Clip.open(happy)
    drawn = curves.outline(clip)
    assert drawn
    monkeypatch.setattr(curves, "loudness", None)
    assert curves.outline(clip) == drawn
    with pytest.raises(TypeError):
        curves.outline(again)  # another opening of the file, which may be another part of it
