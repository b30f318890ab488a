"""The answer from fewer modalities: the same as if only these had been received."""

from __future__ import annotations

from time import perf_counter

import pytest

from backends.base import Modality, State
from backends.cascade.conclusion import conclude
from backends.cascade.findings import Finding
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion
from backends.cascade.views import views
from tests.helpers.opinions import course, opinion

FACE, VOICE, WORDS = Modality
PHRASES = Phrases("en", 0, 10)
HAPPY, SURPRISED = opinion(FACE, happy=0.8), opinion(VOICE, surprised=0.56)
PLAIN = opinion(WORDS, neutral=0.9)


def shown(*opinions: Opinion) -> tuple[dict[tuple[Modality, ...], list[str]], str]:
    found, decides = views(opinions, course(*opinions), PHRASES)
    return {tuple(v.modalities): [e.word for e in v.emotions] for v in found}, decides


def test_all_pairs_and_each_alone_in_the_papers_order() -> None:
    found, _ = shown(PLAIN, SURPRISED, HAPPY)
    assert list(found) == [
        (FACE, VOICE, WORDS), (FACE, VOICE), (FACE, WORDS), (VOICE, WORDS),
        (FACE,), (VOICE,), (WORDS,),
    ]  # fmt: skip
    assert found[(FACE,)] == ["happy"] and found[(VOICE,)] == ["surprised"]
    assert found[(WORDS,)] == []


def test_a_view_is_the_answer_of_these_modalities_alone() -> None:
    findings = course(HAPPY, SURPRISED)
    found, _ = views([HAPPY, SURPRISED], findings, PHRASES)
    alone = conclude([SURPRISED], [f for f in findings if f.modality is VOICE], PHRASES)
    view = found[-1]
    assert (view.emotions, view.open, view.conclusion) == (alone.emotions, alone.open, alone.text)
    assert "face" not in view.conclusion


def test_no_act_of_the_face_reaches_a_view_without_it() -> None:
    smile = Finding(FACE, "smile", "action", 1, 2, 0.1, "", {"rest": 0.0}, {"happy": 1.0})
    found, _ = views([HAPPY, opinion(VOICE, happy=0.45)], [*course(HAPPY), smile], PHRASES)
    with_face = [view for view in found if FACE in view.modalities]
    assert all("smile" in view.conclusion for view in with_face)
    assert not any("smile" in view.conclusion for view in found if view not in with_face)


@pytest.mark.parametrize(
    ("opinions", "begins"),
    [
        ([HAPPY, SURPRISED, PLAIN], "What decides is the face: the rest would give surprised"),
        ([opinion(FACE, neutral=0.4), opinion(VOICE, angry=0.9)], "What decides is the voice"),
        ([HAPPY, opinion(VOICE, happy=0.9)], "No modality decides by itself"),
        ([HAPPY], "What decides is the face alone, as nothing else could be judged."),
    ],
)
def test_which_decides(opinions: list[Opinion], begins: str) -> None:
    assert shown(*opinions)[1].startswith(begins)


def test_where_they_part_is_told_with_its_hedges() -> None:
    unsure = opinion(FACE, fearful=0.42, sad=0.3)
    _, decides = shown(unsure, opinion(VOICE, happy=0.45), PLAIN)
    assert decides.endswith(
        "(taken alone, the face: perhaps fearful; the voice and the words: no clear emotion)."
    )


def test_nothing_judged_no_view() -> None:
    assert views([], [], PHRASES) == ([], "")


def test_a_view_that_names_nothing_says_so() -> None:
    found, _ = views([PLAIN], [], PHRASES)
    assert (found[0].state, found[0].open, found[0].emotions) == (State.NOT_CLEAR, 1.0, [])


def test_all_views_take_no_time() -> None:
    opinions = [HAPPY, SURPRISED, PLAIN]
    findings = course(*opinions) * 20
    took = []
    for _ in range(5):
        began = perf_counter()
        views(opinions, findings, PHRASES)
        took.append(perf_counter() - began)
    assert min(took) < 0.05
