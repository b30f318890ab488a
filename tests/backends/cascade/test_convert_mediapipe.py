"""MediaPipe's nets as they ship: converted from the originals, and answering as those do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backends import weights
from backends.cascade.face import nets
from tests.helpers.places import SHARED

SOURCE = SHARED / "weights"
NETS = {
    "face_detection_full_range": ("reshaped_regressor_face_4", "reshaped_classifier_face_4"),
    "face_landmark": ("conv2d_20", "conv2d_30"),
}
needs_originals = pytest.mark.skipif(not SOURCE.exists(), reason="the original nets are not here")


@needs_originals
@pytest.mark.parametrize("name", NETS)
def test_it_answers_as_the_original_does_in_opencv(name: str) -> None:
    import cv2

    pictures = np.random.default_rng(0).uniform(0, 1, (3, 3, 192, 192)).astype(np.float32)
    original = cv2.dnn.readNetFromTFLite(str(SOURCE / f"{name}.tflite"), cv2.dnn.ENGINE_CLASSIC)
    together = nets.run(f"{name}.onnx", pictures, NETS[name])
    for at in range(len(pictures)):
        original.setInput(pictures[at : at + 1])
        for one, answer in zip(original.forward(NETS[name]), together, strict=True):
            assert answer[at] == pytest.approx(np.ravel(one), abs=2e-3)


@needs_originals
def test_the_conversion_gives_what_ships(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="what training needs is not installed")
    pytest.importorskip("tflite", reason="what training needs is not installed")
    from backends.cascade.train import convert_mediapipe

    assert convert_mediapipe.main([str(SOURCE), str(tmp_path)]) == 0
    for name in NETS:
        file = f"{name}.onnx"
        assert (tmp_path / file).read_bytes() == (weights.FOLDER / file).read_bytes()
