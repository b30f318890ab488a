"""The columns: three ways to name no emotion, what is open, folded texts, stages."""

from __future__ import annotations

import re

import pytest

from backends.base import (
    EmotionScore,
    Explanation,
    Measurement,
    Modality,
    Part,
    Person,
    Rationale,
    Received,
    State,
)
from demo.page import render
from demo.side_by_side import Answer
from tests.helpers.courses import told

HAPPY = [EmotionScore(word="happy", score=0.6)]


def drawn(known: Explanation, *, done: bool = True, stage: str | None = None) -> str:
    answer = Answer(known.backend, explanation=known, done=done, stage=stage)
    return render.columns(None, {known.backend: answer}, "en")


def part(page: str, name: str) -> str:
    """The last section of this part: the answer's, as text."""
    section = page.split(f'<section class="part {name}">')[-1].split("</section>")[0]
    return " ".join(re.sub("<[^>]*>", " ", section).split())


def test_three_ways_to_name_no_emotion_are_told_apart() -> None:
    state: dict[Part, State] = {
        "visual": State.NOT_RECEIVED, "acoustic": State.NOT_READABLE, "lexical": State.NOT_CLEAR,
        "conclusion": State.NOT_CLEAR,
    }  # fmt: skip
    said = Rationale(acoustic="In the audio, no voice is found.", lexical="In the text, he counts.")
    page = drawn(Explanation(clip="c", backend="cascade", state=state, rationale=said))
    assert part(page, "visual") == "In the video not received"
    assert part(page, "acoustic").startswith("In the audio not readable In the audio, no voice")
    assert part(page, "lexical").startswith("In the text no clear emotion In the text, he counts")
    assert part(page, "emotions") == "Emotions no clear emotion"


def test_where_the_state_is_not_known_less_is_said() -> None:
    page = drawn(Explanation(clip="c", backend="cascade"))
    assert part(page, "visual") == "In the video Not described."
    assert part(page, "emotions") == "Emotions no clear emotion"
    unread = drawn(Explanation(clip="c", backend="cascade", unread=True))
    assert part(unread, "emotions") == "Emotions not readable"


def test_what_is_open_stands_beside_the_emotions_and_the_sum_is_a_hundred() -> None:
    known = Explanation(clip="c", backend="cascade", emotions=HAPPY, open=0.4)
    assert part(drawn(known), "emotions") == "Emotions happy 60% open 40%"
    people = [
        Person(person="A", emotions=[HAPPY[0].model_copy(update={"person": "A"})], open=0.4),
        Person(person="B", emotions=[], open=1.0),
        Person(person="C"),
    ]
    several = known.model_copy(update={"emotions": people[0].emotions, "people": people})
    each = "Emotions A: happy 60% A: open 40% B: open 100%"
    assert part(drawn(several), "emotions") == each
    alone = known.model_copy(update={"open": None})
    assert part(drawn(alone), "emotions") == "Emotions happy 60%"


def test_what_is_measured_and_usual_is_no_clue_and_stands_below() -> None:
    pace = Measurement(
        modality=Modality.ACOUSTIC, name="pace <b>", value=4.8, unit="syllables/s", usual="3 to 6"
    )
    page = drawn(Explanation(clip="c", backend="cascade", measurements=[pace]))
    assert "pace &lt;b&gt;: 4.8 syllables/s · usual: 3 to 6" in part(page, "received")
    assert "4.8" not in part(page, "acoustic") and "<b>: " not in page


@pytest.mark.parametrize("off", [True, False])
def test_sound_that_is_no_clue_is_told_to_be_for_the_words(off: bool) -> None:
    known = Explanation(
        clip="c", backend="cascade", received=Received(sound_seconds=2.2, text="Oh")
    )
    known.state["acoustic"] = State.NOT_RECEIVED if off else State.READ
    said = part(drawn(known), "received")
    assert ("2.2 s of sound · only to hear the words" in said) == off
    assert "2.2 s of sound" in said


def test_a_long_text_is_folded_and_its_notice_stands_above() -> None:
    long = "In the video, he smiles. " * 40
    known = Explanation(
        clip="c", backend="cascade", rationale=Rationale(visual=long, acoustic="Short."),
        caveats=["The answer was cut off.", "b", "c"],
    )  # fmt: skip
    page = drawn(known)
    assert page.count("data-unfold=") == 1
    assert page.index("The answer was cut off.") < page.index("In the video, he smiles.")
    assert "More notices (1)" in page


@pytest.mark.parametrize(
    ("text", "folded"),
    [("a" * 480, False), ("a" * 481, True), ("你" * 241, True), ("a\n" * 10, True), ("", False)],
)
def test_a_text_is_long_by_its_width_and_its_lines(text: str, folded: bool) -> None:
    assert render.is_long(text) == folded


def test_a_stage_that_has_shown_its_part_is_over() -> None:
    seen = Explanation(clip="c", backend="cascade", rationale=Rationale(visual="In the video, a."))
    assert "watching the face" not in drawn(seen, done=False, stage="face")
    assert "working" in drawn(seen, done=False, stage="face")
    assert "listening to the voice…" in drawn(seen, done=False, stage="voice")
    assert "somewhere…" in drawn(seen, done=False, stage="somewhere")


def test_a_page_without_a_clip_says_so() -> None:
    page = render.columns(None, {"cascade": Answer("cascade")}, "en", clip=False)
    assert "There is no clip." in page
    assert "No ground truth" not in page


def test_a_covered_answer_can_not_be_taken_away() -> None:
    """A file's name, and a link, would tell who answers and about which clip."""
    answers = {"cascade": Answer("cascade", explanation=told(), done=True)}
    link = "?clip=1001_DFA_HAP_XX"
    shown = render.columns(None, answers, "en", link=link)
    assert 'data-take="cascade"' in shown and f'data-link="{link}"' in shown
    covered = render.columns(None, answers, "en", link=link, covered=True)
    assert "data-take" not in covered and link not in covered
    failed = {"cascade": Answer("cascade", explanation=told(), error="No.", done=True)}
    assert "data-take" not in render.columns(None, failed, "en", link=link)
