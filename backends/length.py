"""How long a file lasts, when its picture ends, and whether it breaks off before its end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backends.breaking_off import frames_last
from backends.decode import decoding_errors, opened
from backends.joined import JOINABLE, packets_of
from backends.tracks import Track, picture_stream

if TYPE_CHECKING:
    from av.container import InputContainer

COUNTED = (*JOINABLE, "mp3", "aac", "amr", "avi")
"""FFmpeg's names of forms whose length it guesses: from the last packets, which may all be of the
stream that ends first; from the size and the first rate of bits; from an index that is lost."""

LONG = 60.0
"""Seconds of a clip from which on its last picture is sought rather than read up to."""


def duration_of(container: InputContainer) -> float:
    """Seconds from the first picture or sound to the end of the last.

    As the file says, also of one that breaks off. The packets are counted where it says nothing
    (recordings of a browser), where FFmpeg guesses (`COUNTED`), and in Matroska that does not
    begin at 0, from where it counts (mp4 and flv count from the beginning).
    """
    from_zero = "matroska" in container.format.name and container.start_time
    if container.duration and not from_zero and container.format.name not in COUNTED:
        return container.duration / 1e6
    last = 0.0
    try:
        for packet in packets_of(container, *container.streams.video, *container.streams.audio):
            if packet.pts is not None and packet.time_base is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    except decoding_errors():
        pass  # what can be read counts
    return max(last - (container.start_time or 0) / 1e6, frames_last(container)) if last else 0.0


def last_picture_ends(path: Path, track: Track, duration: float) -> float:
    """Seconds from the clip's start to the end of its last picture; 0 if none can be read.

    Packets are counted; those of a long clip from the last place on that can be sought, where
    there is one before which the pictures have not ended already.
    """
    last = 0.0
    for sought in (duration, None) if duration > LONG else (None,):
        with opened(path) as container:
            stream = picture_stream(container, track)
            origin = (container.start_time or 0) / 1e6
            frame = float(1 / stream.average_rate) if stream.average_rate else 0.0
            try:
                if sought and container.format.name not in JOINABLE:
                    container.seek(int((sought + origin) / stream.time_base), stream=stream)
                for packet in packets_of(container):
                    if packet.stream.index == stream.index and packet.pts is not None:
                        lasts = float((packet.duration or 0) * packet.time_base) or frame
                        last = max(last, float(packet.pts * packet.time_base) + lasts - origin)
            except decoding_errors():
                pass  # what can be read counts
        if last:
            break
    return last
