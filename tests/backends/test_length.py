"""How long a file lasts is counted where FFmpeg would guess it."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from backends.base import Modality
from backends.clip import SOUND_RATE, Clip
from tests.helpers import media


def uneven(seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Silence in the first half, noise in the second: a guess from the first bits is far off."""
    sound = np.random.default_rng(0).normal(0, 0.1, round(seconds * SOUND_RATE))
    sound[: sound.size // 2] = 0
    return sound.astype(np.float32)


@pytest.mark.parametrize("ending", ["aac", "mp3", "ts", "mpg"])
def test_sound_of_uneven_rate(tmp_path: Path, ending: str) -> None:
    codec = {"aac": "aac", "mp3": "libmp3lame", "ts": "aac", "mpg": "mp2"}[ending]
    path = tmp_path / f"a.{ending}"
    if ending == "mp3":
        _mp3_without_a_head(path, uneven(8))
    else:
        media.write(path, size=None, sound=uneven(8), codecs=[codec])
    clip = Clip.open(path)
    assert clip.duration == pytest.approx(8, abs=0.15)
    assert clip.sound.size / SOUND_RATE == pytest.approx(clip.duration, abs=0.1)
    assert clip.damage(Modality.ACOUSTIC) is None


def _mp3_without_a_head(path: Path, sound: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
    """Variable rate and no Xing head, as streams are cut."""
    with av.open(str(path), "w", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream(
            "libmp3lame", rate=SOUND_RATE, options={"compression_level": "7"}
        )
        stream.layout = "mono"
        stream.codec_context.global_quality = 4 * 118
        stream.codec_context.flags |= 2  # by quality rather than by rate
        samples = (sound * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(samples, format="s16p", layout="mono")
        frame.sample_rate = SOUND_RATE
        resampler = av.AudioResampler(stream.format.name, "mono", SOUND_RATE, stream.frame_size)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))


def test_the_guesses_that_are_not_believed(tmp_path: Path) -> None:
    """FFmpeg's own figures for two of these files, so that the tests above mean something."""
    aac = media.write(tmp_path / "a.aac", size=None, sound=uneven(8), codecs=["aac"])
    _mp3_without_a_head(tmp_path / "a.mp3", uneven(8))
    for path in (aac, tmp_path / "a.mp3"):
        with av.open(str(path)) as container:
            assert container.duration and abs(container.duration / 1e6 - 8) > 1


def test_a_stream_whose_sound_goes_on_alone(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.ts", 12, size=(64, 48), fps=5, sound=media.tone(24))
    clip = Clip.open(path)
    assert clip.duration == pytest.approx(24, abs=0.5)
    assert clip.sound.size / SOUND_RATE == pytest.approx(24, abs=0.5)
