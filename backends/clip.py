"""Decoding: what a person gave, as frames in order and mono sound, decoded once and shared.

Frames are thinned and shrunk while decoding, so that a long or large clip fits in memory; the times
of the frames that were kept are part of what every backend reports as received.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality
from backends.clip_error import ClipError
from backends.decode import (
    Lost,
    duration_of,
    first_frame,
    frames_from,
    opened,
    picture_stream,
    upright,
)
from backends.sound import SOUND_RATE, can_be_heard, sound_between
from backends.windows_1252 import mended

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext

__all__ = ["SOUND_RATE", "Clip", "ClipError", "Frame", "Limits", "part_between"]


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


@dataclass(frozen=True)
class Frame:
    """A picture of the clip: time in seconds from its start, RGB uint8 of height x width x 3."""

    time: float
    image: NDArray[np.uint8]


@dataclass(frozen=True)
class Clip:
    """A readable clip, or the part of it between `start` and `end` (seconds).

    `width` and `height` are what a person sees: after the turn of a phone video and in square
    pixels. Make one with `Clip.open`.
    """

    path: Path
    duration: float
    width: int
    height: int
    fps: float
    has_picture: bool
    has_sound: bool
    """Whether it has sound that can be decoded, be it silent."""
    sound_unreadable: bool
    """Whether it has a sound track of which nothing can be decoded."""
    picture_from: float
    """Seconds to the first picture: the sound may begin before it."""
    start: float
    end: float
    subtitle: str | None
    limits: Limits
    _lock: threading.RLock

    @property
    def name(self) -> str:
        """The file's name without its ending: the key under which data sets list a clip."""
        return self.path.stem

    @property
    def shows_picture(self) -> bool:
        """Whether a picture is on screen between `start` and `end`; known without decoding."""
        return self.has_picture and self.picture_from <= self.end

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        subtitle: str | None = None,
        segment: tuple[float, float] | None = None,
        limits: Limits | None = None,
    ) -> Clip:
        """Look at a file and promise that it can be decoded.

        Args:
            path: a video or sound file in any form that FFmpeg reads.
            subtitle: what is said, if it is known; backends then read it, not what is heard.
            segment: (start, end) in seconds; only this part is decoded. Default: all of it.
            limits: sizes and lengths that are accepted. Default: `Limits()`.

        Raises:
            ClipError: the file is missing, empty, too long, too large or not a clip.
        """
        path, limits = Path(path), limits or Limits()
        _check_file(path, limits)
        with opened(path) as container:
            picture = picture_stream(container)
            if picture is not None:
                _check_pixels(path, picture.codec_context, limits)
            duration = duration_of(container)
        sound = can_be_heard(path)
        if picture is None and not sound:
            raise ClipError("nothing" if sound is None else "sound", name=path.name)
        nothing = ((0, 0), 0.0, 0.0)
        size, fps, picture_from = (
            nothing if picture is None else first_frame(path, limits.max_pixels)
        )
        if picture is not None and sound is None and duration <= 0.05:
            raise ClipError("still", name=path.name)
        if duration <= 0.05:
            raise ClipError("cut_off", name=path.name)
        start, end = _segment(segment, duration)
        if end - start > limits.max_seconds + 1e-3:
            lasts, most = _told_apart(end - start, limits.max_seconds)
            kind = "part_too_long" if end - start < duration else "too_long"
            raise ClipError(kind, name=path.name, lasts=lasts, most=most)
        text = mended(subtitle).strip() if subtitle else None
        return cls(
            path, duration, *size, fps, picture is not None, bool(sound), sound is False,
            picture_from, start, end, text or None, limits, threading.RLock(),
        )  # fmt: skip

    @property
    def frames(self) -> list[Frame]:
        """The kept frames in order of time, the first being what is on screen at `start`.

        Empty if the clip, or the part of it, has no picture (see `shows_picture`).
        Raises ClipError if there are pictures and not one can be decoded.
        """
        with self._lock:  # two backends may ask at once: one decodes, the other waits for it
            return self._pictures[0]

    @property
    def sound(self) -> NDArray[np.float32]:
        """The sound from `start` to `end`: float32 in -1..1, mono, 16 kHz; empty without sound."""
        with self._lock:
            return self._heard[0]

    def damage(self, modality: Modality) -> tuple[float, float] | None:
        """Between which seconds of the clip some pictures, or sound, can't be decoded.

        None if nothing between `start` and `end` is damaged, or it is not about either.
        """
        if modality is Modality.LEXICAL:
            return None
        with self._lock:
            lost = (self._pictures if modality is Modality.VISUAL else self._heard)[1]
        lost = [(a, b) for a, b in lost if a < self.end and b > self.start]
        if not lost:
            return None
        return max(self.start, min(a for a, _ in lost)), min(self.end, max(b for _, b in lost))

    @cached_property
    def _pictures(self) -> tuple[list[Frame], Lost]:
        lost: Lost = []
        if not self.shows_picture:
            return [], lost
        span = max(self.end - self.start, 1e-3)
        rate = min(self.limits.frames_per_second, self.limits.max_frames / span)
        kept: list[Frame] = []
        due = self.start
        first = due if due >= self.picture_from else 0.0  # Matroska can't seek to before a picture
        with opened(self.path) as container:
            for time, frame in frames_from(container, first, self.limits.max_pixels, lost):
                if time > self.end:
                    break
                if time + 1e-6 >= due:
                    kept.append(Frame(time, upright(frame, self.limits.long_side)))
                    due = max(due + 1 / rate, time + 0.5 / rate)
        if not kept:
            raise ClipError("pictures", name=self.path.name)
        return kept, lost

    @cached_property
    def _heard(self) -> tuple[NDArray[np.float32], Lost]:
        lost: Lost = []
        if not self.has_sound:
            return np.zeros(0, np.float32), lost
        part = sound_between(self.path, self.start, self.end, lost)
        return part.astype(np.float32) / 32768.0, lost


def part_between(start: float | None, end: float | None) -> tuple[float, float] | None:
    """The segment that two optional seconds mean: from the beginning, to the end, or all of it."""
    if start is None and end is None:
        return None
    return start or 0.0, float("inf") if end is None else end


def _check_file(path: Path, limits: Limits) -> None:
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


def _check_pixels(path: Path, picture: VideoCodecContext, limits: Limits) -> None:
    width, height = picture.width, picture.height
    if width * height > limits.max_pixels:
        most = limits.max_pixels
        raise ClipError("too_many_pixels", name=path.name, width=width, height=height, most=most)


def _segment(segment: tuple[float, float] | None, duration: float) -> tuple[float, float]:
    if segment is None:
        return 0.0, duration
    start, end = max(0.0, segment[0]), min(max(0.0, segment[1]), duration)
    if start >= duration:
        raise ClipError("after_end", start=start, duration=duration)
    if end - start < 0.1:
        raise ClipError("no_part", start=start, end=end)
    return start, end


def _told_apart(lasts: float, most: float) -> tuple[str, str]:
    """Both as a person reads them, with as many digits as it takes to see which is longer."""
    digits = next((n for n in range(3) if round(lasts, n) > round(most, n)), 3)
    return _spoken(lasts, digits), _spoken(most, digits)


def _spoken(seconds: float, digits: int) -> str:
    if seconds < 120:
        return f"{seconds:.{digits}f} s"
    minutes, rest = divmod(round(seconds, digits), 60)
    return f"{minutes:.0f}:{rest:0{digits + 3 if digits else 2}.{digits}f} min"
