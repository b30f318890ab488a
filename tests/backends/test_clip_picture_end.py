"""A picture that ends before the sound: nothing is seen after it, though a player may hold it."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.backend import Request
from backends.base import Modality
from backends.caveats import absent
from backends.clip import Clip
from tests.helpers import media

FORMS = [
    ("mp4", ("libx264", "aac")),
    ("mkv", ("libx264", "libopus")),
    ("ts", ("libx264", "aac")),
    ("webm", ("libvpx", "libopus")),
    ("avi", ("mpeg4", "libmp3lame")),
    ("mpg", ("mpeg1video", "mp2")),
]


@pytest.mark.parametrize(("ending", "codecs"), FORMS)
def test_the_last_picture_ends(tmp_path: Path, ending: str, codecs: tuple[str, str]) -> None:
    path = tmp_path / f"a.{ending}"
    media.write(path, 2, size=(64, 48), sound=media.tone(8), codecs=codecs)
    clip = Clip.open(path)
    assert clip.duration == pytest.approx(8, abs=0.15)
    assert clip.picture_end == pytest.approx(2, abs=0.1)
    assert Clip.open(path, segment=(0, 1)).picture_end == clip.picture_end
    for start, end in ((2.5, 5.0), (6.0, 7.5)):  # after it, by reading and by seeking
        part = Clip.open(path, segment=(start, end))
        assert (part.shows_picture, part.frames) == (False, [])
        assert absent(part, Request()).keys() == {Modality.VISUAL}
    part = Clip.open(path, segment=(1.5, 5.0))
    assert part.shows_picture
    assert [part.frames[0].time, part.frames[-1].time] == pytest.approx([1.5, 2], abs=0.15)


@pytest.mark.parametrize(("picture", "sound"), [(1, 12), (12, 1), (8, 12)])
def test_the_end_of_a_long_clip_is_sought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: int, sound: int
) -> None:
    """Wherever its pictures end, and whatever the time stamps begin with."""
    monkeypatch.setattr("backends.length.LONG", 5.0)
    for ending, start in (("mp4", 0), ("mkv", 3), ("ts", 0)):
        path = tmp_path / f"a.{ending}"
        media.write(path, picture, size=(64, 48), fps=5, sound=media.tone(sound), start=start)
        assert Clip.open(path).picture_end == pytest.approx(picture, abs=0.25)


def test_a_picture_that_lasts_and_none_at_all(tmp_path: Path) -> None:
    lasting = Clip.open(media.write(tmp_path / "a.mkv", 2, sound=media.tone(1)))
    assert lasting.picture_end == pytest.approx(lasting.duration, abs=0.01)
    alone = media.write(tmp_path / "a.wav", size=None, sound=media.tone(1), codecs=["pcm_s16le"])
    assert Clip.open(alone).picture_end == 0


def test_a_slide_stands_as_long_as_its_frame_lasts(tmp_path: Path) -> None:
    slow = Clip.open(media.write(tmp_path / "a.mp4", 10, fps=1), segment=(9.4, 9.9))
    assert [frame.time for frame in slow.frames] == [9.4]
    assert slow.picture_end == pytest.approx(10)
