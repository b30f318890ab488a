"""Which frames a model is shown."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from backends.clip import Clip
from backends.llm import frames
from tests.helpers import media


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    path = tmp_path_factory.mktemp("frames") / "clip.mp4"
    return Clip.open(media.write(path, 3.0, sound=media.tone(3.0)))


@pytest.mark.parametrize("n", [2, 3, 8, 15])
def test_frames_lie_evenly_and_in_order_with_both_ends(clip: Clip, n: int) -> None:
    times = [frame.time for frame in frames.choose(clip, n)]
    assert len(times) == n and times == sorted(times)
    assert times[0] == clip.frames[0].time and times[-1] == clip.frames[-1].time
    gaps = [b - a for a, b in pairwise(times)]
    assert max(gaps) - min(gaps) < 0.25  # kept frames lie up to 0.12 s apart


def test_one_frame_is_the_middle_one(clip: Clip) -> None:
    (only,) = frames.choose(clip, 1)
    assert only.time == pytest.approx(1.5, abs=0.15)


def test_more_than_there_are_gives_each_once(clip: Clip) -> None:
    assert frames.choose(clip, 500) == clip.frames


def test_a_part_gives_frames_of_the_part(tmp_path: Path) -> None:
    path = media.write(tmp_path / "clip.mp4", 3.0)
    times = [f.time for f in frames.choose(Clip.open(path, segment=(1.0, 2.0)), 4)]
    assert times[0] == pytest.approx(1.0, abs=0.05) and times[-1] <= 2.0


def test_without_a_picture_there_are_none(tmp_path: Path) -> None:
    path = media.write(
        tmp_path / "clip.wav", size=None, sound=media.tone(1.0), codecs=["pcm_s16le"]
    )
    assert frames.choose(Clip.open(path), 4) == []
    assert frames.named([]) == "no frames"


def test_the_rule_has_a_name(clip: Clip) -> None:
    chosen = frames.choose(clip, 8)
    assert frames.named(chosen) == "8 frames, evenly in time, first and last included"
    assert frames.named(chosen[:1]) == "1 frame, the middle one"
    with pytest.raises(ValueError, match="evenly"):
        frames.choose(clip, 8, "first")
    with pytest.raises(ValueError, match="At least one"):
        frames.choose(clip, 0)
