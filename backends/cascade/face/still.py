"""Whether a picture moves at all: a photograph under a voice, or a video that froze."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backends.clip import Frame

SIDE = 96
"""Pixels to which pictures are shrunk, which evens out what a codec does to a still one."""
NOISE = 6.0
"""Levels of grey (of 255) by which no part of a still picture changes. An encoded photograph
reaches 2; the calmest clip of the gallery passes 40 within its 2 s."""
MIN_SECONDS = 0.5
"""Shorter, and even a face may not move."""


def stands_still(frames: Sequence[Frame]) -> bool:
    """Whether all pictures of at least half a second are the first one again."""
    import cv2

    if not frames or frames[-1].time - frames[0].time < MIN_SECONDS:
        return False
    height, width = frames[0].image.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))

    def small(frame: Frame) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
        grey = cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY)
        return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.int16)

    first = small(frames[0])
    return all(np.abs(small(frame) - first).max() <= NOISE for frame in frames[1:])
