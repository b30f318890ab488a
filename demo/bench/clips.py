"""The clips that are measured: made from the gallery, the same for every version."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from demo.ground_truth.gallery import FOLDER

SHORT, JOINED, LONG = "2 s", "13 s", "52 s"
"""The clip HAP of the gallery; all six joined; that four times."""

LENGTHS = (SHORT, JOINED, LONG)
"""The names of the clips, the shortest first."""

FPS = 30


def make(folder: Path, lengths: Sequence[str] = LENGTHS) -> dict[str, Path]:
    """Length → clip. Those that the gallery does not hold are written to `folder`."""
    gallery = sorted(FOLDER.glob("*.mp4"))
    made = {SHORT: next(path for path in gallery if "HAP" in path.stem)}
    for length, times in ((JOINED, 1), (LONG, 4)):
        if length in lengths:
            made[length] = _joined(folder / f"{length.replace(' ', '')}.mp4", gallery * times)
    return {length: made[length] for length in LENGTHS if length in lengths}


def _joined(target: Path, parts: Sequence[Path]) -> Path:
    """Clips one after another, each as large as the first."""
    import moviepy

    clips = [moviepy.VideoFileClip(str(part)) for part in parts]
    # It repeats a last frame that the file only announces, and says so each time.
    warnings.filterwarnings("ignore", module="moviepy")
    try:
        sized = [clip.resized(clips[0].size).with_fps(FPS) for clip in clips]
        moviepy.concatenate_videoclips(sized).write_videofile(
            str(target),
            fps=FPS,
            audio_codec="aac",
            temp_audiofile_path=str(target.parent),
            logger=None,
        )
    finally:
        for clip in clips:
            clip.close()  # each holds an ffmpeg of its own
    return target
