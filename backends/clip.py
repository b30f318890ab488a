"""Decoding: what a person gave, as frames in order and mono sound, decoded once and shared.

Frames are thinned and shrunk while decoding, so that a long or large clip fits in memory; the times
of the frames that were kept are part of what every backend reports as received.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality
from backends.blocks import Blocks
from backends.clip_error import ClipError
from backends.decode import Lost, first_frame, frames_from, opened
from backends.length import duration_of, last_picture_ends
from backends.limits import Limits, check_file, check_pixels, check_seconds
from backends.sound import SOUND_RATE, heard_track, sound_between
from backends.subtitles import TimedText, is_timed, timed, within
from backends.tracks import Track, picture_stream, picture_track, sound_track
from backends.upright import pixel_aspect, upright
from backends.windows_1252 import mended

__all__ = ["SOUND_RATE", "Clip", "ClipError", "Frame", "Limits", "part_between"]


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
    picture_track: Track
    """Of its tracks of moving pictures, the one that is seen."""
    sound_track: Track
    """Of its sound tracks, the one that is heard."""
    has_sound: bool
    """Whether it has sound that can be decoded, be it silent."""
    picture_from: float
    """Seconds to the first picture: the sound may begin before it."""
    start: float
    end: float
    subtitle: str | None
    limits: Limits
    _lock: threading.RLock
    cues: tuple[TimedText, ...] = ()
    """What of `subtitle` is said when, where that is known."""

    @property
    def name(self) -> str:
        """The file's name without its ending: the key under which data sets list a clip."""
        return self.path.stem

    @property
    def has_picture(self) -> bool:
        """Whether there are moving pictures anywhere in it."""
        return self.picture_track.count > 0

    @property
    def sound_unreadable(self) -> bool:
        """Whether it has a sound track of which nothing can be decoded."""
        return self.sound_track.count > 0 and not self.has_sound

    @property
    def shows_picture(self) -> bool:
        """Whether a picture is on screen between `start` and `end`; known without decoding."""
        if not self.has_picture or self.picture_from > self.end:
            return False
        return self.start <= self.picture_from or self.start < self.picture_end

    @cached_property
    def picture_end(self) -> float:
        """Seconds from the clip's start to the end of its last picture: the sound may go on.

        At most `duration`; 0 without a picture. Read off the file without decoding.
        """
        if not self.has_picture:
            return 0.0
        ends = last_picture_ends(self.path, self.picture_track, self.duration)
        return min(ends, self.duration)

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        subtitle: str | Sequence[TimedText] | None = None,
        segment: tuple[float, float] | None = None,
        picture: int | None = None,
        sound: int | None = None,
        limits: Limits | None = None,
    ) -> Clip:
        """Look at a file and promise that it can be decoded.

        Args:
            path: a video or sound file in any form that FFmpeg reads.
            subtitle: what is said, if it is known; backends then read it, not what is heard. Cues,
                and a text of SubRip or WebVTT, tell also when.
            segment: (start, end) in seconds; only this part is decoded. Default: all of it.
            picture, sound: which of several tracks, from 1. Default: the one that a player takes.
            limits: sizes and lengths that are accepted. Default: `Limits()`.

        Raises:
            ClipError: the file is missing, empty, too long, too large or not a clip, or has no such
                track.
        """
        path, limits = Path(path), limits or Limits()
        check_file(path, limits)
        with opened(path) as container:
            seen = _chosen(path, "picture", picture_track(container), picture)
            listed = _chosen(path, "sound", sound_track(container), sound)
            if seen.count:
                pictures = picture_stream(container, seen)
                check_pixels(path, pictures.codec_context, limits)
            duration = duration_of(container)
        heard = heard_track(path, listed, chosen=sound is not None)
        if not seen.count and not heard:
            raise ClipError("sound" if listed.count else "nothing", name=path.name)
        nothing = ((0, 0), 0.0, 0.0)
        size, fps, picture_from = (
            first_frame(path, seen, limits.max_pixels) if seen.count else nothing
        )
        if duration <= 0.05:
            raise ClipError("cut_off" if listed.count else "still", name=path.name)
        start, end = _segment(segment, duration)
        check_seconds(path, end - start, limits, part=end - start < duration)
        if isinstance(subtitle, str) and is_timed(subtitle):
            subtitle = timed(subtitle)
        cues = () if subtitle is None or isinstance(subtitle, str) else tuple(subtitle)
        cues = within(cues, start, end)
        if not isinstance(subtitle, str):
            subtitle = "\n".join(one.text for one in cues)
        text = mended(subtitle).strip() if subtitle else None
        return cls(
            path, duration, *size, fps, seen, heard or listed, heard is not None,
            picture_from, start, end, text or None, limits, threading.RLock(), cues,
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

    @property
    def only_channel(self) -> Literal["left", "right"] | None:
        """The one that `sound` is, where the channels of the file cancel each other out."""
        with self._lock:
            only = self._heard[2]
        return None if only is None else ("left", "right")[only]

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
        blocks = Blocks()
        due = self.start
        first = due if due >= self.picture_from else 0.0  # Matroska can't seek to before a picture
        with opened(self.path) as container:
            stream = picture_stream(container, self.picture_track)
            most, aspect = self.limits.max_pixels, pixel_aspect(stream)
            for time, frame in frames_from(container, stream, first, most, lost):
                if time > self.end:
                    break
                if time + 1e-6 >= due:
                    image = upright(frame, aspect, self.limits.long_side)
                    kept.append(Frame(time, blocks.keep(image)))
                    due = max(due + 1 / rate, time + 0.5 / rate)
        if not kept:
            raise ClipError("pictures", name=self.path.name)
        return kept, lost

    @cached_property
    def _heard(self) -> tuple[NDArray[np.float32], Lost, int | None]:
        lost: Lost = []
        if not self.has_sound:
            return np.zeros(0, np.float32), lost, None
        part, only = sound_between(self.path, self.sound_track, self.start, self.end, lost)
        return part.astype(np.float32) / 32768.0, lost, only


def part_between(start: float | None, end: float | None) -> tuple[float, float] | None:
    """The segment that two optional seconds mean: from the beginning, to the end, or all of it."""
    if start is None and end is None:
        return None
    return start or 0.0, float("inf") if end is None else end


def _chosen(path: Path, kind: str, track: Track, chosen: int | None) -> Track:
    if chosen is None:
        return track
    if not 1 <= chosen <= track.count:
        raise ClipError(f"no_{kind}_track", name=path.name, number=chosen, count=track.count)
    return Track(chosen, track.count)


def _segment(segment: tuple[float, float] | None, duration: float) -> tuple[float, float]:
    if segment is None:
        return 0.0, duration
    start, end = max(0.0, segment[0]), min(max(0.0, segment[1]), duration)
    if start >= duration:
        raise ClipError("after_end", start=start, duration=duration)
    if end - start < 0.1:
        raise ClipError("no_part", start=start, end=end)
    return start, end
