"""The same sound as other recorders, files and players would give it."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from backends.clip import SOUND_RATE as RATE

Sound = NDArray[np.float32]


def coded(sound: Sound, codec: str, form: str, rate: int = RATE, bits: int = 64_000) -> Sound:
    """Written with a codec and read again, at 16 kHz."""
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate)
        stream.layout, stream.bit_rate = "mono", bits
        samples = np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        size = stream.frame_size or 0
        resampler = av.AudioResampler(stream.format.name, "mono", rate, size)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        resampler = av.AudioResampler("s16p", "mono", RATE)
        parts = [p for one in container.decode(audio=0) for p in resampler.resample(one)]
        parts += resampler.resample(None)
    read = np.concatenate([part.to_ndarray()[0] for part in parts])
    return (read / 32768).astype(np.float32)


def shifted(sound: Sound, seconds: float) -> Sound:
    """Begun later: silence before it."""
    return np.concatenate([np.zeros(round(seconds * RATE), np.float32), sound])


def telephone(sound: Sound) -> Sound:
    """Sampled 8,000 times a second."""
    return resample_poly(resample_poly(sound, 1, 2), 2, 1).astype(np.float32)


def louder(sound: Sound, decibels: float) -> Sound:
    """With another gain, in floating point: nothing is clipped."""
    return (sound * 10 ** (decibels / 20)).astype(np.float32)


SAME: dict[str, Callable[[Sound], Sound]] = {
    **{f"{ms} ms": lambda s, ms=ms: shifted(s, ms / 1000) for ms in (1, 3, 6, 13, 20)},  # type: ignore[misc]
    "silence before": lambda s: shifted(s, 1.5),
    "silence after": lambda s: shifted(s[::-1], 1.5)[::-1],
    "-20 dB": lambda s: louder(s, -20),
    "+20 dB": lambda s: louder(s, 20),
}
"""Nothing but time or gain differs."""

CODED: dict[str, Callable[[Sound], Sound]] = {
    "AAC": lambda s: coded(s, "aac", "adts"),
    "Opus": lambda s: coded(s, "libopus", "ogg", 48_000),
    "MP3": lambda s: coded(s, "libmp3lame", "mp3", 44_100),
    "ADPCM": lambda s: coded(s, "adpcm_ms", "wav"),
    "8 kHz": telephone,
}
"""Something is lost, too little to be heard as another voice."""
