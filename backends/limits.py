"""What is accepted as a clip, and how much of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backends.clip_error import ClipError

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext


@dataclass(frozen=True)
class Limits:
    """What is accepted and how much of it is kept. `app.py` reads these from the environment."""

    max_seconds: float = 120.0
    max_megabytes: float = 200.0
    frames_per_second: float = 10.0
    max_frames: int = 600
    """Longer clips are thinned further: 600 frames of 640x360 are 415 MB."""
    long_side: int = 640
    """Pixels. Faces that fill less than a twentieth of the picture are lost below this."""
    max_pixels: int = 8192 * 4352
    """Of a picture in the file: what H.264, HEVC and AV1 allow at level 6.2, so that 8K passes.

    One takes 53 to 143 MB while it is decoded, and a decoder holds several; an 89-byte GIF may ask
    for any number.
    """


def check_file(path: Path, limits: Limits) -> None:
    """Raise ClipError if there is no such file, or one that is empty or too large."""
    if path.is_dir():
        raise ClipError("folder", name=path.resolve().name)
    if not path.is_file():
        raise ClipError("no_file", name=path.name)
    size = path.stat().st_size
    if size == 0:
        raise ClipError("empty", name=path.name)
    if size > limits.max_megabytes * 1e6:
        most = limits.max_megabytes
        raise ClipError("too_large", name=path.name, size=size / 1e6, most=most)


def check_pixels(path: Path, picture: VideoCodecContext, limits: Limits) -> None:
    """Raise ClipError if the pictures, as the file's head gives them, are too large."""
    width, height = picture.width, picture.height
    if width * height > limits.max_pixels:
        most = limits.max_pixels
        raise ClipError("too_many_pixels", name=path.name, width=width, height=height, most=most)


def check_seconds(path: Path, lasts: float, limits: Limits, *, part: bool) -> None:
    """Raise ClipError if what is to be explained, the whole or a `part`, is too long."""
    if lasts > limits.max_seconds + 1e-3:
        shown, most = _told_apart(lasts, limits.max_seconds)
        kind = "part_too_long" if part else "too_long"
        raise ClipError(kind, name=path.name, lasts=shown, most=most)


def _told_apart(lasts: float, most: float) -> tuple[str, str]:
    """Both as a person reads them, with as many digits as it takes to see which is longer."""
    digits = next((n for n in range(3) if round(lasts, n) > round(most, n)), 3)
    return _spoken(lasts, digits), _spoken(most, digits)


def _spoken(seconds: float, digits: int) -> str:
    if seconds < 120:
        return f"{seconds:.{digits}f} s"
    minutes, rest = divmod(round(seconds, digits), 60)
    return f"{minutes:.0f}:{rest:0{digits + 3 if digits else 2}.{digits}f} min"
