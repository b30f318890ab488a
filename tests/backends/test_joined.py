"""Two recordings joined to one file play on, whatever their time stamps say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backends.base import Modality
from backends.clip import Clip
from tests.helpers import media


@pytest.mark.parametrize(
    ("ending", "codecs", "start"),
    [("ts", ("libx264", "aac"), 0), ("ts", ("libx264", "aac"), 2), ("ts", ("libx264", "aac"), 500),
     ("mpg", ("mpeg1video", "mp2"), 0)],
)  # fmt: skip
def test_the_second_plays_on(
    tmp_path: Path, ending: str, codecs: tuple[str, str], start: float
) -> None:
    """Its stamps begin anew, overlap or leap by minutes."""
    first = media.write(tmp_path / f"a.{ending}", 3, sound=media.tone(3, 220), codecs=codecs)
    second = media.write(
        tmp_path / f"b.{ending}", 5, sound=media.tone(5, 880), codecs=codecs, start=start
    )
    first.write_bytes(first.read_bytes() + second.read_bytes())
    clip = Clip.open(first)
    assert clip.duration == pytest.approx(8, abs=0.4)
    assert clip.picture_end == pytest.approx(8, abs=0.4)
    assert [clip.damage(modality) for modality in Modality] == [None] * 3
    times = [frame.time for frame in clip.frames]
    assert times == sorted(times)
    assert max(np.diff(times)) < 0.3
    assert clip.sound.size / 16_000 == pytest.approx(8, abs=0.4)
    part = Clip.open(first, segment=(6, 7))
    assert [part.frames[0].time, part.frames[-1].time] == pytest.approx([6, 7], abs=0.11)
    same = [frame.image for frame in clip.frames if abs(frame.time - 7) < 0.06]
    assert np.abs(same[-1].astype(int) - part.frames[-1].image).mean() < 3
    assert np.abs(np.fft.rfft(part.sound)).argmax() * 16_000 / part.sound.size == pytest.approx(
        880, abs=5
    )


def test_a_song_after_another(tmp_path: Path) -> None:
    first, second = (
        media.write(
            tmp_path / f"{i}.ogg", size=None, sound=media.tone(3, 220 + 660 * i), codecs=["libopus"]
        )
        for i in range(2)
    )
    first.write_bytes(first.read_bytes() + second.read_bytes())
    clip = Clip.open(first)
    assert clip.duration == pytest.approx(6, abs=0.1)
    assert clip.sound.size / 16_000 == pytest.approx(6, abs=0.1)


def test_a_pause_of_the_sound_is_no_joint(tmp_path: Path) -> None:
    pieces = {0.0: media.tone(0.96), 14.0: media.tone(0.96)}
    path = media.write_pieces(tmp_path / "a.ts", pieces, seconds=16)
    clip = Clip.open(path)
    assert clip.duration == pytest.approx(16, abs=0.2)
    loud = np.abs(clip.sound)
    assert loud[int(14.2 * 16_000) : int(14.8 * 16_000)].max() > 0.3
    assert not loud[2 * 16_000 : int(13.5 * 16_000)].any()
