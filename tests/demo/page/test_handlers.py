"""What Explain, Cancel and the choice of a language do, without a browser."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

import backends
from backends.base import Explanation, Partial
from demo import page
from demo.page import render
from demo.page.benchmark.handlers import BenchmarkHandlers
from demo.page.compare.agreement_view import agreements
from demo.page.compare.handlers import CompareHandlers
from demo.page.explain.choosing import Choosing
from demo.page.explain.explaining import Explaining
from demo.page.gradio_seams import Updates
from demo.page.page_state import PageState
from demo.page.translating import Translating
from demo.settings import Settings
from demo.strings import STRINGS
from tests.helpers.fakes import Scripted
from tests.helpers.open_page import OpenPage, session
from tests.helpers.several_tracks import write_tracks

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def blocks() -> gr.Blocks:
    """The page, with one backend."""
    return page.build(Settings(_cli_parse_args=False, backends=["echo"]))


@pytest.fixture
def opened(blocks: gr.Blocks, happy: Path, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """The page as a person has it before them, with the happy clip; Echo is one to compare."""
    echo = backends.get("echo")
    monkeypatch.setattr(type(echo), "card", echo.card.model_copy(update={"explains": True}))
    opened = OpenPage(blocks, Explaining)
    opened.values[opened.page.state] = PageState(str(happy))
    return opened


def explain(opened: OpenPage) -> Updates:
    """Press Explain and let it run to its end; returns what was drawn last."""
    opened.fire(Explaining.line_up)
    return opened.fire(Explaining.explain)[-1]


def test_after_cancel_the_page_says_so_and_waits_for_nothing(
    opened: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = threading.Event()  # never set: it waits 10 s
    first = Partial(explanation=Explanation(clip="c", backend="echo"))
    slow = Scripted([first, waiting])
    monkeypatch.setattr(backends.get("echo"), "explain", slow.explain)
    cancel = threading.Timer(0.5, opened.do.cancel, [session()])
    cancel.start()
    drawn, now = explain(opened), opened.page
    waiting.set()
    assert STRINGS["en"]["cancelled"] in drawn[now.status]
    assert drawn[now.choice.explain] == gr.update(interactive=True)
    compared = drawn[now.agreement.drawn]
    assert STRINGS["en"]["agreement_cancelled"] in compared
    assert STRINGS["en"]["agreement_comparing"] not in compared
    state = drawn[now.state]
    again = agreements(state.truth(opened.do.library, "zh"), state, "zh", None)
    assert STRINGS["zh"]["agreement_cancelled"] in again


def test_only_a_true_part_of_a_clip_counts_as_one(opened: OpenPage) -> None:
    now = opened.page
    opened.values[now.clip.end] = 1.0
    part = explain(opened)
    assert part[now.state].segment == (0.0, 1.0)
    assert "Only 0.0–1.0 s of the clip was explained" in part[now.agreement.drawn]
    opened.values[now.clip.end] = 99.0
    whole = explain(opened)
    assert whole[now.state].segment is None
    assert "Echo: no clear emotion." in whole[now.status]  # the result, for who can't see it


def test_what_has_not_been_chosen_is_said_in_the_pages_language(opened: OpenPage) -> None:
    now = opened.page
    opened.values[now.language] = "zh"
    for lacking, empty, said in (
        (now.choice.modalities, [], "choose_modality"),
        (now.choice.ticks["echo"], False, "choose_backend"),
        (now.state, PageState(), "choose_clip"),
    ):
        opened.values[lacking] = empty
        drawn = explain(opened)
        assert STRINGS["zh"][said] in drawn[now.alert]
        assert drawn[now.choice.explain] == gr.update(interactive=True)


def test_answers_in_another_language_are_told(opened: OpenPage) -> None:
    now = opened.page
    told = "回答是用英文写的，对照也按英文进行；按“解释”可改用中文。"
    opened.values[now.language] = "zh"
    [words] = opened.fire(Translating.translate)
    assert words[now.status] == ""
    opened.values[now.language] = "en"
    explain(opened)
    opened.values[now.language] = "zh"
    [words] = opened.fire(Translating.translate)
    assert told in words[now.status]
    opened.values[now.language] = "en"
    [words] = opened.fire(Translating.translate)
    assert "Echo: no clear emotion." in words[now.status]
    assert "written in" not in words[now.status]


def test_every_word_of_both_pages_follows_the_language(blocks: gr.Blocks, opened: OpenPage) -> None:
    """Whatever of the pages' words a component was built with, `labels` names the component."""
    benchmark = OpenPage(blocks, BenchmarkHandlers).page
    named = {*opened.page.labels("zh"), *benchmark.labels("zh")}
    words = {*STRINGS["en"].values()} - {""}
    for component in blocks.blocks.values():
        told = {getattr(component, name, None) for name in ("label", "info")}
        if isinstance(component, gr.Button):
            told.add(component.value)
        assert component in named or not told & words, told & words


def test_after_a_refused_file_there_is_no_clip(opened: OpenPage, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("no video")
    now = opened.page
    opened.values[now.clip.upload] = str(bad)
    [step] = opened.fire(Choosing.upload)
    assert "not a video or sound file" in step[now.clip.refusal]
    assert STRINGS["en"]["no_clip"] in step[now.columns]
    assert step[now.moment.player] == gr.update(value=None)
    assert 'aria-pressed="true"' not in step[now.clip.gallery]
    drawn = explain(opened)  # not of the clip from before
    assert STRINGS["en"]["choose_clip"] in drawn[now.alert]
    assert now.columns not in drawn


def test_which_of_several_tracks_is_heard_can_be_chosen(opened: OpenPage, tmp_path: Path) -> None:
    now = opened.page
    pictures, sounds = now.clip.tracks
    two = write_tracks(tmp_path / "two.mp4", pictures=[80], sounds=[220.0, 440.0])
    opened.values[now.clip.upload] = str(two)
    [step] = opened.fire(Choosing.upload)
    assert step[sounds] == gr.update(choices=[1, 2], value=1, visible=True)
    assert not step[pictures]["visible"]
    assert step[now.clip.more] == gr.update(open=True)  # or nobody would find it
    opened.values[sounds] = 2
    answered = explain(opened)
    assert answered[now.state].tracks == (None, 2)
    assert "number 2 was listened to" in answered[now.columns]
    assert answered[now.state].open(Settings(_cli_parse_args=False).limits).sound_track.number == 2
    event: Any = gr.EventData(None, {"clip": "1001_DFA_SAD_XX"})
    [step] = opened.fire(Choosing.pick, event)
    assert step[sounds] == gr.update(choices=[], value=None, visible=False)


def test_the_subtitle_of_the_ground_truth_is_given_where_that_is_asked(opened: OpenPage) -> None:
    """As the benchmark does; else only what is heard or written here."""
    now = opened.page
    assert explain(opened)[now.state].subtitle is None
    opened.values[now.clip.given] = True
    assert explain(opened)[now.state].subtitle == "Don't forget a jacket."
    opened.values[now.clip.subtitle] = "Oh no"
    assert explain(opened)[now.state].subtitle == "Oh no"


def test_another_clip_leaves_nothing_of_the_last(opened: OpenPage) -> None:
    now = opened.page
    opened.values[now.clip.start] = 1.0
    explain(opened)
    event: Any = gr.EventData(None, {"clip": "1001_DFA_SAD_XX"})
    [step] = opened.fire(Choosing.pick, event)
    assert step[now.state].name == "1001_DFA_SAD_XX"
    assert opened.value(now.clip.start) is None
    assert (step[now.status], step[now.alert], step[now.clip.refusal]) == ("", "", "")
    assert 'aria-pressed="true"' in step[now.clip.gallery]
    unknown: Any = gr.EventData(None, {"clip": "../secret"})
    assert opened.fire(Choosing.pick, unknown) == [{}]


def test_ones_own_ground_truth_is_compared_with(opened: OpenPage) -> None:
    now = opened.page
    explain(opened)
    opened.values[now.own.emotions] = "proud"
    first, last = opened.fire(CompareHandlers.use_own)
    assert first[now.choice.cancel] == gr.update(interactive=True)
    assert "proud" in last[now.columns]
    assert last[now.state].own_here.emotions == "proud"
    assert STRINGS["en"]["compared"] in last[now.status]


def test_a_fault_is_a_sentence_and_leaves_the_page_ready(
    opened: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(opened.do, "_asked", broken)
    drawn, now = explain(opened), opened.page
    assert "Something went wrong" in drawn[now.alert]
    assert "secret" not in drawn[now.alert]
    assert drawn[now.choice.explain] == gr.update(interactive=True)


def test_a_page_that_goes_on_while_a_state_is_made_is_not_drawn_over(
    opened: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = render.columns

    def meanwhile(*asked: Any) -> str:
        for run in opened.do.runs._runs.values():
            run.left = True
        return drawing(*asked)

    monkeypatch.setattr(render, "columns", meanwhile)
    opened.fire(Explaining.line_up)
    steps = opened.fire(Explaining.explain)
    assert steps and not any(opened.page.columns in step for step in steps)
