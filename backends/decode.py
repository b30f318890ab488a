"""What PyAV is asked: open a file, say what it holds, give it in time, and pictures upright."""

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

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,asf,mpeg,mpegts,ogg,"
    "wav,mp3,aac,flac,aiff,caf,amr,gif,image2,png_pipe,jpeg_pipe"
)
"""FFmpeg's names of what is accepted. Play lists are not: they may name other files and hosts."""

Lost = list[tuple[float, float]]
"""(from, to) in seconds from the clip's start: between these, something could not be decoded."""


LONG = 60.0
"""Seconds of a clip from which on its end is sought rather than read up to."""


def decoding_errors() -> tuple[type[Exception], ...]:
    """What PyAV raises on a file that is torn or not what it says."""
    import av

    return (av.error.FFmpegError, ValueError, EOFError)


def opened(path: Path) -> InputContainer:
    """The file, open for reading. Raises ClipError if FFmpeg can't make sense of it."""
    import av

    try:
        return av.open(
            f"file:{path}",  # else FFmpeg takes what stands before a colon for a protocol
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


def duration_of(container: InputContainer) -> float:
    """Seconds from the first picture or sound to the end of the last.

    Recordings of a browser carry no duration, Matroska counts it from 0 wherever its streams
    start (mp4, mpegts and flv count it from there), and FFmpeg guesses that of an mpeg from its
    last packets, which may all be of the stream that ends first: then the packets are counted
    through.
    """
    from_zero = "matroska" in container.format.name and container.start_time
    if container.duration and not from_zero and container.format.name != "mpeg":
        return container.duration / 1e6
    last = 0.0
    try:
        for packet in container.demux(*container.streams.video, *container.streams.audio):
            if packet.pts is not None and packet.time_base is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    except decoding_errors():
        pass  # what can be read counts
    return last - (container.start_time or 0) / 1e6 if last else 0.0


def first_frame(path: Path, max_pixels: int) -> tuple[tuple[int, int], float, float]:
    """((width, height) as seen, frames a second, seconds from the clip's start to this frame).

    Raises ClipError if nothing can be decoded.
    """
    with opened(path) as container:
        rate = float(picture_stream(container).average_rate or 0)
        for time, frame in frames_from(container, 0.0, max_pixels, []):
            return _seen_size(frame), rate, time
    raise ClipError("pictures", name=path.name)


def last_picture_ends(path: Path, duration: float) -> float:
    """Seconds from the clip's start to the end of its last picture; 0 if none can be read.

    Packets are counted; those of a long clip from the last place on that can be sought, where
    there is one before which the pictures have not ended already.
    """
    last = 0.0
    for sought in (duration, None) if duration > LONG else (None,):
        with opened(path) as container:
            stream = picture_stream(container)
            origin = (container.start_time or 0) / 1e6
            frame = float(1 / stream.average_rate) if stream.average_rate else 0.0
            try:
                if sought:
                    container.seek(int((sought + origin) / stream.time_base), stream=stream)
                for packet in container.demux(stream):
                    if packet.pts is not None:
                        lasts = float((packet.duration or 0) * packet.time_base) or frame
                        last = max(last, float(packet.pts * packet.time_base) + lasts - origin)
            except decoding_errors():
                pass  # what can be read counts
        if last:
            break
    return last


def frames_from(
    container: InputContainer, start: float, max_pixels: int, lost: Lost
) -> Iterator[tuple[float, VideoFrame]]:
    """(seconds from the clip's start, frame) in order, from what is on screen at `start` on.

    That is the last frame at or before `start`, given with `start` as its time; if the pictures
    begin later, the first of them comes first. A picture of more than `max_pixels`, to which a
    stream may turn, counts as damaged; `lost` grows as in `timed_from`.
    """
    stream = picture_stream(container)
    stream.thread_type = "AUTO"
    stream.codec_context.options = {"max_pixels": str(max_pixels)}
    held: VideoFrame | None = None
    for time, frame in timed_from(container, stream, start, lost):
        if time < start - 1e-6:
            held = frame
            continue
        if held is not None and time > start + 1e-6:
            yield start, held
        held = None
        yield max(time, start), frame
    if held is not None:
        yield start, held


def timed_from(
    container: InputContainer, stream: Any, start: float, lost: Lost, lead: float = 0.0
) -> Iterator[tuple[float, Any]]:
    """(seconds from the clip's start, frame) of a stream in order, from before `start` on.

    At least `lead` seconds before, where there are any: some decoders need a run-up. What can't be
    decoded is left out, and `lost` grows by the times of the frames before and after it.
    """
    origin = (container.start_time or 0) / 1e6
    timed = _timed(container, stream, origin, lost)
    if start > 5:  # reading in order is faster than seeking, unless there is much to skip
        try:
            container.seek(int((start - lead + origin) * 1e6))
        except decoding_errors():
            return timed
        first = next(timed, None)
        if first is not None and first[0] <= start:
            return chain([first], timed)
        # some forms are sought inexactly, and pictures may end before the sound does
        container.seek(int(origin * 1e6))
        timed = _timed(container, stream, origin, lost)
    return timed


def _timed(
    container: InputContainer, stream: Any, origin: float, lost: Lost
) -> Iterator[tuple[float, Any]]:
    """A frame without a time of its own, as some decoders give, counts from the one before."""
    time, broken = 0.0, False
    for frame in _decoded(container, stream):
        if frame is None:
            broken = True
            continue
        before, time = time, time if frame.time is None else frame.time - origin
        if broken or frame.is_corrupt:
            lost.append((before, time))
        broken = False
        yield time, frame
    if broken:
        lost.append((time, float("inf")))


def _decoded(container: InputContainer, stream: Any) -> Iterator[Any]:
    """Frames in order; None stands where a packet can't be decoded, or where the file is torn."""
    torn = False
    try:
        for packet in container.demux():
            if packet.size:  # if the last one is corrupt, of whichever stream, the file ends in it
                torn = packet.is_corrupt
            # a closing packet belongs to its stream, whatever stream_index it gives (PyAV 18)
            if packet.stream.index != stream.index:
                continue
            try:
                yield from packet.decode()
            except decoding_errors():
                yield None
    except decoding_errors():
        torn = True
    if torn:
        yield None


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
