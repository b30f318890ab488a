"""Which ground truth a clip is compared with, and that comparing neither waits nor fails a run."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from backends.base import Explanation, Language
from demo.ground_truth import GroundTruth
from demo.ground_truth.library import Library
from demo.metrics import Agreement, ClueAgreement
from demo.page import render
from demo.page.compare import comparing
from demo.page.compare.comparing import Comparing
from demo.page.page_state import OwnTruth, PageState
from demo.page.runs import PageRun
from demo.side_by_side import Answer
from tests.helpers.patience import PATIENCE

OWN = OwnTruth("[Proud, calm]", "In the video, he nods. In the audio, he hums. Therefore, proud.")
NOTHING = Agreement(
    clues=ClueAgreement(truths=[], matches=[], missed=[], unsupported=[]), words=[], scores=[]
)


def test_a_persons_own_ground_truth_takes_the_place_of_the_one_found() -> None:
    library = Library.open([])
    shown = PageState(path="/somewhere/1001_DFA_HAP_XX.mp4")
    found = shown.truth(library, "en")
    assert found
    assert "happy" in found.emotions
    own = shown.with_own(OWN).truth(library, "en")
    assert own
    assert own.emotions == ["proud", "calm"]
    assert own.rationale.visual == "In the video, he nods."
    assert own.rationale.acoustic == "In the audio, he hums."
    assert own.rationale.conclusion == "Therefore, proud."
    assert own.votes is None
    assert shown.with_own(OWN).with_own(OwnTruth(" ", "\n")).truth(library, "en") == found


def test_it_is_of_one_clip_only() -> None:
    shown = PageState(path="a.mp4").with_own(OWN)
    other = PageState(path="b.mp4", own=shown.own)
    assert other.own_here == OwnTruth()
    assert PageState(path="a.mp4", own=other.own).own_here == OWN


def test_what_is_no_list_of_emotions_is_told() -> None:
    assert "because" in OwnTruth("He seems happy because he smiles.").unread
    assert OWN.unread == ""


def answers() -> dict[str, Answer]:
    known = Explanation(clip="c", backend="cascade")
    return {
        "cascade": Answer("cascade", explanation=known, done=True),
        "working": Answer("working", explanation=known),
        "failed": Answer("failed", explanation=known, done=True, error="No."),
        "cancelled": Answer("cancelled", explanation=known, done=True, cancelled=True),
    }


TRUTH = GroundTruth(clip="c", emotions=["sad"], rationale={}, author="me")  # type: ignore[arg-type]


def test_each_finished_answer_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def agreement(_: GroundTruth, explanation: Explanation, __: str) -> Agreement:
        asked.append(explanation.backend)
        return NOTHING

    monkeypatch.setattr(comparing, "agreement", agreement)
    with Comparing(TRUTH, "en") as work:
        for _ in range(3):
            work.add(answers())
        assert work.wait(PageRun()) == {"cascade": NOTHING}
    assert asked == ["cascade"]
    with Comparing(None, "en") as work:
        work.add(answers())
        assert work.wait(PageRun()) == {}


def test_a_comparison_that_fails_or_lasts_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Agreement:
        raise RuntimeError("a fault")

    monkeypatch.setattr(comparing, "agreement", broken)
    with Comparing(TRUTH, "en") as work:
        work.add(answers())
        assert work.wait(PageRun()) == {"cascade": None}

    go = threading.Event()
    monkeypatch.setattr(comparing, "agreement", lambda *_: go.wait(PATIENCE) and NOTHING)
    run = PageRun()
    run.given_up = True
    with Comparing(TRUTH, "en") as work:
        work.add(answers())
        assert work.wait(run) == {}  # at once
        go.set()


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "“01” can be several clips of the table: happy/01, sad/01; only its folder tells"),
     ("zh", "“01”可能是表中的多个片段：happy/01、sad/01；")],
)  # fmt: skip
def test_a_name_that_can_mean_several_clips_says_so(
    language: Language, told: str, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("name,label\nsad/01.mp4,sad\nhappy/01.mp4,happy\n", "utf-8")
    library = Library.open([table])
    shown = PageState(path="/uploads/01.mp4")
    assert shown.truth(library, language) is None
    why = shown.why_no_truth(library, language)
    drawn = render.columns(None, {}, language, why=why)
    assert told in drawn
    assert told not in render.columns(None, {}, language, why=why, covered=True)
    assert PageState(path="/uploads/02.mp4").why_no_truth(library, language) == ""
    assert PageState().why_no_truth(library, language) == ""
