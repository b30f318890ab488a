"""Running a net of towers: what it is shown of a face, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.cascade.train.faces_graph import SIDE

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

SEEN = 48
"""Side in pixels to which a face is brought first: that of the faces that the net is tuned on."""


def pixels(greys: Sequence[Grey]) -> Floats:
    """Grey faces → what the net takes [2n, 3, 112, 112]: each as it is, then mirrored."""
    import cv2

    both = []
    for grey in greys:
        small = cv2.resize(grey, (SEEN, SEEN), interpolation=cv2.INTER_AREA)
        large = cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        both += [large, large[:, ::-1]]
    return np.stack(both).astype(np.float32)[:, None].repeat(3, axis=1)


def session(net: bytes) -> InferenceSession:
    """A net ready to run, on one core."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    return InferenceSession(net, options, providers=["CPUExecutionProvider"])


def answering(net: bytes) -> Callable[[Grey], NDArray[np.float64]]:
    """A face in greys → probabilities [7] in the order of `BASIC`; the mirror counts too."""
    ready = session(net)

    def answer(face: Grey) -> NDArray[np.float64]:
        (both,) = ready.run(["probabilities"], {"pixels": pixels([face])})
        return np.asarray(both.mean(0), np.float64)

    return answer
