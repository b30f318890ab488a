"""Containers that recorders and editors write are read: sound and pictures come out whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backends.clip import Clip
from demo.ground_truth.clip_names import CLIP_SUFFIXES
from tests.helpers import media

SOUNDS = {"w64": "pcm_s16le", "au": "pcm_s16be", "wv": "wavpack", "tta": "tta"}


@pytest.mark.parametrize("ending", SOUNDS)
def test_a_sound(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    media.write(path, 1, size=None, sound=media.tone(1), codecs=[SOUNDS[ending]])
    clip = Clip.open(path)
    assert clip.duration == pytest.approx(1, abs=0.06)
    assert np.sqrt(np.square(clip.sound[2000:14_000]).mean()) == pytest.approx(0.35, abs=0.03)
    assert f".{ending}" in CLIP_SUFFIXES


def test_a_film_of_an_editor(tmp_path: Path) -> None:
    clip = Clip.open(media.write(tmp_path / "a.mxf", 1, size=(64, 48), codecs=["mpeg2video"]))
    assert clip.duration == pytest.approx(1, abs=0.05)
    assert clip.frames[0].image.shape == (48, 64, 3)
