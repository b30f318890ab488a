"""Files of several tracks of pictures or sound, each to be told from the others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.helpers import media


def write_tracks(
    path: Path,
    *,
    pictures: Sequence[int] = (),
    sounds: Sequence[float] = (),
    defaults: Sequence[int] = (),
    codecs: tuple[str, str] = ("libx264", "aac"),
) -> Path:
    """Write a second of each track: pictures of one grey (0..255), sounds of one tone (hertz; 0 is
    silence). `defaults` are the streams, from 0 and pictures first, that are marked so."""
    from av.stream import Disposition

    with av.open(str(path), "w") as container:
        video = [container.add_stream(codecs[0], rate=10) for _ in pictures]
        for picture in video:
            picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        audio = [container.add_stream(codecs[1], rate=16_000) for _ in sounds]
        for heard in audio:
            heard.layout = "mono"
        for i, stream in enumerate([*video, *audio]):
            stream.disposition = Disposition.default if i in defaults else Disposition(0)
        for grey, picture in zip(pictures, video, strict=True):
            for i in range(10):
                image = np.full((48, 64, 3), grey, np.uint8)
                frame = av.VideoFrame.from_ndarray(image, format="rgb24")
                frame.pts, frame.time_base = i, Fraction(1, 10)
                container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
        for hertz, heard in zip(sounds, audio, strict=True):
            _encode(container, heard, media.tone(1, hertz)[None])
    return path


def write_channels(path: Path, channels: NDArray[np.float32], codec: str, layout: str) -> Path:
    """Write sound of several channels (-1..1, channels x samples at 16 kHz) in FFmpeg's layout."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=16_000)
        stream.layout = layout
        _encode(container, stream, channels)
    return path


def _encode(
    container: av.container.OutputContainer,
    stream: av.AudioStream,
    channels: NDArray[np.float32],
) -> None:
    layout = stream.layout.name
    samples = np.ascontiguousarray((channels * 32767).astype(np.int16))
    whole = av.AudioFrame.from_ndarray(samples, format="s16p", layout=layout)
    whole.sample_rate, whole.pts, whole.time_base = 16_000, 0, Fraction(1, 16_000)
    form = stream.format.name
    resampler = av.AudioResampler(form, layout, 16_000, stream.frame_size or 0)
    for frame in [*resampler.resample(whole), *resampler.resample(None)]:
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
