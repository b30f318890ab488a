"""The models' answers: asked in the background, kept once, and their failures told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import backends
from backends.base import EmotionScore, Explanation, Rationale
from backends.clip import Limits
from backends.errors import BackendError
from demo.lesson.models import ModelAnswer, Models, offered
from demo.lesson.rooms import Planned, Rooms
from demo.lesson.shown import ShownClips
from demo.lesson.store import Store
from demo.lesson.views import marked
from tests.helpers.fakes import Scripted
from tests.helpers.patience import PATIENCE
from tests.helpers.places import GALLERY

SAID = Explanation(
    clip="x",
    backend="scripted",
    emotions=[EmotionScore(word="happy", score=0.6)],
    rationale=Rationale(conclusion="He smiles. He is glad. Therefore, happy."),
    unsupported=["He is glad."],
)


def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *script: object) -> list[ModelAnswer]:
    """What a scripted model is kept as having said of a clip, once it is there."""
    fake = Scripted(script)  # type: ignore[arg-type]
    known = backends.get
    monkeypatch.setattr(backends, "get", lambda name: fake if name == "scripted" else known(name))
    rooms = Rooms(Store(tmp_path))
    models = Models(rooms, ShownClips(rooms.store, Limits()), Limits())
    plan = [Planned(GALLERY / "1001_DFA_HAP_XX.mp4")]
    room = rooms.find(rooms.make("own", "en", plan, ["scripted"])[0])
    assert models.of(room, room.step.clip) == [ModelAnswer("scripted")]
    models.begin(room)
    models.begin(room)
    until = time.monotonic() + PATIENCE
    while models.of(room, room.step.clip) == [ModelAnswer("scripted")]:
        assert time.monotonic() < until
        time.sleep(0.02)
    while rooms.find(room.code).news == 0:  # all who look are told
        assert time.monotonic() < until
        time.sleep(0.02)
    return models.of(room, room.step.clip)


def test_an_answer_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (answer,) = answers(tmp_path, monkeypatch, SAID)
    assert answer.explanation is not None
    assert answer.explanation.emotions == SAID.emotions
    assert answer.error is None


def test_a_failure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (answer,) = answers(tmp_path, monkeypatch, BackendError("It is not at home."))
    assert (answer.explanation, answer.error) == (None, "It is not at home.")


def test_what_no_measurement_stands_behind_is_marked() -> None:
    assert marked(SAID, "conclusion") == [
        ("He smiles. ", False),
        ("He is glad.", True),
        (" Therefore, happy.", False),
    ]
    assert marked(SAID, "visual") == []


def test_models_that_claim_nothing_are_not_offered() -> None:
    assert offered(["echo"]) == []
    assert offered(["echo", "cascade"]) == ["cascade"]
