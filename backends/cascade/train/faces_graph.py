"""The net of towers as ONNX: face-api's lowest block, and tuned copies of what is above it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from backends.cascade.train.convert_faces import (
    DENSE_MEAN,
    DENSE_ORDER,
    Array,
    PictureGraph,
    tensors,
)
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

Weights = Mapping[str, Array]
"""Arrays by face-api's names, in TensorFlow's layout."""

SIDE = 112
ENDINGS = ("-weights_manifest.json", ".bin")


class _TowerGraph(PictureGraph):
    """A graph with blocks by face-api's names, and several outputs."""

    def __init__(self) -> None:
        super().__init__(3, SIDE)
        self.answers: list[onnx.ValueInfoProto] = []

    def whole(self, values: Sequence[int]) -> str:
        """Whole numbers, as shapes and axes are."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(values, np.int64), name))
        return name

    def answer(self, value: str, name: str, shape: Sequence[int]) -> None:
        """Make a value an output of the graph; `shape` is that of one picture."""
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        kind = helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *shape])
        self.answers.append(kind)

    def separable(self, x: str, layer: str, w: Weights, stride: int) -> str:
        """A depthwise convolution and a pointwise one, by face-api's names for their weights."""
        x = self.depthwise(x, w[f"{layer}/depthwise_filter"], stride, same=True)
        return self.convolve(x, w[f"{layer}/pointwise_filter"], w[f"{layer}/bias"], 1, same=True)

    def block(self, total: str, block: int, w: Weights) -> str:
        """Three layers, each of which adds to the sum of those before."""
        x = total = self.add("Relu", total)
        for layer in (1, 2, 3):
            total = self.add("Add", total, self.separable(x, f"dense{block}/conv{layer}", w, 1))
            x = self.add("Relu", total)
        return x

    def finished(self) -> onnx.ModelProto:
        """The graph as it is now."""
        pixels = helper.make_tensor_value_info("pixels", TensorProto.FLOAT, self.shape)
        graph = helper.make_graph(self.nodes, "expression", [pixels], self.answers, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        onnx.checker.check_model(model)
        return model


def published(folder: Path) -> Weights:
    """face-api's expression net by the names of its weights, its answers in the order of `BASIC`.

    Raises OSError where a file is missing, EmerError where it is not as documented.
    """
    manifest_file, data_file = (folder / f"face_expression_model{end}" for end in ENDINGS)
    try:
        manifest = json.loads(manifest_file.read_text("utf-8"))
        w = tensors(manifest[0]["weights"], data_file.read_bytes())
        order = [DENSE_ORDER.index(emotion) for emotion in BASIC]
        return w | {"fc/weights": w["fc/weights"][:, order], "fc/bias": w["fc/bias"][order]}
    except (ValueError, LookupError, TypeError) as error:
        raise EmerError(f"The weights in {folder} are not as documented.") from error


def expression_net(
    dense: Weights, towers: Sequence[Weights], stray: Array | None = None
) -> onnx.ModelProto:
    """A net of face-api's lowest block, which is shared, and towers with all that is above it.

    The logits of the towers add up (a logarithmic pool). `dense` gives the lowest block, each tower
    its blocks 1 to 3 and its last layer, all by face-api's names. `stray` [7] is what every answer
    has besides; the pool has the rest (none: it has all).

    Returns:
        a graph from `pixels` (RGB [n, 3, 112, 112], 0..255) to `probabilities` [n, 7], and, for
        tuning, `features` [n, towers, 256] before the last layers, and `shared`, what the lowest
        block gives.
    """
    g = _TowerGraph()
    mean = np.array(DENSE_MEAN, "f4").reshape(1, 3, 1, 1)
    x = g.add("Div", g.add("Sub", "pixels", g.constant(mean)), g.constant(np.array(255.0)))
    kernel, bias = (dense[f"dense0/conv0/{name}"] for name in ("filters", "bias"))
    shared = g.block(g.convolve(x, kernel, bias, 2, same=True), 0, dense)
    logits, features = [], []
    for w in towers:
        x = shared
        for block in (1, 2, 3):
            x = g.block(g.separable(x, f"dense{block}/conv0", w, 2), block, w)
        flat = g.add("Flatten", g.add("GlobalAveragePool", x), axis=1)
        weights, offset = g.constant(w["fc/weights"]), g.constant(w["fc/bias"])
        logits.append(g.add("Gemm", flat, weights, offset))
        features.append(g.add("Unsqueeze", flat, g.whole([1])))
    size, side = towers[0]["fc/weights"].shape[0], g.side[shared]
    answer = g.add("Softmax", g.add("Sum", *logits), axis=1)
    if stray is not None:
        rest = g.add("Mul", answer, g.constant(1 - stray.sum()))
        answer = g.add("Add", rest, g.constant(stray))
    g.answer(answer, "probabilities", [len(BASIC)])
    g.answer(g.add("Concat", *features, axis=1), "features", [len(towers), size])
    g.answer(shared, "shared", [kernel.shape[-1], side, side])
    return g.finished()
