"""Channels become one: their mean, or one of them where they cancel; and a person is told so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backends import caveats
from backends.backend import Request
from backends.base import Language
from backends.clip import Clip
from backends.words import Words
from demo import side_by_side
from tests.helpers import media
from tests.helpers.several_tracks import write_channels

SAY = Words(caveats.__file__)
VOICE = media.tone(2, 220)
OTHER = media.tone(2, 330)
NONE = np.zeros(VOICE.size, np.float32)


def level(sound: NDArray[np.float32]) -> float:
    """In dB of full scale, without the edges."""
    return float(10 * np.log10(np.mean(np.square(sound[2000:-2000])) + 1e-9))


def told(clip: Clip, language: Language = "en") -> list[str]:
    *_, answers = side_by_side.explain(clip, ["echo"], Request(language))
    said = answers["echo"].explanation
    assert said is not None
    return said.caveats


@pytest.mark.parametrize(
    ("ending", "codec", "language"),
    [("wav", "pcm_s16le", "en"), ("mp3", "libmp3lame", "zh"), ("m4a", "aac", "en")],
)
@pytest.mark.parametrize(
    ("left", "right", "only"), [(1, -1, None), (0.5, -1, "right"), (1, -0.8, "left")]
)
def test_opposite_channels(
    tmp_path: Path,
    ending: str,
    codec: str,
    language: Language,
    left: float,
    right: float,
    only: str | None,
) -> None:
    channels = np.stack([left * VOICE, right * VOICE])
    clip = Clip.open(write_channels(tmp_path / f"a.{ending}", channels, codec, "stereo"))
    assert level(clip.sound) == pytest.approx(level(VOICE), abs=0.5)
    assert clip.only_channel in ([only] if only else ["left", "right"])
    assert SAY.text(language, f"only_channel.{clip.only_channel}") in told(clip, language)


def test_channels_of_which_a_part_cancels(tmp_path: Path) -> None:
    """The second half of the clip, as where one of two microphones is wired the wrong way."""
    turned = np.where(np.arange(VOICE.size) < VOICE.size // 2, VOICE, -VOICE)
    path = write_channels(tmp_path / "a.wav", np.stack([VOICE, turned]), "pcm_s16le", "stereo")
    clip = Clip.open(path)
    assert (clip.only_channel, level(clip.sound)) == ("left", pytest.approx(level(VOICE), abs=0.1))
    assert Clip.open(path, segment=(0.0, 0.9)).only_channel is None
    assert Clip.open(path, segment=(1.1, 2.0)).only_channel == "left"


def test_opposite_channels_under_noise(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, (2, VOICE.size)).astype(np.float32)
    channels = np.stack([VOICE, -VOICE]) + noise
    clip = Clip.open(write_channels(tmp_path / "a.wav", channels, "pcm_s16le", "stereo"))
    assert clip.only_channel is not None
    assert level(clip.sound) == pytest.approx(level(VOICE), abs=0.3)


@pytest.mark.parametrize("layout", ["5.1", "quad"])
def test_opposite_channels_among_many(tmp_path: Path, layout: str) -> None:
    count = {"5.1": 6, "quad": 4}[layout]
    channels = np.stack([VOICE, -VOICE, *[NONE] * (count - 2)])
    clip = Clip.open(write_channels(tmp_path / "a.wav", channels, "pcm_s16le", layout))
    assert clip.only_channel is not None
    assert level(clip.sound) > level(VOICE) - 10


@pytest.mark.parametrize(
    ("channels", "layout", "down"),
    [
        ([VOICE, VOICE], "stereo", 0),
        ([VOICE, NONE], "stereo", 6),
        ([NONE, VOICE], "stereo", 6),
        ([VOICE, OTHER], "stereo", 3),
        ([VOICE, -0.2 * VOICE], "stereo", 8),
        ([NONE, NONE, VOICE, NONE, NONE, NONE], "5.1", 10.7),
    ],
)
def test_channels_that_do_not_cancel_are_mixed(
    tmp_path: Path, channels: list[NDArray[np.float32]], layout: str, down: float
) -> None:
    path = write_channels(tmp_path / "a.wav", np.stack(channels), "pcm_s16le", layout)
    clip = Clip.open(path)
    assert clip.only_channel is None
    assert level(clip.sound) == pytest.approx(level(VOICE) - down, abs=0.3)
    assert not [caveat for caveat in told(clip) if "cancel" in caveat]


def test_silence_cancels_nothing(tmp_path: Path) -> None:
    path = write_channels(tmp_path / "a.wav", np.stack([NONE, NONE]), "pcm_s16le", "stereo")
    assert Clip.open(path).only_channel is None


def test_twice_the_same(tmp_path: Path) -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, (2, 30_000)).astype(np.float32)
    path = write_channels(tmp_path / "a.m4a", noise, "aac", "stereo")
    assert np.array_equal(Clip.open(path).sound, Clip.open(path).sound)
