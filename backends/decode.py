"""What PyAV is asked: open a file, and give what it holds in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backends.breaking_off import breaks_off
from backends.clip_error import ClipError
from backends.joined import JOINABLE, from_a_key, packets_of
from backends.tracks import Track, picture_stream
from backends.upright import pixel_aspect, seen_size

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,asf,mpeg,mpegts,ogg,"
    "wav,w64,au,mp3,aac,ac3,eac3,flac,wv,tta,aiff,caf,amr,mxf,rm,dv,"
    "gif,apng,image2,png_pipe,jpeg_pipe"
)
"""FFmpeg's names of what is accepted. Play lists are not: they may name other files and hosts."""

Lost = list[tuple[float, float]]
"""(from, to) in seconds from the clip's start: between these, something could not be decoded."""


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


def first_frame(path: Path, track: Track, max_pixels: int) -> tuple[tuple[int, int], float, float]:
    """((width, height) as seen, frames a second, seconds from the clip's start to this frame).

    Raises ClipError if nothing can be decoded.
    """
    with opened(path) as container:
        stream = picture_stream(container, track)
        for time, frame in frames_from(container, stream, 0.0, max_pixels, []):
            return seen_size(frame, pixel_aspect(stream)), float(stream.average_rate or 0), time
    raise ClipError("pictures", name=path.name)


def frames_from(
    container: InputContainer, stream: Any, start: float, max_pixels: int, lost: Lost
) -> Iterator[tuple[float, VideoFrame]]:
    """(seconds from the clip's start, frame) of a stream of pictures in order, from what is on
    screen at `start` on.

    That is the last frame at or before `start`, given with `start` as its time; if the pictures
    begin later, the first of them comes first. A picture of more than `max_pixels`, to which a
    stream may turn, counts as damaged; `lost` grows as in `timed_from`.
    """
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
    if container.format.name in JOINABLE:  # the time that is sought might not be the one meant
        return _timed(container, stream, origin, lost, start - lead)
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
    container: InputContainer, stream: Any, origin: float, lost: Lost, after: float = 0.0
) -> Iterator[tuple[float, Any]]:
    """From before `after` on, where it is given.

    A frame without a time of its own, as some decoders give, counts from the one before.
    """
    time, broken = 0.0, False
    packets = packets_of(container)
    if after > 0:
        packets = from_a_key(packets, stream, after + origin)
    for frame in _decoded(container, stream, packets):
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


def _decoded(container: InputContainer, stream: Any, packets: Iterator[Any]) -> Iterator[Any]:
    """Frames in order; None stands where a packet can't be decoded, or where the file is torn."""
    torn, read_to = False, 0.0
    try:
        for packet in packets:
            if packet.pts is not None and packet.time_base is not None:
                ends = (packet.pts + (packet.duration or 0)) * packet.time_base
                read_to = max(read_to, float(ends))
                if not packet.size:  # a picture that stays as it is: Theora and AVI have such
                    continue
            if packet.size:  # if the last one is corrupt, of whichever stream, the file ends in it
                torn = packet.is_corrupt
            # a closing packet belongs to its stream, whatever stream_index it gives (PyAV 18)
            if packet.stream.index != stream.index:
                continue
            try:
                yield from packet.decode()
            except decoding_errors():
                yield None
        torn = torn or breaks_off(container, read_to)
    except decoding_errors():
        torn = True
    if torn:
        yield None
