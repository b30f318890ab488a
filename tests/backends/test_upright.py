"""Pictures come as players show them: turned, mirrored and in square pixels."""

from __future__ import annotations

import gc
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from backends.clip import Clip
from demo import cut
from tests.helpers import media

MARKED = np.zeros((120, 160), np.uint8)
MARKED[:60, :80], MARKED[60:, :80] = 230, 120
"""Bright above and grey below at the left, black at the right: no turn or mirror is another."""


def written(path: Path, *, turn: int, flipped: bool) -> Path:
    """`MARKED`, to be turned counter-clockwise and then mirrored."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        video.set_display_rotation(turn, hflip=flipped)
        for i in range(5):
            image = np.repeat(MARKED[..., None], 3, axis=2)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 10)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path


def unlike(image: NDArray[np.uint8], expected: NDArray[np.uint8]) -> float:
    """The mean difference of brightness."""
    return float(np.abs(image.mean(axis=2) - expected).mean())


@pytest.mark.parametrize("ending", ["mp4", "mov"])
@pytest.mark.parametrize("flipped", [True, False])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_mirrored_and_turned(tmp_path: Path, turn: int, flipped: bool, ending: str) -> None:
    """As front cameras write them, held in any way."""
    path = written(tmp_path / f"a.{ending}", turn=turn, flipped=flipped)
    seen = np.rot90(MARKED, turn // 90)
    seen = np.fliplr(seen) if flipped else seen
    clip = Clip.open(path)
    assert (clip.width, clip.height) == seen.shape[::-1]
    assert unlike(clip.frames[0].image, seen) < 4
    assert cut.main([str(path), "--out", str(tmp_path / "part.mp4")]) == 0
    assert unlike(Clip.open(tmp_path / "part.mp4").frames[0].image, seen) < 4


@pytest.mark.parametrize(
    ("ending", "codec", "pixel"),
    [("mp4", "libx264", Fraction(1, 2)), ("mkv", "libx264", Fraction(9, 16)),
     ("ts", "libx264", Fraction(2)), ("avi", "mpeg4", Fraction(16, 11)),
     ("mpg", "mpeg2video", Fraction(16, 11))],
)  # fmt: skip
def test_pixels_that_are_not_square(
    tmp_path: Path, ending: str, codec: str, pixel: Fraction
) -> None:
    """By the container or by the codec, as DVDs, DV and MTS cameras write them."""
    path = media.write(tmp_path / f"a.{ending}", size=(160, 120), pixel=pixel, codecs=(codec,))
    with av.open(str(path)) as container:
        said = float(container.streams.video[0].sample_aspect_ratio or 0)
    assert said == pytest.approx(float(pixel), rel=0.1)  # MPEG-2 knows 4:3 and 16:9 only
    clip = Clip.open(path)
    assert (clip.width, clip.height) == (round(160 * said), 120)
    assert clip.frames[0].image.shape == (clip.height, clip.width, 3)


def test_pixels_that_are_not_square_of_a_turned_picture(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.mp4", size=(160, 120), pixel=Fraction(2), rotation=90)
    clip = Clip.open(path)
    assert (clip.width, clip.height) == (120, 320) == clip.frames[0].image.shape[1::-1]
    assert clip.frames[0].image[280, 60, 0] > 180  # the red left half is below
    assert cut.main([str(path), "--out", str(tmp_path / "part.mp4")]) == 0
    part = Clip.open(tmp_path / "part.mp4")
    assert (part.width, part.height) == (120, 320)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
def test_frames_leave_no_threads(tmp_path: Path) -> None:
    """Even before Python collects its garbage: many clips at once would leave hundreds."""
    clip = Clip.open(media.write(tmp_path / "clip.mp4", 1.0))
    gc.disable()
    try:
        before = len(list(Path("/proc/self/task").iterdir()))
        assert len(clip.frames) == 10
        assert len(list(Path("/proc/self/task").iterdir())) <= before
    finally:
        gc.enable()
