"""Writing a part of a clip as a new file that plays anywhere: H.264 and AAC in .mp4.

moviepy writes it, with the ffmpeg that it brings. It is handed frames and sound that were decoded
here, as it reads turned phone videos squeezed, variable frame rates wrongly, and sound that starts
late as if at 0 (moviepy 2.2.1). The picture is upright, in square pixels, at its full size.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.clip import Clip
from backends.clip_error import ClipError
from backends.decode import frames_from, opened
from backends.errors import EmerError
from backends.sound import channels_between
from backends.tracks import picture_stream
from backends.upright import pixel_aspect, seen_size, upright
from demo.strings import COMMANDS

if TYPE_CHECKING:
    from moviepy import AudioClip, VideoClip

SOUNDS = {".wav": "pcm_s16le", ".m4a": "aac", ".mp3": "libmp3lame"}
"""What a clip without a picture may be written as: file ending → codec."""

MOST_FPS = 60.0
UNSTEADY_FPS = 30.0
"""Frames a second, at least, where their distance varies: each then is at most 17 ms off."""

RATE = 48_000
"""Samples a second of the sound that is written."""

QUALITY = ("-crf", "18", "-movflags", "+faststart")
"""x264's constant quality, hardly to be told from the source; an index that comes first."""

Image = NDArray[np.uint8]


class CutError(EmerError):
    """The part can't be written."""


def _tell_nobody(_part: float) -> None:
    pass


def endings(clip: Clip) -> tuple[str, ...]:
    """The endings of the files that `clip` can be written to."""
    return (".mp4",) if clip.shows_picture else tuple(SOUNDS)


def write(clip: Clip, target: Path, told: Callable[[float], None] = _tell_nobody) -> None:
    """Write `clip`, from its `start` to its `end`, to `target`.

    `told` is called with how much of the picture is written, 0..1; what it raises ends the writing.

    The picture has a steady frame rate and lasts as long as the part: where the clip shows none
    yet, or none any more, the nearest frame stands. The sound keeps its distance to the picture.
    Raises ClipError if the clip can't be decoded, CutError if the file can't be written; `target`
    then is as it was.
    """
    if target.suffix.lower() not in endings(clip):
        raise CutError(COMMANDS("cut.ending", file=target.name, endings=[*endings(clip)]))
    with _finished(target) as file:
        _write(clip, file, told)


@contextmanager
def _finished(target: Path) -> Iterator[Path]:
    """Where to write what is to become `target` once it is whole. Raises CutError."""
    with tempfile.TemporaryDirectory(prefix="emer-cut-") as folder:
        written = Path(folder) / f"part{target.suffix.lower()}"
        try:
            yield written
            shutil.move(written, target)
        except OSError as error:  # moviepy's own holds a page of ffmpeg's output
            why = error.strerror or COMMANDS("cut.not_encoded")
            raise CutError(COMMANDS("cut.unwritten", file=target.name, why=why)) from error


def _write(clip: Clip, file: Path, told: Callable[[float], None]) -> None:
    sound = sound_of(clip)
    if not clip.shows_picture:
        if sound is None:
            raise ClipError("sound", name=clip.path.name)
        sound.write_audiofile(str(file), RATE, codec=SOUNDS[file.suffix], logger=None)
        return
    fps = frame_rate(clip)
    _encode(_picture(clip, fps, told), sound, fps, file, "medium")


def encode(
    picture: VideoClip, sound: AudioClip | None, fps: float, target: Path, preset: str
) -> None:
    """Write a picture and its sound, both beginning at 0, to a new .mp4.

    `preset` is x264's, from "ultrafast" to "veryslow". Raises CutError; `target` then is as it was.
    """
    with _finished(target) as file:
        _encode(picture, sound, fps, file, preset)


def _encode(
    picture: VideoClip, sound: AudioClip | None, fps: float, file: Path, preset: str
) -> None:
    if sound is not None:
        picture = picture.with_audio(sound)
    picture.write_videofile(
        str(file),
        fps=fps,
        codec="libx264",
        preset=preset,
        audio_fps=RATE,
        audio_codec="aac",
        audio_bitrate="192k",
        temp_audiofile_path=str(file.parent),
        ffmpeg_params=list(QUALITY),
        logger=None,
    )


def frame_rate(clip: Clip) -> float:
    """Frames a second to write, with two digits: moviepy tells ffmpeg no more of them."""
    with opened(clip.path) as container:
        stream = picture_stream(container, clip.picture_track)
        mean, finest = float(stream.average_rate or 0), float(stream.base_rate or 0)
    if not mean or finest > 1.05 * mean:
        mean = max(mean, UNSTEADY_FPS)
    return round(min(mean, MOST_FPS), 2)


def _picture(clip: Clip, fps: float, told: Callable[[float], None]) -> VideoClip:
    from moviepy import VideoClip

    on_screen = OnScreen(clip)
    count = max(1, round((clip.end - clip.start) * fps))

    def image_at(t: float) -> Image:
        told(t * fps / count)
        return on_screen.at(t)

    return VideoClip(image_at, duration=(count + 1e-3) / fps)  # it rounds the count down


class OnScreen:
    """What a clip shows, decoded once, in order of time."""

    def __init__(self, clip: Clip, long_side: int | None = None) -> None:
        """`long_side`: the most pixels of a picture's longer side; default: as many as it has.

        Raises ClipError where no picture can be decoded.
        """
        self._frames = _shown(clip, long_side)
        first = next(self._frames, None)
        if first is None:
            raise ClipError("pictures", name=clip.path.name)
        self._now, self._next = first, next(self._frames, None)

    def at(self, t: float) -> Image:
        """What is on screen `t` seconds into the part; no earlier than what was asked last."""
        while self._next is not None and self._next[0] <= t + 0.5e-3:
            self._now, self._next = self._next, next(self._frames, None)
        return self._now[1]


def _shown(clip: Clip, long_side: int | None) -> Iterator[tuple[float, Image]]:
    """(seconds from the part's start, RGB as a person sees it), of even width and height."""
    first = clip.start if clip.start >= clip.picture_from else 0.0
    size: tuple[int, ...] | None = None
    with opened(clip.path) as container:
        stream = picture_stream(container, clip.picture_track)
        aspect = pixel_aspect(stream)
        for time, frame in frames_from(container, stream, first, clip.limits.max_pixels, []):
            if time >= clip.end and size:
                return
            image = upright(frame, aspect, long_side or max(seen_size(frame, aspect)))
            image = image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]
            size = size or image.shape
            if image.shape == size:  # a stream may turn to another size; a file can't
                yield time - clip.start, image


def sound_of(clip: Clip) -> AudioClip | None:
    from moviepy import AudioClip

    if not clip.has_sound:
        return None
    samples = channels_between(clip.path, clip.sound_track, clip.start, clip.end, [], RATE)
    if not samples.size:
        return None
    whole = np.zeros((samples.shape[1] + 1, 2), np.float32)  # the last row: after the end
    whole[:-1] = samples.T / 32768.0  # mono fills both

    def sound_at(t: float | NDArray[np.float64]) -> NDArray[np.float32]:
        """The samples at `t` seconds: (2,) for one time, (times, 2) for several."""
        places = np.rint(np.asarray(t) * RATE).astype(int)
        found: NDArray[np.float32] = whole[np.minimum(places, len(whole) - 1)]
        return found

    return AudioClip(sound_at, duration=samples.shape[1] / RATE, fps=RATE)
