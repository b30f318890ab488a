"""Several backends at once: none stops another, and what was said stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import backends
from backends.backend import Request
from backends.base import Explanation, Partial, Progress
from backends.clip import Clip
from backends.errors import BackendError
from demo import side_by_side
from tests.helpers.fakes import Scripted
from tests.helpers.patience import PATIENCE

SAID = Explanation(clip="c", backend="b")


def said_by(name: str) -> Explanation:
    return SAID.model_copy(update={"backend": name})


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch):
    """Register scripted backends by name."""
    scripted: dict[str, Scripted] = {}
    real = backends.get

    def get(name: str):
        return scripted.get(name) or real(name)

    monkeypatch.setattr(backends, "get", get)

    def register(name: str, *script) -> Scripted:
        scripted[name] = Scripted(script)
        return scripted[name]

    return register


def test_a_failing_backend_leaves_the_other_alone(happy: Path, put) -> None:
    put("good", Progress(stage="face"), SAID)
    put("bad", Partial(explanation=SAID), BackendError("It needs a GPU."))
    put("worse", ZeroDivisionError())
    *_, answers = side_by_side.explain(Clip.open(happy), ["good", "bad", "worse"], Request())
    assert answers["good"].explanation == said_by("good")
    assert answers["good"].error is None
    assert answers["bad"].error == "It needs a GPU."
    assert answers["bad"].explanation == said_by("bad")  # what it had said before stays
    assert "ZeroDivisionError" in str(answers["worse"].error)
    assert all(answer.done for answer in answers.values())


def test_a_slow_backend_does_not_hold_back_a_quick_one(happy: Path, put) -> None:
    gate = threading.Event()
    put("slow", Progress(stage="face"), gate, SAID)
    put("quick", SAID)
    states = side_by_side.explain(Clip.open(happy), ["slow", "quick"], Request())
    answers = next(states)
    while not answers["quick"].done:
        answers = next(states)
    assert not answers["slow"].done
    gate.set()
    *_, answers = states
    assert answers["slow"].done


def test_cancelling_closes_the_backend(happy: Path, put) -> None:
    gate = threading.Event()
    steps = [Progress(stage="face"), Progress(stage="voice"), SAID]
    backend = put("slow", steps[0], gate, *steps[1:])
    states = side_by_side.explain(Clip.open(happy), ["slow"], Request())
    while next(states)["slow"].stage is None:
        pass
    states.close()
    gate.set()
    assert backend.closed.wait(PATIENCE)
    assert backend.played == steps[:2]  # at its next step it is closed, and says no more


def test_stopping_keeps_what_was_said(happy: Path, put) -> None:
    gate, stop = threading.Event(), threading.Event()
    put("slow", Partial(explanation=SAID), gate, SAID)
    put("quick", SAID)
    for answers in side_by_side.explain(Clip.open(happy), ["slow", "quick"], Request(), stop):
        if answers["quick"].done and answers["slow"].explanation:
            stop.set()
    assert answers["slow"].cancelled
    assert answers["slow"].explanation == said_by("slow")
    assert not answers["quick"].cancelled
    gate.set()


def test_an_unknown_name_is_refused_before_anything_starts(happy: Path) -> None:
    with pytest.raises(backends.UnknownBackend):
        next(iter(side_by_side.explain(Clip.open(happy), ["nobody"], Request())))


def test_one_that_ends_without_an_explanation_is_told_so(happy: Path, put) -> None:
    put("mute", Progress(stage="face"))
    *_, answers = side_by_side.explain(Clip.open(happy), ["mute"], Request())
    assert answers["mute"].error == "mute gave no explanation."


def test_an_answer_bears_the_name_it_was_asked_by(happy: Path, put) -> None:
    """What a backend calls itself there may be misspelt, and nobody finds a card by that."""
    put("mine", Partial(explanation=SAID), SAID)
    for answers in side_by_side.explain(Clip.open(happy), ["mine"], Request()):
        assert not (said := answers["mine"].explanation) or said.backend == "mine"
    assert said
