"""The four nets behind the face: where it is, its mesh of 468 points, what it seems to express.

All run in `cv2.dnn` on a CPU. Pictures are RGB, uint8, height x width x 3; places are pixels of
that picture, x to the right and y down.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backends import weights

if TYPE_CHECKING:
    from cv2.typing import MatLike

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

DETECTOR_SIDE = 192
DETECTOR_CELLS = 48
"""The detector answers for each of 48x48 cells; a cell's centre is its anchor."""
MIN_FACE_SCORE = 0.5
MIN_FACE_SIDE = 16.0
"""Pixels. Of a smaller face neither the mesh nor the expression can be told."""
MAX_OVERLAP = 0.3
"""Of two boxes that overlap more (intersection over union), the weaker one is dropped."""

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


def _run(name: str, pixels: MatLike, outputs: Sequence[str]) -> list[Floats]:
    """One pass through a net that is loaded once. `cv2.dnn` nets keep state, hence the lock."""
    import cv2

    with _LOCK:
        if name not in _NETS:
            data = weights.read(name)
            if name.endswith(".tflite"):
                # By path: OpenCV 5 ignores the engine when it reads a TFLite net from memory, and
                # only the classic one runs these two nets.
                path = str(weights.FOLDER / name)
                _NETS[name] = cv2.dnn.readNetFromTFLite(path, cv2.dnn.ENGINE_CLASSIC)
            else:
                _NETS[name] = cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
        net = _NETS[name]
        net.setInput(pixels)
        return [np.array(output, np.float32) for output in net.forward(outputs)]


def detect(image: Image) -> list[Face]:
    """The faces whose centre is in the picture, the surest first.

    The net is MediaPipe's BlazeFace full range (Google, Apache-2.0).
    """
    import cv2

    height, width = image.shape[:2]
    scale = DETECTOR_SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    square = np.zeros((DETECTOR_SIDE, DETECTOR_SIDE, 3), np.uint8)
    square[: size[1], : size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    pixels = cv2.dnn.blobFromImage(square, 1 / 127.5, mean=(127.5, 127.5, 127.5))
    numbers, logits = _run(
        "face_detection_full_range.tflite",
        pixels,
        ["reshaped_regressor_face_4", "reshaped_classifier_face_4"],
    )
    scores = 1 / (1 + np.exp(-np.clip(logits.ravel(), -50, 50)))
    likely = np.flatnonzero(scores > MIN_FACE_SCORE)
    rows, columns = np.divmod(likely, DETECTOR_CELLS)
    anchors = (np.stack([columns, rows], 1) + 0.5) * (DETECTOR_SIDE / DETECTOR_CELLS)
    # Eight pairs of numbers: centre, size, then six key points of which the eyes come first.
    pairs = numbers.reshape(-1, 8, 2)[likely]
    centres, sizes = (pairs[:, 0] + anchors) / scale, pairs[:, 1] / scale
    eyes = ((pairs[:, 2:4] + anchors[:, None]) / scale).astype(np.float32)
    corners = centres - sizes / 2
    boxes = np.concatenate([corners, sizes], 1).tolist()
    kept = cv2.dnn.NMSBoxes(boxes, scores[likely].tolist(), MIN_FACE_SCORE, MAX_OVERLAP)
    faces = []
    for i in np.asarray(kept, int).ravel():
        x, y = (float(number) for number in centres[i])
        side = float(sizes[i].max())
        if side >= MIN_FACE_SIDE and 0 <= x < width and 0 <= y < height:
            score = float(scores[likely[i]])
            faces.append(Face(x - side / 2, y - side / 2, side, eyes[i], score))
    return faces


def mesh(image: Image, face: Face) -> Mesh:
    """The mesh of one detected face (MediaPipe face mesh, Google, Apache-2.0).

    The picture is turned about the face until the eyes are level, as in the net's training.
    """
    import cv2

    across = face.eyes[1] - face.eyes[0]
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    zoom = MESH_SIDE / (face.side * MESH_MARGIN)
    turn = cv2.getRotationMatrix2D(face.centre, angle, zoom)
    turn[0, 2] += MESH_SIDE / 2 - face.centre[0]
    turn[1, 2] += MESH_SIDE / 2 - face.centre[1]
    level = cv2.warpAffine(image, turn, (MESH_SIDE, MESH_SIDE), borderMode=cv2.BORDER_REPLICATE)
    pixels = cv2.dnn.blobFromImage(level, 1 / 255)
    points, logit = _run("face_landmark.tflite", pixels, ["conv2d_20", "conv2d_30"])
    points = points.reshape(468, 3)
    back = cv2.invertAffineTransform(turn).astype(np.float32)
    points[:, :2] = points[:, :2] @ back[:, :2].T + back[:, 2]
    points[:, 2] /= zoom
    return Mesh(points, float(1 / (1 + np.exp(-np.clip(logit.item(), -50, 50)))))


def crop(image: Image, face: Face) -> Image:
    """The square of the picture that `expression` expects, cut at the picture's edge."""
    side = face.side * CROP_MARGIN
    x, y = face.centre[0], face.centre[1] - face.side * CROP_RAISE
    left, top = max(0, round(x - side / 2)), max(0, round(y - side / 2))
    return image[top : round(y + side / 2), left : round(x + side / 2)]


def expression(face: Image) -> Floats:
    """Probabilities [7] in the order of `BASIC` for a crop that a face fills.

    The mean over two nets (face-api's dense net, human's grey Xception; both MIT, by V. Mandic),
    and over the crop and its mirror image, which steadies both.
    """
    import cv2

    colour = cv2.resize(face, (112, 112), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(
        cv2.resize(face, (64, 64), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    )
    answers = [
        _run(name, cv2.dnn.blobFromImages([picture, picture[:, ::-1]]), ["probabilities"])[0]
        for name, picture in (
            ("expression_dense.onnx", colour),
            ("expression_xception.onnx", grey),
        )
    ]
    return np.asarray(np.concatenate(answers).mean(0), np.float32)
