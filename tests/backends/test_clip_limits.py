"""What is too long, too large or too fine is refused in one sentence, before it costs anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.base import Modality
from backends.clip import Clip, ClipError, Limits
from tests.helpers import media


def test_limits_are_sentences(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.mp4", 3)
    with pytest.raises(ClipError, match="lasts 3 s; at most 2 s"):
        Clip.open(path, limits=Limits(max_seconds=2))
    assert Clip.open(path, segment=(0, 2), limits=Limits(max_seconds=2)).frames
    with pytest.raises(ClipError, match="MB are accepted"):
        Clip.open(path, limits=Limits(max_megabytes=0.001))
    with pytest.raises(ClipError, match=r"lasts 3 s; .* at once. Choose a part of it.$"):
        Clip.open(path, limits=Limits(max_seconds=2))
    with pytest.raises(ClipError, match=r"The chosen part of “a.mp4” lasts 2.5 s; at most 2.0 s"):
        Clip.open(path, segment=(0, 2.5), limits=Limits(max_seconds=2))
    with pytest.raises(ClipError, match=r"lasts 3.00 s; at most 2.99 s"):
        Clip.open(path, limits=Limits(max_seconds=2.99))


def test_minutes_never_read_the_same(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.mp4", 130, size=(16, 16), fps=1)
    with pytest.raises(ClipError, match="lasts 2:10 min; at most 2:00 min"):
        Clip.open(path)
    with pytest.raises(ClipError, match=r"lasts 2:00.4 min; at most 2:00.0 min"):
        Clip.open(path, segment=(0, 120.4))
    with pytest.raises(ClipError, match="lasts 2:10 min; at most 90 s"):
        Clip.open(path, limits=Limits(max_seconds=90))


def test_pictures_of_too_many_pixels(tmp_path: Path) -> None:
    huge = media.gif(tmp_path / "a.gif", 16_000, 16_000)
    assert huge.stat().st_size == 89
    said = "“a.gif” have 16000 × 16000 pixels; at most 35,651,584, enough for 8K, are accepted"
    with pytest.raises(ClipError, match=said) as caught:
        Clip.open(huge)
    assert "16000 × 16000 像素，最多接受 35,651,584 像素" in caught.value.text("zh")
    assert Limits().max_pixels >= 7680 * 4320
    small = media.gif(tmp_path / "b.gif", 64, 48)
    assert Clip.open(small, limits=Limits(max_pixels=64 * 48)).frames
    with pytest.raises(ClipError, match="64 × 48 pixels"):
        Clip.open(small, limits=Limits(max_pixels=64 * 48 - 1))


def test_pictures_that_grow_beyond_the_limit(tmp_path: Path) -> None:
    small = media.write(tmp_path / "a.ts", 1, size=(64, 48))
    large = media.write(tmp_path / "b.ts", 1, size=(320, 240), start=1)
    small.write_bytes(small.read_bytes() + large.read_bytes())
    assert Clip.open(small).frames[-1].image.shape == (240, 320, 3)
    clip = Clip.open(small, limits=Limits(max_pixels=64 * 48))
    assert {frame.image.shape for frame in clip.frames} == {(48, 64, 3)}
    assert clip.damage(Modality.VISUAL) == pytest.approx((1, 2), abs=0.15)
