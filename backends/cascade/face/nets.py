"""The nets that see a face: where it is, its mesh of 468 points; and the cut for `expression`.

Each is given a picture and its mirror image in one call, and the mean counts: a mirrored clip shows
the same face, and none of the nets would say so by itself. Pictures are RGB, uint8, height x width
x 3; places are pixels of that picture, x to the right and y down.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backends import weights
from backends.cascade.face.mirror import MIRRORED
from backends.sessions import session

if TYPE_CHECKING:
    from cv2.typing import MatLike

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

DETECTOR_SIDE = 192
DETECTOR_CELLS = 48
"""The detector answers for each of 48x48 cells; a cell's centre is its anchor."""
NOT_SIZE = [0, 2, 3]
"""Of a cell's four pairs of numbers (centre, size, two eyes) those that are places."""
MIN_FACE_SCORE = 0.5
MIN_FACE_SIDE = 16.0
"""Pixels. Of a smaller face neither the mesh nor the expression can be told."""
MAX_OVERLAP = 0.3
"""Two boxes that overlap more (intersection over union) are of one face."""

MESH_SIDE = 192
MESH_MARGIN = 1.5
"""The mesh net was trained on squares 1.5 times the detector's box (MediaPipe face mesh)."""

CROP_MARGIN = 1.25
CROP_RAISE = 0.06
"""The expression crop is 1.25 times the box and 6 % of the box higher, so that it shows the brows
with some forehead, as the pictures of FER2013 do.
"""

_NETS: dict[str, Any] = {}
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Face:
    """A detected face: a square box, the eyes' centres [2, 2] in the picture's order, a score."""

    left: float
    top: float
    side: float
    eyes: Floats
    score: float

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y) of its middle, in pixels of the picture."""
        return self.left + self.side / 2, self.top + self.side / 2


@dataclass(frozen=True)
class Mesh:
    """468 points [468, 3] (z in pixels too, smaller is nearer) and how surely this is a face."""

    points: Floats
    confidence: float


def run(name: str, pixels: MatLike, outputs: Sequence[str]) -> list[Floats]:
    """What a net, which is loaded once, answers to `pixels` [pictures, channels, height, width]."""
    with _LOCK:
        if name not in _NETS:
            _NETS[name] = session(weights.read(name))
        net = _NETS[name]
    return [np.asarray(output, np.float32) for output in net.run([*outputs], {"pixels": pixels})]


def detect(image: Image) -> list[Face]:
    """The faces whose centre is in the picture, the surest first.

    The net is MediaPipe's BlazeFace full range (Google, Apache-2.0). Each place is the mean over
    all cells that answer of one face, weighed by their scores, so that it hardly hangs on which of
    them is the surest.
    """
    import cv2

    height, width = image.shape[:2]
    scale = DETECTOR_SIDE / max(height, width)
    # In the middle, and of even width, so that the mirror image of the square is that of a picture.
    size = 2 * max(1, round(width * scale / 2)), max(1, round(height * scale))
    left = (DETECTOR_SIDE - size[0]) // 2
    square = np.zeros((DETECTOR_SIDE, DETECTOR_SIDE, 3), np.uint8)
    square[: size[1], left : left + size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    places, logits = _cells(square)
    scores = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
    likely = np.flatnonzero(scores > MIN_FACE_SCORE)
    places[:, NOT_SIZE, 0] -= left
    places = places[likely] * np.array([width / size[0], height / size[1]], np.float32)
    scores = scores[likely]
    boxes = np.concatenate([places[:, 0] - places[:, 1] / 2, places[:, 1]], 1)
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), MIN_FACE_SCORE, MAX_OVERLAP)
    faces = []
    for i in np.asarray(kept, int).ravel():
        same = scores * (_overlaps(boxes, boxes[i]) > MAX_OVERLAP)
        (x, y), extent, *eyes = np.tensordot(same / same.sum(), places, 1)
        side = float(extent.max())
        if side >= MIN_FACE_SIDE and 0 <= x < width and 0 <= y < height:
            corner = float(x) - side / 2, float(y) - side / 2
            faces.append(Face(*corner, side, np.array(eyes, np.float32), float(scores[i])))
    return faces


def _cells(square: Image) -> tuple[Floats, Floats]:
    """What the detector answers of a square picture and its mirror image: the mean of both.

    Of each cell, centre, size and both eyes [cells, 4, 2] in pixels of the square, and a logit.
    """
    import cv2

    rows, columns = np.divmod(np.arange(DETECTOR_CELLS**2), DETECTOR_CELLS)
    anchors = (np.stack([columns, rows], 1) + 0.5) * (DETECTOR_SIDE / DETECTOR_CELLS)
    numbers, logits = run(
        "face_detection_full_range.onnx",
        cv2.dnn.blobFromImages([square, square[:, ::-1]], 1 / 127.5, mean=(127.5,) * 3),
        ["reshaped_regressor_face_4", "reshaped_classifier_face_4"],
    )
    # Eight pairs of numbers: centre, size, then six key points of which the eyes come first.
    both = numbers.reshape(2, -1, 8, 2)[:, :, :4].copy()
    both[:, :, NOT_SIZE] += anchors[:, None]
    places, mirrored = both
    back = np.arange(DETECTOR_CELLS**2).reshape(DETECTOR_CELLS, -1)[:, ::-1].ravel()
    mirrored = mirrored[back][:, (0, 1, 3, 2)]
    mirrored[:, NOT_SIZE, 0] = DETECTOR_SIDE - mirrored[:, NOT_SIZE, 0]
    return _mean(places, mirrored), _mean(logits[0], logits[1][back])


def _mean(one: Floats, other: Floats) -> Floats:
    return np.asarray((one + other) / 2, np.float32)


def _overlaps(boxes: Floats, box: Floats) -> Floats:
    """Intersection over union of each of some boxes (left, top, width, height) with one."""
    low = np.maximum(boxes[:, :2], box[:2])
    high = np.minimum(boxes[:, :2] + boxes[:, 2:], box[:2] + box[2:])
    shared = np.clip(high - low, 0, None).prod(1)
    return np.asarray(shared / (boxes[:, 2:].prod(1) + box[2:].prod() - shared))


def mesh(image: Image, face: Face) -> Mesh:
    """The mesh of one detected face (MediaPipe face mesh, Google, Apache-2.0).

    The picture is turned about the face until the eyes are level, as in the net's training.
    """
    import cv2

    across = face.eyes[1] - face.eyes[0]
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    zoom = MESH_SIDE / (face.side * MESH_MARGIN)
    middle, (x, y) = (MESH_SIDE - 1) / 2, np.subtract(face.centre, 0.5).tolist()
    turn = cv2.getRotationMatrix2D((x, y), angle, zoom)
    turn[0, 2] += middle - x
    turn[1, 2] += middle - y
    level = cv2.warpAffine(image, turn, (MESH_SIDE, MESH_SIDE), borderMode=cv2.BORDER_REPLICATE)
    found, doubts = run(
        "face_landmark.onnx",
        cv2.dnn.blobFromImages([level, level[:, ::-1]], 1 / 255),
        ["conv2d_20", "conv2d_30"],
    )
    points, other = found.reshape(2, 468, 3)
    other, logit = other[MIRRORED], float(doubts.mean())
    other[:, 0] = MESH_SIDE - 1 - other[:, 0]
    points = _mean(points, other)
    back = cv2.invertAffineTransform(turn).astype(np.float32)
    points[:, :2] = points[:, :2] @ back[:, :2].T + back[:, 2]
    points[:, 2] /= zoom
    return Mesh(points, float(1 / (1 + np.exp(-np.clip(logit, -50, 50)))))


def crop(image: Image, face: Face) -> Image:
    """The square of the picture that `expression` expects, to a part of a pixel."""
    import cv2

    side = face.side * CROP_MARGIN
    x, y = face.centre[0], face.centre[1] - face.side * CROP_RAISE
    pixels = max(1, round(side))
    zoom, middle = pixels / side, (pixels - 1) / 2
    cut = np.array([[zoom, 0, middle - zoom * (x - 0.5)], [0, zoom, middle - zoom * (y - 0.5)]])
    square = cv2.warpAffine(image, cut, (pixels, pixels), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(square, np.uint8)
