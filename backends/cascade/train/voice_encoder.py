"""Builds `voice_encoder.onnx`: the front of the Whisper base encoder, from its CTranslate2 file.

The graph goes from a log-mel spectrogram to the means over time of the second, third and fourth
transformer block, one after the other (Radford et al. 2022, "Robust Speech Recognition via
Large-Scale Weak Supervision", section 2.2). Only numpy and onnx are needed. The blocks' matrices
are kept as 8-bit integers with a scale for each output, the rest as 16-bit floats, as in the source
file; all is computed with in 32 bits, so every processor gives the same answers.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

from backends.errors import EmerError

BLOCKS = 4
"""How many of the six transformer blocks are kept: the last two tell words, not their tone."""

HEARD = (2, 3, 4)
"""The blocks, from 1, whose means over time are given: chosen on corpora left out."""

LAST_EVERY = 3
"""The last block is computed for every third frame, 60 ms apart: only its mean is asked for."""

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

    def matrix(self, value: NDArray[Any]) -> str:
        """A linear layer's (outputs, inputs), stored in 8 bits and given as (inputs, outputs)."""
        small, scale = as_int8(value)
        stored = self.step("Cast", self.constant(small.T), to=TensorProto.FLOAT)
        return self.step("Mul", stored, self.constant(scale))

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))


def as_int8(matrix: NDArray[Any]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix (outputs, inputs) as integers of the same shape, and the scale of each output.

    Integer times scale is off by half a scale at most, and by less than 1/254 of the largest.
    """
    wide = matrix.astype(np.float32)
    scale = np.maximum(np.abs(wide).max(axis=1), np.float32(1e-12)) / np.float32(127)
    return np.rint(wide / scale[:, None]).astype(np.int8), scale


def build(arrays: Arrays) -> ModelProto:
    """The graph `mel` (1, 80, frames) → `voice` (1, 3·512). At most 3000 frames, of 10 ms each."""
    graph = _EncoderGraph()
    encoder = {k.removeprefix("encoder/"): v for k, v in arrays.items() if k.startswith("encoder/")}
    x = _convolution(graph, "mel", encoder, "conv1", stride=1)
    x = _convolution(graph, x, encoder, "conv2", stride=2)
    x = graph.step("Transpose", graph.step("Squeeze", x, graph.integers(0)), perm=[1, 0])
    x = _add_positions(graph, x, encoder["position_encodings/encodings"])
    means = []
    for block in range(1, BLOCKS + 1):
        last = block == BLOCKS
        every = LAST_EVERY if last else 1
        x = _attention(graph, x, encoder, f"layer_{block - 1}/self_attention", every)
        x = _feed_forward(graph, x, encoder, f"layer_{block - 1}/ffn", averaged=last)
        if block in HEARD:
            means.append(x if last else _mean(graph, x))
    graph.nodes.append(helper.make_node("Concat", means, ["voice"], axis=-1))
    mel = helper.make_tensor_value_info("mel", TensorProto.FLOAT, [1, MELS, "frames"])
    voice = helper.make_tensor_value_info("voice", TensorProto.FLOAT, [1, len(HEARD) * WIDTH])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "voice_encoder", [mel], [voice], graph.initializers),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="emer-demo",
        doc_string="Whisper base encoder, blocks 2 to 4, means over time. MIT, OpenAI 2022.",
    )
    checker.check_model(model, full_check=True)
    return model


def _convolution(graph: _EncoderGraph, x: str, weights: Arrays, name: str, stride: int) -> str:
    kernel, bias = graph.weight(weights[f"{name}/weight"]), graph.weight(weights[f"{name}/bias"])
    return graph.step("Gelu", graph.step("Conv", x, kernel, bias, pads=[1, 1], strides=[stride]))


def _add_positions(graph: _EncoderGraph, x: str, table: NDArray[Any]) -> str:
    length = graph.step("Shape", x, start=0, end=1)
    rows = graph.step("Slice", graph.weight(table), graph.integers(0), length, graph.integers(0))
    return graph.step("Add", x, rows)


def _normalise(graph: _EncoderGraph, x: str, weights: Arrays, name: str) -> str:
    gamma, beta = (graph.weight(weights[f"{name}/layer_norm/{part}"]) for part in ("gamma", "beta"))
    return graph.step("LayerNormalization", x, gamma, beta, axis=-1, epsilon=1e-5)


def _linear(graph: _EncoderGraph, x: str, matrix: NDArray[Any], bias: NDArray[Any]) -> str:
    return graph.step("Gemm", x, graph.matrix(matrix), graph.weight(bias))


def _attention(graph: _EncoderGraph, x: str, weights: Arrays, name: str, every: int) -> str:
    """(frames, 512) to the same for each `every`-th frame, which attends to all of them."""
    asked = x if every == 1 else _each(graph, x, every)
    # linear_0 makes query, key and value: 512 numbers each, for 8 heads of 64.
    matrix, bias = (weights[f"{name}/linear_0/{part}"] for part in ("weight", "bias"))
    scale = (WIDTH // HEADS) ** -0.5  # an eighth: exact in every format
    query = _linear(
        graph, _normalise(graph, asked, weights, name), matrix[:WIDTH] * scale, bias[:WIDTH] * scale
    )
    known = _normalise(graph, x, weights, name)
    key = _linear(graph, known, matrix[WIDTH : 2 * WIDTH], bias[WIDTH : 2 * WIDTH])
    value = _linear(graph, known, matrix[2 * WIDTH :], bias[2 * WIDTH :])
    query, key, value = (
        graph.step("Reshape", part, graph.integers(-1, HEADS, WIDTH // HEADS))
        for part in (query, key, value)
    )
    query, value = (graph.step("Transpose", part, perm=[1, 0, 2]) for part in (query, value))
    key = graph.step("Transpose", key, perm=[1, 2, 0])
    scores = graph.step("Softmax", graph.step("MatMul", query, key), axis=-1)
    mixed = graph.step("Transpose", graph.step("MatMul", scores, value), perm=[1, 0, 2])
    joined = graph.step("Reshape", mixed, graph.integers(-1, WIDTH))
    matrix, bias = (weights[f"{name}/linear_1/{part}"] for part in ("weight", "bias"))
    return graph.step("Add", asked, _linear(graph, joined, matrix, bias))


def _each(graph: _EncoderGraph, x: str, every: int) -> str:
    zero, end = graph.integers(0), graph.integers(np.iinfo(np.int64).max)
    return graph.step("Slice", x, zero, end, zero, graph.integers(every))


def _feed_forward(
    graph: _EncoderGraph, x: str, weights: Arrays, name: str, *, averaged: bool
) -> str:
    """(frames, 512) to the same; `averaged`: to its mean (1, 512), taken before the second layer,
    which is linear, so that it runs once and not for every frame."""
    first, second = (
        [weights[f"{name}/{layer}/{part}"] for part in ("weight", "bias")]
        for layer in ("linear_0", "linear_1")
    )
    inner = graph.step("Gelu", _linear(graph, _normalise(graph, x, weights, name), *first))
    if averaged:
        x, inner = _mean(graph, x), _mean(graph, inner)
    return graph.step("Add", x, _linear(graph, inner, *second))


def _mean(graph: _EncoderGraph, x: str) -> str:
    """Over time: (frames, n) to (1, n)."""
    return graph.step("ReduceMean", x, graph.integers(0), keepdims=1)
