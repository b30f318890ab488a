"""Writes the tuned reader of Chinese as ONNX: the published weights in their 4 bits, as exact as
they came, and the tuned ones in 8."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from torch import Tensor, nn

from backends.cascade.train.chinese_net import Reader
from backends.cascade.train.e5 import LONGEST

BLOCK = 32
"""Weights that share a scale."""
CONTRIB = "com.microsoft"
"""Where onnxruntime keeps the operators that compute with such weights as they are."""

Numbers = NDArray[np.float32]


class Pieces(nn.Module):  # type: ignore[misc]
    """A reader that answers for every piece of a text: their mean is the text's answer."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Piece numbers and mask, int64 [n, t] → logits [n, t, classes]."""
        reader = self.reader
        hidden = reader.encoder.through(
            reader.below(ids, mask), mask, reader.frozen, len(reader.encoder.layers)
        )
        logits: Tensor = reader.head(hidden)
        return logits


def write_float32(reader: Reader, path: Path) -> None:
    """Export `reader`: ids and mask, int64 [n, t] → piece_logits [n, t, classes]."""
    n, t = torch.export.Dim("n"), torch.export.Dim("t", max=LONGEST)
    # Two tensors: of one that is given twice the exporter makes one input.
    ids, mask = (torch.ones(3, 7, dtype=torch.long) for _ in range(2))
    torch.onnx.export(
        Pieces(reader).eval(),
        (ids, mask),
        path,
        input_names=["ids", "mask"],
        output_names=["piece_logits"],
        dynamic_shapes=({0: n, 1: t}, {0: n, 1: t}),
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def write_small(
    source: Path, path: Path, published: Sequence[Numbers], facts: Mapping[str, object]
) -> None:
    """The same network in 4 and 8 bits, with `facts` as metadata.

    `published` are the matrices that came in 4 bits, laid out as torch.nn keeps them.
    """
    model = onnx.load(source)
    graph = model.graph
    for part in (graph, *graph.node, *graph.value_info, *graph.initializer):
        del part.metadata_props[:]  # the exporter's stack traces, with this machine's paths
    exact = {_key(matrix) for matrix in published}
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    used: set[str] = set()
    for node in graph.node:
        table, matrix = stored.get(node.input[0]), stored.get(node.input[-1])
        if node.op_type == "Gather" and table is not None and _key(table) in exact:
            used.add(node.input[0])
            _gather(graph, node, table)
        elif node.op_type == "MatMul" and matrix is not None and matrix.size > BLOCK**2:
            used.add(node.input[1])
            _multiply(graph, node, matrix.T, 4 if _key(matrix.T) in exact else 8)
    kept = [one for one in graph.initializer if one.name not in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    model.opset_import.append(helper.make_opsetid(CONTRIB, 1))
    helper.set_model_props(
        model, {name: json.dumps(fact, ensure_ascii=False) for name, fact in facts.items()}
    )
    onnx.save(model, path)


def blocks(matrix: Numbers, bits: int) -> tuple[NDArray[np.uint8], Numbers]:
    """Rows in blocks of 32: whole numbers from 0 to 2^bits - 1, and scales.

    The weights are (number - 2^(bits - 1)) * scale. Lossless for 4-bit weights that were made as
    these are: with the largest of a block as the lowest number.
    """
    parts = matrix.reshape(len(matrix), -1, BLOCK)
    largest = np.take_along_axis(parts, np.abs(parts).argmax(2)[:, :, None], 2)
    half = 2 ** (bits - 1)
    scale = -largest / half
    numbers = np.rint(parts / np.where(scale == 0, 1, scale)) + half
    return np.clip(numbers, 0, 2 * half - 1).astype(np.uint8), scale[:, :, 0].astype(np.float32)


def _multiply(graph: onnx.GraphProto, node: onnx.NodeProto, matrix: Numbers, bits: int) -> None:
    numbers, scale = blocks(matrix, bits)
    name, (rows, columns) = node.input[1], matrix.shape
    _store(graph, {f"{name}.q": _packed(numbers) if bits == 4 else numbers, f"{name}.s": scale})
    node.CopyFrom(
        helper.make_node(
            "MatMulNBits",
            [node.input[0], f"{name}.q", f"{name}.s"],
            list(node.output),
            domain=CONTRIB,
            K=columns,
            N=rows,
            bits=bits,
            block_size=BLOCK,
        )
    )


def _gather(graph: onnx.GraphProto, node: onnx.NodeProto, table: Numbers) -> None:
    numbers, scale = blocks(table, 4)
    name = node.input[0]
    flat = _packed(numbers).reshape(len(table), -1)
    _store(graph, {f"{name}.q": flat, f"{name}.s": scale})
    node.CopyFrom(
        helper.make_node(
            "GatherBlockQuantized",
            [f"{name}.q", node.input[1], f"{name}.s"],
            list(node.output),
            domain=CONTRIB,
            block_size=BLOCK,
            quantize_axis=1,
            gather_axis=0,
            bits=4,
        )
    )


def _packed(numbers: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Two numbers in a byte, the first in its lower half."""
    return (numbers[..., ::2] | numbers[..., 1::2] << 4).astype(np.uint8)


def _store(graph: onnx.GraphProto, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    graph.initializer.extend(numpy_helper.from_array(one, name) for name, one in arrays.items())


def _key(matrix: Numbers) -> bytes:
    return np.ascontiguousarray(matrix, np.float32).tobytes()
