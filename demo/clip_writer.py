"""Writing a part of a clip as a new file that plays anywhere: H.264 and AAC in .mp4.

moviepy writes it, with the ffmpeg that it brings. It is handed frames and sound that were decoded
here, as it reads turned phone videos squeezed, variable frame rates wrongly, and sound that starts
late as if at 0 (moviepy 2.2.1). The picture is upright, in square pixels, at its full size.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
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
    with tempfile.TemporaryDirectory(prefix="emer-cut-") as folder:
        written = Path(folder) / f"part{target.suffix.lower()}"
        try:
            _write(clip, written, told)
            shutil.move(written, target)
        except OSError as error:  # moviepy's own holds a page of ffmpeg's output
            why = error.strerror or COMMANDS("cut.not_encoded")
            raise CutError(COMMANDS("cut.unwritten", file=target.name, why=why)) from error


def _write(clip: Clip, file: Path, told: Callable[[float], None]) -> None:
    sound = _sound(clip)
    if not clip.shows_picture:
        if sound is None:
            raise ClipError("sound", name=clip.path.name)
        sound.write_audiofile(str(file), RATE, codec=SOUNDS[file.suffix], logger=None)
        return
    fps = _frame_rate(clip)
    picture = _picture(clip, fps, told)
    if sound is not None:
        picture = picture.with_audio(sound)
    picture.write_videofile(
        str(file),
        fps=fps,
        codec="libx264",
        audio_fps=RATE,
        audio_codec="aac",
        audio_bitrate="192k",
        temp_audiofile_path=str(file.parent),
        ffmpeg_params=list(QUALITY),
        logger=None,
    )


def _frame_rate(clip: Clip) -> float:
    """Frames a second to write, with two digits: moviepy tells ffmpeg no more of them."""
    with opened(clip.path) as container:
        stream = picture_stream(container, clip.picture_track)
        mean, finest = float(stream.average_rate or 0), float(stream.base_rate or 0)
    if not mean or finest > 1.05 * mean:
        mean = max(mean, UNSTEADY_FPS)
    return round(min(mean, MOST_FPS), 2)


def _picture(clip: Clip, fps: float, told: Callable[[float], None]) -> VideoClip:
    from moviepy import VideoClip

    shown = _shown(clip)
    before = after = next(shown, None)
    if before is None:
        raise ClipError("pictures", name=clip.path.name)

    count = max(1, round((clip.end - clip.start) * fps))

    def image_at(t: float) -> Image:
        """What is on screen `t` seconds into the part; moviepy asks in order of time."""
        nonlocal before, after
        assert before is not None
        told(t * fps / count)
        while after is not None and after[0] <= t + 0.5e-3:
            before, after = after, next(shown, None)
        return before[1]

    return VideoClip(image_at, duration=(count + 1e-3) / fps)  # it rounds the count down


def _shown(clip: Clip) -> Iterator[tuple[float, Image]]:
    """(seconds from the part's start, RGB as a person sees it), of even width and height."""
    first = clip.start if clip.start >= clip.picture_from else 0.0
    size: tuple[int, ...] | None = None
    with opened(clip.path) as container:
        stream = picture_stream(container, clip.picture_track)
        aspect = pixel_aspect(stream)
        for time, frame in frames_from(container, stream, first, clip.limits.max_pixels, []):
            if time >= clip.end and size:
                return
            image = upright(frame, aspect, max(seen_size(frame, aspect)))
            image = image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]
            size = size or image.shape
            if image.shape == size:  # a stream may turn to another size; a file can't
                yield time - clip.start, image


def _sound(clip: Clip) -> AudioClip | None:
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
