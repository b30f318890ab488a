"""Builds `voice_encoder.onnx`: the front of the Whisper base encoder, from its CTranslate2 file.

The graph goes from a log-mel spectrogram to the mean over time of the third transformer block
(Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision", section 2.2).
Only numpy and onnx are needed. Weights are kept as 16-bit floats, as in the source file, and
computed with in 32 bits.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

from backends.errors import EmerError

BLOCKS = 3
"""How many transformer blocks are kept: the third tells emotions apart best, the last, words."""

HEADS = 8
WIDTH = 512
MELS = 80

OPSET = 20  # the first with Gelu
IR_VERSION = 10

Arrays = dict[str, NDArray[Any]]
_CTRANSLATE2_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)


class _Reader:
    """Little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.position = data, 0

    def number(self, code: str) -> int:
        (value,) = struct.unpack_from("<" + code, self.data, self.position)
        self.position += struct.calcsize("<" + code)
        return int(value)

    def string(self) -> str:
        return self.block(self.number("H"))[:-1].decode()  # a C string: without its closing zero

    def block(self, size: int) -> bytes:
        self.position += size
        return self.data[self.position - size : self.position]


def read_ctranslate2(data: bytes) -> Arrays:
    """The named arrays of a CTranslate2 `model.bin` (format version 6).

    The file is: version, specification's name, revision, count; then for each array its name,
    rank, shape, type, size in bytes and values. Raises EmerError for another version.
    """
    reader = _Reader(data)
    version = reader.number("I")
    if version != 6:
        raise EmerError(f"CTranslate2 file format {version} is not known here, only 6.")
    reader.string(), reader.number("I")  # specification's name and revision
    arrays = {}
    for _ in range(reader.number("I")):
        name = reader.string()
        shape = [reader.number("I") for _ in range(reader.number("B"))]
        kind = _CTRANSLATE2_TYPES[reader.number("B")]
        arrays[name] = np.frombuffer(reader.block(reader.number("I")), kind).reshape(shape)
    return arrays


class _EncoderGraph:
    """An ONNX graph under construction. Every step returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []

    def step(self, kind: str, *inputs: str, **attributes: Any) -> str:
        result = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [result], **attributes))
        return result

    def constant(self, value: NDArray[Any]) -> str:
        name = f"constant_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(value, name))
        return name

    def weight(self, value: NDArray[Any]) -> str:
        return self.step("Cast", self.constant(value.astype(np.float16)), to=TensorProto.FLOAT)

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))


def build(arrays: Arrays) -> ModelProto:
    """The graph `mel` (1, 80, frames) → `voice` (1, 512). At most 3000 frames, of 10 ms each."""
    graph = _EncoderGraph()
    encoder = {k.removeprefix("encoder/"): v for k, v in arrays.items() if k.startswith("encoder/")}
    x = _convolution(graph, "mel", encoder, "conv1", stride=1)
    x = _convolution(graph, x, encoder, "conv2", stride=2)
    x = graph.step("Transpose", x, perm=[0, 2, 1])
    x = _add_positions(graph, x, encoder["position_encodings/encodings"])
    for block in range(BLOCKS):
        x = _attention(graph, x, encoder, f"layer_{block}/self_attention")
        x = _feed_forward(graph, x, encoder, f"layer_{block}/ffn")
    graph.nodes.append(
        helper.make_node("ReduceMean", [x, graph.integers(1)], ["voice"], keepdims=0)
    )
    mel = helper.make_tensor_value_info("mel", TensorProto.FLOAT, [1, MELS, "frames"])
    voice = helper.make_tensor_value_info("voice", TensorProto.FLOAT, [1, WIDTH])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "voice_encoder", [mel], [voice], graph.initializers),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="emer-demo",
        doc_string="Whisper base encoder up to block 3, mean over time. MIT, OpenAI 2022.",
    )
    checker.check_model(model, full_check=True)
    return model


def _convolution(graph: _EncoderGraph, x: str, weights: Arrays, name: str, stride: int) -> str:
    kernel, bias = graph.weight(weights[f"{name}/weight"]), graph.weight(weights[f"{name}/bias"])
    return graph.step("Gelu", graph.step("Conv", x, kernel, bias, pads=[1, 1], strides=[stride]))


def _add_positions(graph: _EncoderGraph, x: str, table: NDArray[Any]) -> str:
    length = graph.step("Shape", x, start=1, end=2)
    rows = graph.step("Slice", graph.weight(table), graph.integers(0), length, graph.integers(0))
    return graph.step("Add", x, rows)


def _normalise(graph: _EncoderGraph, x: str, weights: Arrays, name: str) -> str:
    gamma, beta = (graph.weight(weights[f"{name}/layer_norm/{part}"]) for part in ("gamma", "beta"))
    return graph.step("LayerNormalization", x, gamma, beta, axis=-1, epsilon=1e-5)


def _linear(graph: _EncoderGraph, x: str, weights: Arrays, name: str) -> str:
    product = graph.step("MatMul", x, graph.weight(weights[f"{name}/weight"].T))
    return graph.step("Add", product, graph.weight(weights[f"{name}/bias"]))


def _attention(graph: _EncoderGraph, x: str, weights: Arrays, name: str) -> str:
    # linear_0 makes query, key and value at once: (1, frames, 3·512) → 3 of (1, 8, frames, 64).
    fused = _linear(graph, _normalise(graph, x, weights, name), weights, f"{name}/linear_0")
    split = graph.step("Reshape", fused, graph.integers(1, -1, 3, HEADS, WIDTH // HEADS))
    parts = graph.step("Transpose", split, perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.step("Gather", parts, graph.constant(np.array(i, np.int64)), axis=0) for i in range(3)
    )
    key = graph.step("Transpose", key, perm=[0, 1, 3, 2])
    scale = graph.constant(np.array((WIDTH // HEADS) ** -0.5, np.float32))
    scores = graph.step("Mul", graph.step("MatMul", query, key), scale)
    mixed = graph.step("MatMul", graph.step("Softmax", scores, axis=-1), value)
    joined = graph.step(
        "Reshape", graph.step("Transpose", mixed, perm=[0, 2, 1, 3]), graph.integers(1, -1, WIDTH)
    )
    return graph.step("Add", x, _linear(graph, joined, weights, f"{name}/linear_1"))


def _feed_forward(graph: _EncoderGraph, x: str, weights: Arrays, name: str) -> str:
    wide = _linear(graph, _normalise(graph, x, weights, name), weights, f"{name}/linear_0")
    return graph.step(
        "Add", x, _linear(graph, graph.step("Gelu", wide), weights, f"{name}/linear_1")
    )
