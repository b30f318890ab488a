"""A file that breaks off is told, one that is whole is not: by what its head says it holds."""

from __future__ import annotations

from pathlib import Path

import moviepy
import pytest

from backends.base import Modality
from backends.clip import Clip
from tests.helpers import media

FORMS = {
    "mkv": ("libx264", "aac"),
    "webm": ("libvpx", "libopus"),
    "avi": ("mpeg4", "libmp3lame"),
    "flv": ("libx264", "aac"),
}


def torn(path: Path, share: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: round(len(content) * share)])
    return path


@pytest.mark.parametrize("share", [0.4, 0.7])
@pytest.mark.parametrize("ending", FORMS)
def test_a_torn_film(tmp_path: Path, ending: str, share: float) -> None:
    path = tmp_path / f"a.{ending}"
    media.write(path, 4, size=(64, 48), sound=media.tone(4), codecs=FORMS[ending], fps=10)
    clip = Clip.open(torn(path, share))
    read_to = {Modality.VISUAL: clip.frames[-1].time, Modality.ACOUSTIC: clip.sound.size / 16_000}
    for modality, last in read_to.items():
        assert 0.05 < last < 3.5
        assert clip.damage(modality) == (pytest.approx(last, abs=0.15), clip.end)
    assert clip.end == pytest.approx(4, abs=0.25)
    assert clip.picture_end == pytest.approx(clip.frames[-1].time, abs=0.21)
    assert Clip.open(path, segment=(0, 0.1)).damage(Modality.VISUAL) is None


def test_a_torn_recording_of_a_browser(tmp_path: Path) -> None:
    """It does not say how long it is, but neither does an element of it end with the file."""
    path = tmp_path / "a.webm"
    media.write(
        path, 2, size=(64, 48), sound=media.tone(2), codecs=FORMS["webm"], live=True, fps=10
    )
    whole = path.read_bytes()
    assert [Clip.open(path).damage(modality) for modality in Modality] == [None] * 3
    for size in (len(whole) // 3, len(whole) * 2 // 3, len(whole) - 1):
        path.write_bytes(whole[:size])
        clip = Clip.open(path)
        for modality in (Modality.VISUAL, Modality.ACOUSTIC):
            span = clip.damage(modality)
            assert span and span[1] == clip.end


@pytest.mark.parametrize(
    ("ending", "codec"), [("flac", "flac"), ("aiff", "pcm_s16be"), ("mka", "libopus"),
                          ("wav", "pcm_s16le")],
)  # fmt: skip
def test_a_torn_sound(tmp_path: Path, ending: str, codec: str) -> None:
    path = tmp_path / f"a.{ending}"
    media.write(path, 4, size=None, sound=media.tone(4), codecs=[codec])
    assert Clip.open(path).damage(Modality.ACOUSTIC) is None
    clip = Clip.open(torn(path, 0.6))
    assert 1.5 < clip.sound.size / 16_000 < 3
    assert clip.damage(Modality.ACOUSTIC) == (
        pytest.approx(clip.sound.size / 16_000, abs=0.35),
        clip.end,
    )


def test_what_follows_a_film_is_no_part_of_it(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.mkv", 2, sound=media.tone(2))
    path.write_bytes(path.read_bytes() + b"\0" * 1000)
    assert [Clip.open(path).damage(modality) for modality in Modality] == [None] * 3


def test_a_picture_that_stands_still_is_no_damage(tmp_path: Path) -> None:
    """Theora repeats a picture by an empty packet, in the middle and at the end."""
    path = tmp_path / "still.ogv"
    shown = [*range(20), *[20] * 25, *range(21, 31), *[31] * 25]
    pictures = [media.picture(64, 48, 3 * i) for i in shown]
    film = moviepy.ImageSequenceClip(pictures, fps=25)
    film.write_videofile(str(path), codec="libtheora", logger=None)
    clip = Clip.open(path)
    assert clip.damage(Modality.VISUAL) is None
    assert clip.duration == clip.picture_end == pytest.approx(80 / 25, abs=0.05)
    times = [frame.time for frame in clip.frames]
    assert any(1.75 < time < 2.3 for time in times)  # decoded on after the first standstill
