"""What PyAV is asked: open a file, say what it holds, give pictures upright and sound in time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backends.clip_error import ClipError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

SOUND_RATE = 16_000
"""Samples a second. Whisper and every speech model in reach were trained at 16 kHz."""

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,asf,mpeg,mpegts,ogg,"
    "wav,mp3,aac,flac,aiff,caf,amr,gif,image2,png_pipe,jpeg_pipe"
)
"""FFmpeg's names of what is accepted. Play lists are not: they may name other files and hosts."""


def decoding_errors() -> tuple[type[Exception], ...]:
    """What PyAV raises on a file that is torn or not what it says."""
    import av

    return (av.error.FFmpegError, ValueError, EOFError)


def opened(path: Path) -> InputContainer:
    """The file, open for reading. Raises ClipError if FFmpeg can't make sense of it."""
    import av

    try:
        return av.open(
            str(path),
            metadata_errors="replace",
            options={"format_whitelist": FORMATS, "protocol_whitelist": "file"},
        )
    except decoding_errors() as error:
        raise ClipError("unreadable", name=path.name) from error


def picture_stream(container: InputContainer) -> Any:
    """The stream of moving pictures, if there is one; the cover picture of a song is none."""
    import av

    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    return None


def has_sound(container: InputContainer) -> bool:
    """Whether there is a sound track, be it silent."""
    return any(stream.codec_context is not None for stream in container.streams.audio)


def duration_of(container: InputContainer) -> float:
    """Seconds from the first picture or sound to the end of the last.

    Recordings of a browser carry no duration, and Matroska counts it from 0 wherever its streams
    start (mp4, mpegts, mpeg and flv count it from there): then the packets are counted through.
    """
    from_zero = "matroska" in container.format.name and container.start_time
    if container.duration and not from_zero:
        return container.duration / 1e6
    last = 0.0
    try:
        for packet in container.demux(*container.streams.video, *container.streams.audio):
            if packet.pts is not None and packet.time_base is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    except decoding_errors():
        pass  # what can be read counts
    return last - (container.start_time or 0) / 1e6 if last else 0.0


def first_frame(path: Path) -> tuple[tuple[int, int], float, float]:
    """((width, height) as seen, frames a second, seconds from the clip's start to this frame).

    Raises ClipError if nothing can be decoded.
    """
    try:
        with opened(path) as container:
            rate = float(picture_stream(container).average_rate or 0)
            for time, frame in frames_from(container, 0.0):
                return _seen_size(frame), rate, time
    except decoding_errors() as error:
        raise ClipError("pictures", name=path.name) from error
    raise ClipError("pictures", name=path.name)


def frames_from(container: InputContainer, start: float) -> Iterator[tuple[float, VideoFrame]]:
    """(seconds from the clip's start, frame) in order, from what is on screen at `start` on.

    That is the last frame at or before `start`, given with `start` as its time; if the pictures
    begin later, the first of them comes first.
    """
    stream = picture_stream(container)
    stream.thread_type = "AUTO"
    origin = (container.start_time or 0) / 1e6
    timed = _timed(container, stream, origin)
    if start > 5:  # reading in order is faster than seeking, unless there is much to skip
        container.seek(int((start + origin) * 1e6))
        first = next(timed, None)
        if first is not None and first[0] <= start:
            timed = chain([first], timed)
        else:  # some forms are sought inexactly, and pictures may end before the sound does
            container.seek(int(origin * 1e6))
            timed = _timed(container, stream, origin)
    held: VideoFrame | None = None
    for time, frame in timed:
        if time < start - 1e-6:
            held = frame
            continue
        if held is not None and time > start + 1e-6:
            yield start, held
        held = None
        yield max(time, start), frame
    if held is not None:
        yield start, held


def _timed(
    container: InputContainer, stream: Any, origin: float
) -> Iterator[tuple[float, VideoFrame]]:
    for frame in container.decode(stream):
        if frame.time is not None:
            yield frame.time - origin, frame


def sound_from(container: InputContainer) -> Iterator[tuple[float, NDArray[np.int16]]]:
    """(seconds from the clip's start, mono int16 at 16 kHz) in order.

    Integer samples on purpose: FFmpeg's float downmix of stereo is 1.41 times louder and may clip.
    """
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=SOUND_RATE)
    origin = (container.start_time or 0) / 1e6
    time = 0.0
    for frame in container.decode(container.streams.audio[0]):
        time = frame.time - origin if frame.time is not None else time
        for part in resampler.resample(frame):
            yield time, part.to_ndarray()[0]
    for part in resampler.resample(None):
        yield time, part.to_ndarray()[0]


def _seen_size(frame: VideoFrame) -> tuple[int, int]:
    """(width, height) in square pixels, after the turn that the file asks for."""
    aspect = getattr(frame, "sample_aspect_ratio", None) or Fraction(1)
    width, height = round(frame.width * float(aspect)), frame.height
    return (height, width) if frame.rotation % 180 else (width, height)


def upright(frame: VideoFrame, long_side: int) -> NDArray[np.uint8]:
    """RGB as a person sees it, the longer side at most `long_side` pixels."""
    width, height = _seen_size(frame)
    scale = min(1.0, long_side / max(width, height))
    width, height = max(2, round(width * scale)), max(2, round(height * scale))
    turns = frame.rotation // 90 % 4  # the file gives degrees counter-clockwise, as rot90 turns
    stored = (height, width) if turns % 2 else (width, height)
    image = frame.to_ndarray(format="rgb24", width=stored[0], height=stored[1])
    return np.ascontiguousarray(np.rot90(image, turns))
