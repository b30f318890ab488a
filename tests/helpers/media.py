"""Small clips made on the spot: shapes and tones, never faces (a drawn face is not a face)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
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
    flipped: bool = False,
    pixel: Fraction | None = None,
    live: bool = False,
    start: float = 0.0,
    late: float = 0.0,
    codecs: Sequence[str] = ("libx264", "aac"),
) -> Path:
    """Write a clip. `size` None: no picture; `sound` (16 kHz mono) None: no sound.

    `rotation` is the turn (degrees counter-clockwise) that a player is asked for, as phones do,
    and `flipped` whether to mirror it besides, as their front cameras do; `pixel` is the width of
    a pixel over its height;
    `live` leaves the duration out of a .webm, as a browser's recorder does;
    `start` is the time stamp (seconds) at which all begins, `late` how much later the picture does.
    """
    with av.open(str(path), "w", options={"live": "1"} if live else {}) as container:
        if size:
            video = container.add_stream(codecs[0], rate=fps)
            video.width, video.height, video.pix_fmt = *size, "yuv420p"
            if rotation or flipped:
                video.set_display_rotation(rotation, hflip=flipped)
            if pixel:
                video.codec_context.sample_aspect_ratio = pixel
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


def write_pieces(
    path: Path,
    pieces: Mapping[float, NDArray[np.float32]],
    *,
    codecs: Sequence[str] = ("libx264", "aac"),
    seconds: float = 4.0,
    start: float = 0.0,
) -> Path:
    """Write a clip of `seconds` of pictures whose sound (16 kHz) comes in pieces, by their times.

    Nothing lies in the file between two pieces; all begins at `start` (seconds).
    """
    with av.open(str(path), "w") as container:
        video = container.add_stream(codecs[0], rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream(codecs[1], rate=16_000)
        audio.layout = "mono"
        resampler = av.AudioResampler("s16" if codecs[1] != "aac" else "fltp", "mono", 16_000)
        for i in range(round(seconds * 25)):
            frame = av.VideoFrame.from_ndarray(picture(64, 48, i), format="rgb24")
            frame.pts, frame.time_base = i + round(start * 25), Fraction(1, 25)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for time, samples in pieces.items():
            for i in range(0, samples.size, 320):
                chunk = (samples[i : i + 320] * 32767).astype(np.int16)[None]
                sound = av.AudioFrame.from_ndarray(chunk, format="s16", layout="mono")
                sound.sample_rate, sound.time_base = 16_000, Fraction(1, 16_000)
                sound.pts = round((start + time) * 16_000) + i
                for part in resampler.resample(sound):
                    container.mux(audio.encode(part))
        container.mux(audio.encode(None))
    return path


def damage(path: Path, kind: str, packets: slice) -> Path:
    """Overwrite some packets, counted in the file's order, of the "video" or "audio"."""
    with av.open(str(path)) as container:
        found = [p for p in container.demux(**{kind: 0}) if p.size]
        places = sorted((p.pos, p.size) for p in found if p.pos is not None)
    content = bytearray(path.read_bytes())
    for place, size in places[packets]:
        content[place : place + size] = b"\xff" * size
    path.write_bytes(content)
    return path


def gif(path: Path, width: int, height: int) -> Path:
    """Three frames of one pixel each, 89 bytes long whatever size the screen is said to have."""
    color = b"\x00\x00\x00\xff\xff\xff"
    frame = bytes.fromhex("21f904003200 0000 2c00000000 01000100 00 02 02 4401 00")
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0)
    path.write_bytes(screen + color + 3 * frame + b"\x3b")
    return path
