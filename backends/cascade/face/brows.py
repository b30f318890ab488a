"""Where the brows lie, from the picture itself: the mesh follows their inner ends too little.

A brow's upper edge is where the forehead turns dark downwards. It is looked for as one line over
the inner part of the brow, for single columns lose it in creases above and shadows beneath.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

EYES = (33, 133, 362, 263)
"""Corners of the eyes in MediaPipe's mesh, from the picture's left to its right."""
SIDES = ((133, (107, 66, 105)), (362, (336, 296, 334)))
"""Inner corner of each eye, and points on the brow above it, the inner one first."""
ACROSS, ABOVE = (-0.06, 0.26), (0.08, 0.5675)
"""What a brow's picture shows, in distances between the outer eye corners: outwards from the inner
corner of the eye, and upwards from the line of the eyes. The outer third of a brow is too thin."""
HEIGHT, WIDTH = 40, 36
INNER, MIDDLE = slice(0, WIDTH // 3), slice(WIDTH // 3, WIDTH * 2 // 3)
SMOOTH = 1.5
"""Pixels over which grey is smoothed: a crease of the forehead is thinner than a brow."""
STEP = 0.15
"""What it costs the line to go up or down by a row, in parts of the clearest edge."""
STRONGEST = 0.25
"""Of the skin's grey over two rows: what is darker is no clearer an edge."""


@dataclass(frozen=True)
class Brows:
    """Lengths in distances between the outer eye corners, means of both brows."""

    inner: float
    """Height of the upper edge of their inner ends above the line of the eyes."""
    slope: float
    """How far the inner ends lie above the brows' middle; 0 where they do not.

    So an inner end that is lost in the shadow beneath it, and found again, has not risen.
    """


def measure(image: Image, points: Floats, down: Floats) -> Brows:
    """The brows of one face: `points` [468, 3] in pixels of `image` (RGB), `down` its own axis [3].

    A head that nods moves the middle of a brow, which lies farther back, against its inner end.
    How much is known from the mesh's depth, and taken away.
    """
    across = points[263, :2] - points[33, :2]
    scale = max(float(np.hypot(*across)), 1.0)
    across = across / scale
    below = np.array([-across[1], across[0]], np.float32)
    length = max(float(np.linalg.norm(points[33] - points[263])), 1.0)
    flat, own = -points[:, :2] @ below / scale, -points @ down / length
    nods = (own - own[[*EYES]].mean()) - (flat - flat[[*EYES]].mean())
    pictures, shifts = [], []
    for side, (corner, brow) in enumerate(SIDES):
        outwards = across * (2 * side - 1)
        away = (points[[*brow], :2] - points[corner, :2]) @ outwards / scale
        start = points[corner, :2] + below * scale * (flat[corner] - flat[[*EYES]].mean())
        pictures.append(_picture(image, start, outwards * scale, -below * scale))
        shifts.append(np.interp(np.linspace(*ACROSS, WIDTH), away, nods[[*brow]]))
    edges = _upper_edges(np.stack(pictures)) + np.stack(shifts)
    inner, middle = (np.median(edges[:, part], axis=1) for part in (INNER, MIDDLE))
    return Brows(float(inner.mean()), float(np.maximum(inner - middle, 0).mean()))


def _picture(image: Image, start: Floats, outwards: Floats, up: Floats) -> Floats:
    """One brow [40, 36] in smoothed grey over the skin's, its inner end on the left."""
    import cv2

    (near, far), (low, high) = ACROSS, ABOVE
    corners = [start + outwards * x + up * y for x, y in ((near, high), (far, high), (near, low))]
    there = np.array([[0, 0], [WIDTH - 1, 0], [0, HEIGHT - 1]], np.float32)
    turn = cv2.getAffineTransform(np.asarray(corners, np.float32), there)
    picture = cv2.warpAffine(image, turn, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    smooth = cv2.GaussianBlur(grey / max(float(np.median(grey)), 1.0), (0, 0), SMOOTH)
    return np.asarray(smooth, np.float32)


def _upper_edges(grey: Floats) -> NDArray[np.float64]:
    """Heights [2, 36] of the upper edges of two brows [2, 40, 36], as lengths of `Brows`."""
    darker = np.zeros_like(grey)
    darker[:, 2:-2] = np.clip(grey[:, 1:-3] - grey[:, 3:-1], 0, STRONGEST)
    clear = darker / np.maximum(np.percentile(darker, 99, axis=(1, 2), keepdims=True), 1e-3)
    ways = np.full((3, 2, HEIGHT), -np.inf)
    best, came = clear[:, :, 0], np.zeros((WIDTH, 2, HEIGHT), int)
    for column in range(1, WIDTH):
        ways[0], ways[1, :, 1:], ways[2, :, :-1] = best, best[:, :-1] - STEP, best[:, 1:] - STEP
        came[column] = ways.argmax(0)
        best = ways.max(0) + clear[:, :, column]
    rows, both = np.empty((WIDTH, 2), int), np.arange(2)
    rows[-1] = best.argmax(1)
    for column in range(WIDTH - 1, 0, -1):
        back = came[column, both, rows[column]]
        rows[column - 1] = rows[column] + (back == 2) - (back == 1)
    # To a part of a row: the vertex of the parabola through the edge and its neighbours.
    rows = rows.clip(1, HEIGHT - 2).T
    above, here, under = (
        np.take_along_axis(darker, rows[:, None] + step, 1)[:, 0] for step in (-1, 0, 1)
    )
    bend = np.maximum(2 * here - above - under, 1e-6)
    exact = rows + np.clip((under - above) / (2 * bend), -0.5, 0.5)
    low, high = ABOVE
    return np.asarray(high - exact * (high - low) / (HEIGHT - 1), np.float64)
