"""Pictures as a person sees them: in square pixels, turned and mirrored as the file asks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.video.frame import VideoFrame


def pixel_aspect(stream: Any) -> Fraction:
    """Width of a stored pixel over its height; 1 where neither the file nor its codec says.

    PyAV's frames don't have it (18.1): the stream does, wherever in the file it stands.
    """
    return Fraction(stream.sample_aspect_ratio or 1)


def seen_size(frame: VideoFrame, aspect: Fraction) -> tuple[int, int]:
    """(width, height) in square pixels, after the turn that the file asks for."""
    width, height = max(1, round(frame.width * aspect)), frame.height
    return (height, width) if _turn(frame)[0] else (width, height)


def upright(frame: VideoFrame, aspect: Fraction, long_side: int) -> NDArray[np.uint8]:
    """RGB as a person sees it, the longer side at most `long_side` pixels.

    `aspect` is that of a stored pixel (`pixel_aspect`).
    """
    width, height = seen_size(frame, aspect)
    scale = min(1.0, long_side / max(width, height))
    width, height = max(2, round(width * scale)), max(2, round(height * scale))
    swapped, left_right, upside_down = _turn(frame)
    stored = (height, width) if swapped else (width, height)
    # PyAV gives each frame's scaler a thread of its own, which lives as long as the frame; that
    # lives until the next collection of cycles, once its side data was looked at (18.1).
    image = frame.to_ndarray(format="rgb24", width=stored[0], height=stored[1], threads=1)
    if swapped:
        image = image.transpose(1, 0, 2)
    image = image[:: -1 if upside_down else 1, :: -1 if left_right else 1]
    return np.ascontiguousarray(image)


def _turn(frame: VideoFrame) -> tuple[bool, bool, bool]:
    """What brings the stored picture upright: (rows become columns, then left is right, then up
    is down).

    The display matrix [a b u; c d v; x y w] sends a stored point to a·x + c·y, b·x + d·y (ISO
    14496-12, 8.3.2); a turn that is no multiple of 90° counts as the nearest. `frame.rotation`
    would not do: it tells a mirrored picture from a turned one by nothing.
    """
    side: Any = frame.side_data.get("DISPLAYMATRIX")
    if side is None:
        return False, False, False
    a, b, _, c, d = np.frombuffer(side, np.int32)[:5].tolist()
    if abs(b) + abs(c) > abs(a) + abs(d):
        return True, c < 0, b < 0
    return False, a < 0, d < 0
