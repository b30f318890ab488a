"""The sound of a clip lies where it is heard, whatever is missing before it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backends.base import Modality
from backends.clip import Clip
from backends.decode import opened, timed_from
from backends.sound import sound_between
from backends.tracks import Track
from tests.helpers import media

FORMS = [
    ("mp4", ("libx264", "aac")),
    ("ts", ("libx264", "aac")),
    ("mkv", ("libx264", "libopus")),
    ("webm", ("libvpx", "libopus")),
]


def loud(clip: Clip) -> list[bool]:
    """For each tenth of a second of the sound, whether the tone is heard in it."""
    tenths = clip.sound[: clip.sound.size // 1600 * 1600].reshape(-1, 1600)
    return [bool(np.median(np.abs(tenth)) > 0.2) for tenth in tenths]


@pytest.mark.parametrize("start", [0.0, 5.0])
@pytest.mark.parametrize(("ending", "codecs"), FORMS)
def test_a_gap_in_the_sound_is_silence(
    tmp_path: Path, ending: str, codecs: tuple[str, str], start: float
) -> None:
    pieces = {0.0: media.tone(0.96), 3.0: media.tone(0.96)}
    path = media.write_pieces(tmp_path / f"a.{ending}", pieces, codecs=codecs, start=start)
    heard = loud(Clip.open(path))
    assert all(heard[1:9]) and not any(heard[12:30]) and all(heard[31:39])
    assert not np.any(Clip.open(path, segment=(1.5, 2.5)).sound)
    assert all(loud(Clip.open(path, segment=(3.1, 3.9))))


@pytest.mark.parametrize("start", [0.0, 5.0])
@pytest.mark.parametrize(("ending", "codecs"), FORMS)
def test_sound_that_starts_late_stays_in_time(
    tmp_path: Path, ending: str, codecs: tuple[str, str], start: float
) -> None:
    pieces = {2.0: media.tone(0.96)}
    path = media.write_pieces(tmp_path / f"a.{ending}", pieces, codecs=codecs, start=start)
    heard = loud(Clip.open(path))
    assert not any(heard[:20]) and all(heard[21:29])


@pytest.mark.parametrize(("late", "silent"), [(0.001, 0), (0.02, 320)])
def test_rounded_times_tear_nothing_and_a_lost_packet_is_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: float, silent: int
) -> None:
    path = media.write(tmp_path / "a.mp4", 2, sound=media.tone(2))
    piece = np.ones((1, 1600), np.int16)
    pieces = [(0.0, piece), (0.1 + late, piece), (0.2 + late, piece)]
    monkeypatch.setattr("backends.sound._pieces", lambda *_: iter(pieces))
    sound, _ = sound_between(path, Track(1, 1), 0.0, 1.0, [])
    assert sound.size == 4800 + silent
    assert np.flatnonzero(sound == 0).tolist() == list(range(1600, 1600 + silent))


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_sound_that_changes_its_form(tmp_path: Path, order: tuple[int, int]) -> None:
    first, then = (
        media.write(tmp_path / f"{n}.ts", 2, sound=media.tone(2), channels=n, start=2.0 * i)
        for i, n in enumerate(order)
    )
    first.write_bytes(first.read_bytes() + then.read_bytes())
    clip = Clip.open(first)
    heard = loud(clip)
    assert clip.damage(Modality.ACOUSTIC) is None
    assert all(heard[1:19]) and all(heard[23:39])  # between them the second encoder begins


@pytest.mark.parametrize(
    ("ending", "codec"),
    [("wav", "pcm_s16le"), ("flac", "flac"), ("mp3", "libmp3lame"), ("m4a", "aac"),
     ("ogg", "libopus"), ("ts", "aac")],
)  # fmt: skip
def test_a_part_sounds_as_it_does_in_the_whole(tmp_path: Path, ending: str, codec: str) -> None:
    rising = np.sin(2 * np.pi * np.cumsum(np.linspace(100, 1000, 12 * 16_000)) / 16_000)
    path = media.write(
        tmp_path / f"a.{ending}", 12, size=None, sound=rising.astype("f4") / 2, codecs=[codec]
    )
    whole, part = Clip.open(path), Clip.open(path, segment=(9.0, 10.5))
    assert part.sound.size == 24_000
    assert np.abs(part.sound - whole.sound[144_000:168_000]).max() < 1e-3
    with opened(path) as container:  # what comes long before is not decoded
        time, _ = next(timed_from(container, container.streams.audio[0], 9.0, [], 1.0))
    assert 6 < time <= 8


def test_sound_far_away_takes_no_room(tmp_path: Path) -> None:
    pieces = {100_000.0: media.tone(0.5)}
    path = media.write_pieces(tmp_path / "a.mkv", pieces, codecs=("libx264", "libopus"), seconds=2)
    assert Clip.open(path, segment=(0, 2)).sound.size == 0
    assert Clip.open(path, segment=(99_990, 100_001)).sound.nbytes < 1e6
