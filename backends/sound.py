"""The sound of a clip: mono at 16 kHz, each piece at its time."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.decode import Lost, decoding_errors, opened, timed_from
from backends.mixing import mixed
from backends.tracks import Track, sound_stream

if TYPE_CHECKING:
    from av.container import InputContainer

SOUND_RATE = 16_000
"""Samples a second. Whisper and every speech model in reach were trained at 16 kHz."""

GAP = 0.015
"""Seconds by which a piece must come later than the one before ends, for silence to lie between.

Below it the pieces are joined, as Matroska and flv round times to 1 ms. A lost packet is longer:
20 ms of Opus, 21 ms of AAC at 48 kHz.
"""

RUN_UP = 1.0
"""Seconds before a part: Opus asks for 0.08 (RFC 7845, section 4.6), mp3 for a few frames."""


def wav(sound: NDArray[np.float32]) -> bytes:
    """Mono sound in -1..1 at 16 kHz as a WAV file of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SOUND_RATE)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def heard_track(path: Path, track: Track, *, chosen: bool = False) -> Track | None:
    """`track` if any of it can be decoded; else, unless it was `chosen`, the next of which that is
    so. None where there is none."""
    others = [] if chosen else range(1, track.count + 1)
    for number in dict.fromkeys([track.number, *others]) if track.count else ():
        found = Track(number, track.count)
        with opened(path) as container:
            if next(_pieces(container, found, 0.0, []), None) is not None:
                return found
    return None


def sound_between(
    path: Path, track: Track, start: float, end: float, lost: Lost
) -> tuple[NDArray[np.int16], int | None]:
    """Mono int16 at 16 kHz from `start` to `end` (seconds), or to where the sound ends before.

    Zeros where there is none in between. `lost` grows as in `timed_from`. With it comes the only
    channel that is in it (0: left, 1: right), if left and right cancel each other out.
    """
    return mixed(channels_between(path, track, start, end, lost))


def channels_between(
    path: Path, track: Track, start: float, end: float, lost: Lost, rate: int = SOUND_RATE
) -> NDArray[np.int16]:
    """As `sound_between`, in 2 x samples: left and right, or in 1 x samples if it begins mono."""
    part: NDArray[np.int16] | None = None
    at: int | None = None  # sample of the part at which the next piece begins
    reached = 0
    with opened(path) as container:
        for time, samples in _pieces(container, track, start, lost, rate):
            if part is None:
                part = np.zeros((samples.shape[0], round((end - start) * rate)), np.int16)
            elif len(part) < len(samples):
                part = np.repeat(part, len(samples), axis=0)
            if time >= end:
                break
            due = round((time - start) * rate)
            if at is None or due > at + GAP * rate:
                at = due
            inside = samples[:, max(0, -at) :][:, : max(0, part.shape[1] - max(0, at))]
            if inside.size:
                reached = max(0, at) + inside.shape[1]
                part[:, reached - inside.shape[1] : reached] = inside  # mono fills both
            at += samples.shape[1]
    return np.zeros((1, 0), np.int16) if part is None else part[:, :reached]


def _pieces(
    container: InputContainer, track: Track, start: float, lost: Lost, rate: int = SOUND_RATE
) -> Iterator[tuple[float, NDArray[np.int16]]]:
    """(seconds from the clip's start, int16 of 1 or 2 x samples), from before `start` on.

    Integer samples on purpose: FFmpeg's float downmix of many channels may clip. One channel stays
    one, as FFmpeg makes it two that are 3 dB softer. A resampler takes one form of sound, so each
    change of form gets a new one.
    """
    import av

    form: tuple[str, str, int] | None = None
    resampler: av.AudioResampler | None = None
    time, stream = 0.0, sound_stream(container, track)
    for time, frame in timed_from(container, stream, start, lost, RUN_UP):
        if resampler is None or form != (frame.format.name, frame.layout.name, frame.sample_rate):
            for rest in resampler.resample(None) if resampler else []:
                yield time, np.asarray(rest.to_ndarray(), np.int16)
            form = frame.format.name, frame.layout.name, frame.sample_rate
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            resampler = av.AudioResampler(format="s16p", layout=layout, rate=rate)
        try:
            parts = resampler.resample(frame)
        except decoding_errors():
            lost.append((time, time + frame.samples / frame.sample_rate))
            resampler = None
            continue
        for part in parts:
            yield time, np.asarray(part.to_ndarray(), np.int16)
    for rest in resampler.resample(None) if resampler else []:
        yield time, np.asarray(rest.to_ndarray(), np.int16)
