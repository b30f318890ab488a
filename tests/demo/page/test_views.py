"""The answer from fewer modalities: what stands side by side, and asking again for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest

import backends
from backends.backend import Request
from backends.base import EmotionScore, Event, Explanation, Modality, Received, State
from backends.clip import Clip
from backends.errors import EmerError
from demo import page
from demo.page.explain import views
from demo.page.explain.filling import Filling
from demo.page.explain.views_region import drawn
from demo.page.page_state import PageState
from demo.settings import Settings
from demo.side_by_side import Answer
from tests.helpers.courses import ACOUSTIC, LEXICAL, VISUAL, told, view
from tests.helpers.open_page import OpenPage

ATTACK = "<script>alert(1)</script> {{ 7 * 7 }}"


def answered(known: Explanation | None = None, **more: object) -> dict[str, Answer]:
    known = known or told(**more)
    return {known.backend: Answer(known.backend, explanation=known, done=True)}


def rows(html: str) -> dict[str, str]:
    """Modalities of a row → what stands in it."""
    found = re.findall(r'<tr data-row="([^"]*)">(.*?)</tr>', html, re.DOTALL)
    return {key: re.sub(r"<[^>]*>|\s+", " ", row) for key, row in found}


def test_all_each_left_out_and_each_alone_stand_side_by_side() -> None:
    html = drawn(answered(told(transcript=None)), "en")
    assert [*rows(html)] == [
        "visual acoustic lexical", "acoustic lexical", "visual lexical", "visual acoustic",
        "visual", "acoustic", "lexical",
    ]  # fmt: skip
    said = rows(html)
    assert "happy 50%" in said["visual acoustic lexical"]
    assert "open 50%" in said["visual acoustic lexical"]
    assert "sad 60%" in said["visual lexical"]
    assert "no clear emotion" in said["lexical"]
    assert html.count("<template") == 7  # what the script shows in the answer, without a server
    assert "Ask Cascade again" not in html


def test_which_modality_decides_is_told_below_the_table() -> None:
    html = drawn(answered(told(decides=f"What decides is the voice. {ATTACK}")), "en")
    assert html.index("</table>") < html.index("What decides is the voice. &lt;script&gt;")
    assert ATTACK not in html


def test_words_heard_in_the_sound_go_with_it_unless_a_person_keeps_them() -> None:
    html = drawn(answered(), "en")
    silent = re.findall(r'<tr data-row="visual lexical">(.*?)</tr>', html, re.DOTALL)[0]
    kept, gone = silent.split('class="without-heard"')
    assert "sad 60%" in kept  # picture and words
    assert "fearful 60%" in gone  # the picture alone
    assert "nothing left: the words were heard" in rows(html)["lexical"]
    assert "data-heard" in html
    assert "data-heard" not in drawn(answered(told(transcript=None)), "en")


def test_there_is_no_table_where_nothing_can_be_switched_off() -> None:
    assert drawn({"cascade": Answer("cascade")}, "en") == ""
    seen = Explanation(clip="c", backend="cascade", received=Received(frame_times=[0.0]))
    assert drawn(answered(seen), "en") == ""
    failed = {"cascade": Answer("cascade", explanation=told(), error="It broke.", done=True)}
    assert drawn(failed, "en") == ""


def test_what_an_answer_did_not_receive_is_no_view_of_it() -> None:
    known = told(views=[], state={"acoustic": State.NOT_RECEIVED})
    assert views.present(known) == (VISUAL, LEXICAL)
    assert views.lacking(known) == [(VISUAL,), (LEXICAL,)]
    assert views.lacking(told()) == []
    assert views.by_key(told())["visual acoustic lexical"].conclusion == "Therefore, all of it."
    unread = Explanation(clip="c", backend="cascade", unread=True)
    assert views.whole(unread).state is State.NOT_READABLE


def test_what_could_not_be_judged_changes_nothing() -> None:
    judged = [view(VISUAL, ACOUSTIC, happy=0.6), view(VISUAL, sad=0.6), view(ACOUSTIC, angry=0.6)]
    known = told(views=judged, decides="The voice decides.", state={"lexical": State.NOT_READABLE})
    said = views.by_key(known)
    assert said["visual lexical"] == judged[1]
    assert said["lexical"].state is State.NOT_READABLE
    assert views.lacking(known) == []
    partly = told(views=judged[:1])  # asked again, and cancelled after the first
    assert (LEXICAL,) in views.lacking(partly)
    assert (VISUAL, LEXICAL) in views.lacking(partly)


def test_text_stays_text_and_covered_names_stay_away() -> None:
    known = told(views=[view(VISUAL, conclusion=ATTACK, **{ATTACK: 1.0})])
    html = drawn(answered(known), "en")
    assert "<script>" not in html
    assert "{{ 7 * 7 }}" in html
    covered = drawn(answered(known), "en", covered=True)
    assert "cascade" not in covered.lower()
    assert "data-fill" not in covered


class Asked:
    """Answers with what it may use, and notes what that was."""

    def __init__(self, fault: str | None = None) -> None:
        self.requests: list[Request] = []
        self.fault = fault

    def explain(self, clip: Clip, request: Request) -> Iterator[Event]:
        self.requests.append(request)
        if self.fault:
            raise EmerError(self.fault)
        word = " and ".join(m for m in Modality if m in request.modalities)
        yield Explanation(
            clip=clip.name, backend="echo", emotions=[EmotionScore(word=word, score=1)]
        )


@pytest.fixture(scope="module")
def blocks() -> gr.Blocks:
    """The page, with one backend."""
    return page.build(Settings(_cli_parse_args=False, backends=["echo"]))


@pytest.fixture
def opened(blocks: gr.Blocks, happy: Path) -> OpenPage:
    """The page with an answer that tells no views."""
    opened = OpenPage(blocks, Filling)
    known = told(backend="echo", views=[], transcript=None)
    opened.values[opened.page.state] = PageState(
        str(happy), answers=answered(known), asked=Request("en", options={"x": 1}), subtitle="Oh no"
    )
    return opened


@pytest.mark.models
def test_a_backend_without_views_is_asked_for_each(
    opened: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked()
    monkeypatch.setattr(backends.get("echo"), "explain", asked.explain)
    state: PageState = opened.values[opened.page.state]
    assert "Ask Echo again with fewer modalities (6 times)" in drawn(state.answers, "en")
    steps = opened.fire(Filling.fill, SimpleNamespace(backend="echo"))
    assert [one.modalities for one in asked.requests] == [
        frozenset(some)
        for some in (
            {VISUAL, ACOUSTIC}, {VISUAL, LEXICAL}, {ACOUSTIC, LEXICAL},
            {VISUAL}, {ACOUSTIC}, {LEXICAL},
        )
    ]  # fmt: skip
    assert asked.requests[0].options == {"x": 1}
    html = opened.values[opened.page.views]
    assert "visual and lexical" in rows(html)["visual lexical"]
    assert "Ask Echo again" not in html
    assert steps[-1][opened.page.choice.explain] == gr.update(interactive=True)


@pytest.mark.models
def test_a_fault_ends_the_asking_and_is_told(
    opened: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked("The server is gone.")
    monkeypatch.setattr(backends.get("echo"), "explain", asked.explain)
    opened.fire(Filling.fill, SimpleNamespace(backend="echo"))
    assert len(asked.requests) == 1
    assert "The server is gone." in opened.values[opened.page.alert]
    assert opened.fire(Filling.fill, SimpleNamespace(backend="gone")) == [{}]
