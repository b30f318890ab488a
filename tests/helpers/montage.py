"""Clips with real faces that no gallery holds, cut together from it by moviepy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import moviepy
import numpy as np
from numpy.typing import NDArray


def one_after_another(target: Path, *parts: Path | float) -> Path:
    """Clips joined in time; a number stands for so many seconds of black and silence.

    A part of another size is centred on black.
    """
    clips = [_clip(part) for part in parts]
    sized = [clip.with_fps(30) for clip in _same_size(clips)]
    joined = moviepy.concatenate_videoclips(sized, method="compose")
    return _written(joined, target, clips)


def next_to_each_other(target: Path, left: Path, right: Path) -> Path:
    """Two clips in one picture, as long as the shorter; the left one is heard."""
    clips = [_clip(left), _clip(right)]
    seconds = min(clip.duration for clip in clips)
    both = moviepy.clips_array([[clip.subclipped(0, seconds) for clip in clips]])
    return _written(both.with_audio(clips[0].audio.subclipped(0, seconds)), target, clips)


def _clip(part: Path | float) -> moviepy.VideoClip:
    if isinstance(part, Path):
        return moviepy.VideoFileClip(str(part))
    return moviepy.ColorClip((16, 16), (0, 0, 0), duration=part)


def _same_size(clips: Sequence[moviepy.VideoClip]) -> list[moviepy.VideoClip]:
    size = max((clip.size for clip in clips), key=lambda size: size[0] * size[1])
    return [
        moviepy.CompositeVideoClip([clip.with_position("center")], size=size).with_audio(clip.audio)
        for clip in clips
    ]


def _written(clip: moviepy.VideoClip, target: Path, sources: Sequence[moviepy.VideoClip]) -> Path:
    try:
        clip.write_videofile(
            str(target), fps=30, audio_codec="aac", logger=None, temp_audiofile_path=target.parent
        )
    finally:
        for source in sources:
            source.close()  # each holds an ffmpeg of its own
    return target


def of_pictures(target: Path, pictures: Sequence[NDArray[np.uint8]], fps: float = 10) -> Path:
    """Pictures (RGB, one size) one after another, without sound."""
    return _written(moviepy.ImageSequenceClip([*pictures], fps=fps), target, [])
