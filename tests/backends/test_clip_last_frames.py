"""The last pictures of a clip, which a decoder gives only when it is told that the file ends."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from backends.base import Modality
from backends.clip import Clip
from tests.helpers import media


@pytest.mark.parametrize("first", ["video", "audio"])
def test_the_last_frames_are_there_whichever_stream_comes_first(first: str, tmp_path: Path) -> None:
    path = tmp_path / "clip.mkv"
    with av.open(str(path), "w") as container:
        streams = {}
        for kind in ("video", "audio") if first == "video" else ("audio", "video"):
            codec, rate = ("libx264", 10) if kind == "video" else ("pcm_s16le", 16_000)
            streams[kind] = container.add_stream(codec, rate=rate)
        video, audio = streams["video"], streams["audio"]
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio.layout = "mono"
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.int16), "s16", "mono")
        sound.sample_rate, sound.pts, sound.time_base = 16_000, 0, Fraction(1, 16_000)
        container.mux(audio.encode(sound))
        for i in range(10):
            frame = av.VideoFrame.from_ndarray(media.picture(64, 48, i), format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 10)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    times = [frame.time for frame in Clip.open(path).frames]
    assert times == pytest.approx([i / 10 for i in range(10)])
    assert Clip.open(path).sound.size == 16_000


def test_a_track_of_data_is_passed_over(tmp_path: Path) -> None:
    """Cameras and editors write one: its closing packet is no picture, and can't be decoded."""
    path = tmp_path / "data.ts"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        data = container.add_data_stream("bin_data")
        for i in range(10):
            frame = av.VideoFrame.from_ndarray(media.picture(64, 48, i), format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 10)
            container.mux(video.encode(frame))
            packet = av.Packet(b"timecode")
            packet.stream, packet.pts, packet.dts = data, 9000 * i, 9000 * i
            packet.time_base = Fraction(1, 90_000)
            container.mux(packet)
        container.mux(video.encode(None))
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video", "data"]
    assert len(Clip.open(path).frames) == 10


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
def test_chapters_are_passed_over(tmp_path: Path, ending: str) -> None:
    """Podcasts and editors write them: in mp4 as a track of text beside the picture."""
    path = tmp_path / f"chapters.{ending}"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        tenth = Fraction(1, 10)
        container.set_chapters(
            [
                {"id": i, "start": 5 * i, "end": 5 * i + 5, "time_base": tenth, "metadata": title}
                for i, title in enumerate(({"title": "One"}, {"title": "Two"}))
            ]
        )
        for i in range(10):
            frame = av.VideoFrame.from_ndarray(media.picture(64, 48, i), format="rgb24")
            frame.pts, frame.time_base = i, tenth
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    with av.open(str(path)) as container:
        assert len(container.chapters()) == 2
        assert len(container.streams) == (1 if ending == "mkv" else 2)
    clip = Clip.open(path)
    assert len(clip.frames) == 10
    assert clip.damage(Modality.VISUAL) is None
