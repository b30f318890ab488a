"""The explained clip as a film: picture with boxes and captions, lanes with a playhead, and clues
as they come; written by moviepy.

    text.py     the font, and lines that fit a width
    look.py     colours and places
    panel.py    the right side: emotions, and the clues so far
    strip.py    the lanes below the picture, by pages of time
    picture.py  the picture, with boxes about the faces and captions

The last picture stands a few seconds longer, with the conclusion, so that it can be read.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demo import clip_writer
from demo.take_away.film.look import HEIGHT, PAPER, WIDTH
from demo.take_away.film.panel import Panel
from demo.take_away.film.picture import Picture
from demo.take_away.film.strip import Strip
from demo.take_away.taken import Taken

MOST_FPS = 30.0
"""Frames a second: more cost time and show nothing more."""
STANDS = 3.0
"""Seconds for which the end stands."""
PRESET = "veryfast"
"""x264's: twice as quick as its default, for a file that is a fifth larger."""

Image = NDArray[np.uint8]


class Film:
    """The pictures of a film, asked for in order of time."""

    def __init__(self, taken: Taken) -> None:
        """Raises ClipError where the clip's pictures can't be decoded."""
        self.clip = taken.clip
        self.seconds = self.clip.end - self.clip.start
        self.panel, self.strip, self.picture = Panel(taken), Strip(taken), Picture(taken)
        self._behind = np.full((HEIGHT, WIDTH, 3), PAPER, np.uint8)

    def at(self, t: float) -> Image:
        """The picture `t` seconds after the beginning: RGB, `HEIGHT` by `WIDTH`."""
        drawn = self._behind.copy()
        time = self.clip.start + min(t, self.seconds)
        self.picture.draw(drawn, min(t, self.seconds), time)
        self.strip.draw(drawn, time)
        self.panel.draw(drawn, time, over=t >= self.seconds)
        return drawn


def write(taken: Taken, target: Path) -> None:
    """H.264 and AAC in .mp4. Raises ClipError, or CutError where it can't be written."""
    from moviepy import VideoClip

    film = Film(taken)
    fps = min(clip_writer.frame_rate(taken.clip), MOST_FPS)
    count = max(1, round((film.seconds + STANDS) * fps))
    picture = VideoClip(film.at, duration=(count + 1e-3) / fps)  # it rounds the count down
    clip_writer.encode(picture, clip_writer.sound_of(taken.clip), fps, target, PRESET)
