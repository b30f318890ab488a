"""face-api's expression net in TensorFlow.js's format → an ONNX file.

It takes pixels in 0..255, channels first, and gives probabilities in the order of
`backends.reading.basic_emotions.BASIC`: normalisation and order are built into the graph, so that
the app can't get them wrong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

Array = NDArray[np.float32]

DENSE_ORDER = ("neutral", "happy", "sad", "angry", "fearful", "disgusted", "surprised")
"""The colour net's order of outputs (face-api's documentation)."""

DENSE_MEAN = (122.782, 117.001, 104.298)
"""Mean RGB that face-api subtracts before it divides by 255."""


class PictureGraph:
    """Collects ONNX nodes and weights; each method adds one operation and names its output."""

    def __init__(self, channels: int, side: int) -> None:
        self.shape: list[int | str] = ["batch", channels, side, side]
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.side = {"pixels": side}
        """Height and width of each picture in the graph, which TensorFlow's padding depends on."""

    def constant(self, values: Array) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values, "f4"), name))
        return name

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        self.side[name] = self.side[inputs[0]]
        return name

    def window(
        self, kind: str, *inputs: str, size: int, stride: int, same: bool, **attributes: Any
    ) -> str:
        """A sliding window. "Same" padding is written out as numbers, more at the end than at the
        start where it is odd, as TensorFlow does.
        """
        before = self.side[inputs[0]]
        after = -(-before // stride) if same else (before - size) // stride + 1
        padding = max((after - 1) * stride + size - before, 0)
        start, end = padding // 2, padding - padding // 2
        pads = [start, start, end, end]
        out = self.add(
            kind, *inputs, kernel_shape=[size] * 2, strides=[stride] * 2, pads=pads, **attributes
        )
        self.side[out] = after
        return out

    def convolve(self, x: str, kernel: Array, bias: Array, stride: int, same: bool) -> str:
        """`kernel` is [height, width, in, out] as in TensorFlow."""
        weights, offset = self.constant(kernel.transpose(3, 2, 0, 1)), self.constant(bias)
        return self.window(
            "Conv", x, weights, offset, size=kernel.shape[0], stride=stride, same=same
        )

    def depthwise(self, x: str, kernel: Array, stride: int, same: bool) -> str:
        """`kernel` is [height, width, channels, 1] as in TensorFlow."""
        size, _, channels, _ = kernel.shape
        weights = self.constant(kernel.transpose(2, 3, 0, 1))
        return self.window("Conv", x, weights, size=size, stride=stride, same=same, group=channels)

    def model(self, logits: str) -> onnx.ModelProto:
        """Close the graph with a softmax over `logits` [batch, 7]."""
        self.nodes.append(helper.make_node("Softmax", [logits], ["probabilities"], axis=1))
        graph = helper.make_graph(
            self.nodes,
            "expression",
            [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, self.shape)],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 7])],
            self.weights,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        onnx.checker.check_model(model)
        return model


def tensors(manifest: list[dict[str, Any]], data: bytes) -> dict[str, NDArray[Any]]:
    """The named arrays of a TensorFlow.js weight file; uint8 ones are value · scale + min."""
    arrays: dict[str, NDArray[Any]] = {}
    position = 0
    for entry in manifest:
        packing = entry.get("quantization")
        kind = np.dtype(packing["dtype"] if packing else entry["dtype"])
        count = int(np.prod(entry["shape"]))
        values = np.frombuffer(data, kind, count, position).reshape(entry["shape"])
        position += count * kind.itemsize
        arrays[entry["name"]] = (
            (values * packing["scale"] + packing["min"]).astype("f4") if packing else values
        )
    if position != len(data):
        raise EmerError(f"{len(data) - position} bytes are left over after the last weight.")
    return arrays


def dense_net(folder: Path) -> onnx.ModelProto:
    """face-api's expression net: RGB 112x112, four dense blocks, pooling, one linear layer."""
    manifest = json.loads((folder / "face_expression_model-weights_manifest.json").read_text())
    data = (folder / "face_expression_model.bin").read_bytes()
    w = tensors(manifest[0]["weights"], data)
    g = PictureGraph(3, 112)

    def separable(x: str, name: str, stride: int) -> str:
        x = g.depthwise(x, w[f"{name}/depthwise_filter"], stride, same=True)
        return g.convolve(x, w[f"{name}/pointwise_filter"], w[f"{name}/bias"], 1, same=True)

    mean = np.array(DENSE_MEAN, "f4").reshape(1, 3, 1, 1)
    x = g.add("Div", g.add("Sub", "pixels", g.constant(mean)), g.constant(np.array(255.0)))
    for block in range(4):
        first = f"dense{block}/conv0"
        if block == 0:
            total = g.convolve(x, w[f"{first}/filters"], w[f"{first}/bias"], 2, same=True)
        else:
            total = separable(x, first, 2)
        x = total = g.add("Relu", total)
        for layer in (1, 2, 3):
            total = g.add("Add", total, separable(x, f"dense{block}/conv{layer}", 1))
            x = g.add("Relu", total)
    flat = g.add("Flatten", g.add("GlobalAveragePool", x), axis=1)
    order = [DENSE_ORDER.index(emotion) for emotion in BASIC]
    weights, bias = g.constant(w["fc/weights"][:, order]), g.constant(w["fc/bias"][order])
    return g.model(g.add("Gemm", flat, weights, bias))


def convert(source: Path, target: Path) -> None:
    """Write `expression_dense.onnx` into `target`.

    Raises OSError where a source file is missing, EmerError where it is not as documented.
    """
    try:
        model = dense_net(source)
    except (ValueError, LookupError, TypeError) as error:
        raise EmerError(f"The expression net's files in {source} are not as documented.") from error
    onnx.save(model, str(target / "expression_dense.onnx"))
