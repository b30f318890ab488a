"""What a model really got of a clip: its frames, its sound and its words, to look at and hear.

Made when a person opens it, from the clip as it was decoded for the backend; kept nowhere.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backends.base import Received
from backends.clip import SOUND_RATE, Clip, Frame
from backends.sound import wav

MOST_PICTURES = 16
SIDE = 144
"""Pixels of the longer side of a picture in the strip."""
QUALITY = 72
"""Of its JPEG, 1 to 95."""


@dataclass(frozen=True)
class Picture:
    """A frame that was used: when (s), and the address that holds it whole."""

    time: float
    address: str


def pictures(clip: Clip, received: Received, side: int = SIDE) -> list[Picture]:
    """At most 16 of the frames that were used, evenly chosen, the first and the last among them.

    `side`: pixels of the longer side of each.
    """
    frames, times = clip.frames, received.frame_times
    if not frames or not times:
        return []
    chosen = np.unique(np.linspace(0, len(times) - 1, min(MOST_PICTURES, len(times))).round())
    return [
        Picture(times[at], _jpeg(_nearest(frames, times[at]).image, side))
        for at in chosen.astype(int)
    ]


def sound(clip: Clip, received: Received) -> str:
    """The sound that was used, as the address of a WAV: mono, 16 kHz, 16 bit; empty for none."""
    heard = clip.sound[: round(received.sound_seconds * SOUND_RATE)]
    return _address("audio/wav", wav(heard)) if heard.size else ""


def _nearest(frames: list[Frame], time: float) -> Frame:
    return min(frames, key=lambda frame: abs(frame.time - time))


def _jpeg(image: NDArray[np.uint8], side: int) -> str:
    picture = Image.fromarray(image)
    picture.thumbnail((side, side))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return _address("image/jpeg", file.getvalue())


def _address(kind: str, content: bytes) -> str:
    """Content as a data address: the page asks nobody for it."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
