"""Small clips made on the spot: shapes and tones, never faces (a drawn face is not a face)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray


def picture(width: int, height: int, i: int) -> NDArray[np.uint8]:
    """A frame whose left half is red and whose right half grows brighter with `i`."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2, 0] = 220
    image[:, width // 2 :, 1] = min(40 + 2 * i, 255)
    return image


def tone(seconds: float, hertz: float = 220.0, rate: int = 16_000) -> NDArray[np.float32]:
    """A sine of half the full scale, mono float32."""
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype("f4")


def write(
    path: Path,
    seconds: float = 1.0,
    *,
    size: tuple[int, int] | None = (160, 120),
    fps: int = 25,
    sound: NDArray[np.float32] | None = None,
    channels: int = 1,
    rotation: int = 0,
    live: bool = False,
    start: float = 0.0,
    late: float = 0.0,
    codecs: Sequence[str] = ("libx264", "aac"),
) -> Path:
    """Write a clip. `size` None: no picture; `sound` (16 kHz mono) None: no sound.

    `rotation` is the turn (degrees counter-clockwise) that a player is asked for, as phones do;
    `live` leaves the duration out of a .webm, as a browser's recorder does;
    `start` is the time stamp (seconds) at which all begins, `late` how much later the picture does.
    """
    with av.open(str(path), "w", options={"live": "1"} if live else {}) as container:
        if size:
            video = container.add_stream(codecs[0], rate=fps)
            video.width, video.height, video.pix_fmt = *size, "yuv420p"
            if rotation:
                video.set_display_rotation(rotation)
        if sound is not None:
            audio = container.add_stream(codecs[-1], rate=16_000)
            audio.layout = "stereo" if channels == 2 else "mono"
        if size:
            for i in range(round(seconds * fps)):
                frame = av.VideoFrame.from_ndarray(picture(*size, i), format="rgb24")
                frame.pts, frame.time_base = i + round((start + late) * fps), Fraction(1, fps)
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
        if sound is not None:
            samples = np.repeat((sound * 32767).astype(np.int16)[None], channels, axis=0)
            packed = np.ascontiguousarray(samples.T).reshape(1, -1)
            layout = "stereo" if channels == 2 else "mono"
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate, frame.pts = 16_000, round(start * 16_000)
            frame.time_base = Fraction(1, 16_000)
            resampler = av.AudioResampler(audio.format.name, layout, 16_000, audio.frame_size or 0)
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                container.mux(audio.encode(part))
            container.mux(audio.encode(None))
    return path
