"""Answers of a benchmark held against their clips, where that is asked for."""

import pytest

import backends
from backends import measured
from backends.backend import Request
from backends.base import ALL_MODALITIES, Explanation, Mark, Rationale, Received
from demo.benchmark.measuring import Measuring, Sample
from demo.benchmark.sweep import Sweep, Task
from demo.ground_truth import gallery
from demo.ground_truth.datasets import LabelledClip
from demo.metrics.wheels import own
from tests.helpers.fakes import Scripted
from tests.helpers.measured_clips import clip, face
from tests.helpers.places import GALLERY

NAME = "1001_DFA_HAP_XX"
SAID = Explanation(
    clip=NAME,
    backend="scripted",
    rationale=Rationale(visual="In the video, he smiles. His brows go up."),
    received=Received(frame_times=[0.0, 0.5]),
)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backend that says the same of any clip; of each a smile is measured, and level brows."""
    scripted, real = Scripted([SAID]), backends.get
    monkeypatch.setattr(
        backends, "get", lambda name: scripted if name == "scripted" else real(name)
    )
    smiles = clip(face({"corner_lift": 0.05, "mouth_width": 0.1}))
    monkeypatch.setattr(measured, "measure", lambda *_: smiles)
    monkeypatch.setattr(measured, "known", lambda *_: None)


def swept(*, check: bool) -> Explanation:
    truth = gallery.of(NAME, "en")
    assert truth is not None
    labelled = LabelledClip(NAME, GALLERY / f"{NAME}.mp4", truth)
    request = Request("en", ALL_MODALITIES, {})
    (result,) = Sweep([Task(labelled, ["scripted"])], request, check=check).results()
    assert result.explanation is not None
    return result.explanation


@pytest.mark.usefixtures("answered")
def test_claims_are_checked_and_scored_where_that_is_asked_for() -> None:
    found = swept(check=True)
    assert [one.mark for one in found.claims] == [Mark.BORNE_OUT, Mark.CONTRADICTED]
    truth = gallery.of(NAME, "en")
    assert truth is not None
    scored = {
        one.metric: one.score().value
        for one in Measuring(own(), "en").measure([Sample(NAME, truth, found)])
    }
    assert scored["grounding"] == scored["grounding_visual"] == pytest.approx(1 / 2)
    assert (scored["checkable"], scored["invented"]) == (1, 0)


@pytest.mark.usefixtures("answered")
def test_nothing_is_measured_where_it_is_not() -> None:
    found = swept(check=False)
    assert found.claims == []
    truth = gallery.of(NAME, "en")
    assert truth is not None
    scored = {one.metric for one in Measuring(own(), "en").measure([Sample(NAME, truth, found)])}
    assert "grounding" not in scored
