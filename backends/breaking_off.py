"""Whether a file breaks off: whether it ends before what its own head says that it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from av.container import InputContainer

TELLING = ("avi", "flv", "flac", "aiff")
"""FFmpeg's names of forms whose head says how long they last, and which it reads to their torn
end without a word. It tells that of mp4, wav and caf itself, by a corrupt last packet."""

SLACK = 0.5
"""Seconds that may lack: heads are rounded, and count what is not given, such as a run-up."""

SEGMENT = 0x8538067
"""Matroska's name of the element that holds all but the head (0x18538067 in RFC 9559), without
the bit that tells its length."""


def breaks_off(container: InputContainer, read_to: float) -> bool:
    """Whether more should follow, all packets having been read and the last ending at `read_to`.

    That is in seconds of the file's own time stamps.
    """
    if "matroska" in container.format.name:
        path = Path(container.name.removeprefix("file:"))
        with path.open("rb") as file:
            return _inside_an_element(file, path.stat().st_size)
    if container.format.name not in TELLING:
        return False
    said = max((container.duration or 0) / 1e6, frames_last(container))
    return read_to < said + (container.start_time or 0) / 1e6 - SLACK


def frames_last(container: InputContainer) -> float:
    """Seconds that the pictures last by the number of them that the file's head gives, or 0."""
    lasts = (s.frames / s.average_rate for s in container.streams.video if s.average_rate)
    return float(max(lasts, default=0))


def _inside_an_element(file: BinaryIO, size: int) -> bool:
    """Whether a Matroska file of `size` bytes ends inside an element (RFC 8794, section 4).

    The segment says how long it is, unless it was written as it was recorded: then its parts are
    gone through, each of which says so, or holds such that do.
    """
    while file.tell() < size:
        name, _ = _number(file)
        length, bits = _number(file)
        if name < 0 or length < 0:
            return file.tell() >= size  # else it is no element at all
        if length == (1 << bits) - 1:  # unknown: go on with what it holds
            continue
        if name == SEGMENT or file.tell() + length > size:
            return file.tell() + length > size
        file.seek(length, 1)
    return False


def _number(file: BinaryIO) -> tuple[int, int]:
    """A number of 1 to 8 bytes, and how many bits it may have; -1 where none can be read.

    The zeros that its first byte begins with say how many bytes follow. The one after them is no
    part of the number.
    """
    first = file.read(1)
    if not first or not first[0]:
        return -1, 0
    more = 8 - first[0].bit_length()
    rest = file.read(more)
    if len(rest) < more:
        return -1, 0
    bits = 7 * (more + 1)
    return int.from_bytes(first + rest) & ((1 << bits) - 1), bits
