"""What keeps an answer cheap and early; what it costs is printed by `python -m demo.bench`."""

from __future__ import annotations

from threading import Event
from typing import Any

import cv2
import pytest
from threadpoolctl import threadpool_info

from backends import sessions
from backends.backend import Request
from backends.base import ALL_MODALITIES, Partial
from backends.cascade import SENSES, Cascade
from backends.cascade.senses import Sense, Sensed
from backends.clip import Clip, Frame
from tests.helpers.patience import PATIENCE
from tests.helpers.places import GALLERY

pytestmark = pytest.mark.models


def test_pictures_and_arrays_stay_on_their_thread() -> None:
    """Threads that wait by turning in circles took a fifth of all processor time."""
    cv2.setNumThreads(2)
    sessions.pictures_on_one_thread.cache_clear()
    sessions.arrays_on_one_thread.cache_clear()
    request = Request("en", ALL_MODALITIES)
    *_, _ = Cascade().explain(Clip.open(GALLERY / "1001_DFA_HAP_XX.mp4"), request)
    assert cv2.getNumThreads() == 1
    numpys = [one for one in threadpool_info() if one["prefix"] == "libscipy_openblas"]
    assert {one["num_threads"] for one in numpys} <= {1}


def test_the_voice_does_not_wait_for_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    listening = Event()

    def hear(*_: object) -> Sense:
        listening.set()
        yield None
        return Sensed(())

    def frames(clip: Clip) -> list[Frame]:
        assert listening.wait(PATIENCE), "it waits for the pictures"
        return clip._pictures[0]

    stage, _ = SENSES[(acoustic := next(iter(SENSES)))]
    monkeypatch.setitem(SENSES, acoustic, (stage, hear))
    monkeypatch.setattr(Clip, "frames", property(frames))
    events: list[Any] = [
        *Cascade().explain(
            Clip.open(GALLERY / "1001_DFA_HAP_XX.mp4"), Request("en", ALL_MODALITIES)
        )
    ]
    assert isinstance(next(one for one in events if hasattr(one, "explanation")), Partial)
