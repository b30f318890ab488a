"""Pictures of a real face, bent so that it does one thing that no clip at hand shows alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face import nets

Image = NDArray[np.uint8]

RIGHT_INNER, LEFT_INNER, BROWS = (107, 55), (336, 285), (107, 55, 336, 285, 105, 334)
"""Points of MediaPipe's mesh at the inner ends of the brows, and along them."""
WIDE, HIGH = 0.09, 0.16
"""How far around a point the picture is bent, in distances between the outer eye corners."""


def brows_up(image: Image, by: float, whole: bool = False) -> Image:
    """The same face with the inner ends of its brows, or the whole brows, drawn up.

    `by` is in distances between the outer eye corners.
    """
    import cv2

    points = nets.mesh(image, nets.detect(image)[0]).points[:, :2]
    scale = float(np.linalg.norm(points[33] - points[263]))
    y, x = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)

    def near(at: NDArray[np.float32], wide: float) -> NDArray[np.float32]:
        far = ((x - at[0]) / (wide * scale)) ** 2 + ((y - at[1]) / (HIGH * scale)) ** 2
        return np.asarray(np.exp(-far / 2), np.float32)

    if whole:
        bent = near(points[[*BROWS]].mean(0), 10)
    else:
        bent = np.maximum(
            *(near(points[[*ends]].mean(0), WIDE) for ends in (RIGHT_INNER, LEFT_INNER))
        )
    moved = cv2.remap(image, x, y + by * scale * bent, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)
