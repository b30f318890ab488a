"""Writes a tuned reader of words as ONNX, as small as loses nothing that matters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

INPUTS = ("ids", "mask", "emotion_rows", "embedding_rows")
OUTPUTS = ("emotion_logits", "sentence_embedding")
LONGEST = 256
"""Most tokens of a text: what sentence-transformers reads with all-MiniLM-L6-v2."""


def write_float32(
    reader: nn.Module, path: Path, labels: Sequence[str], thresholds: Sequence[float]
) -> None:
    """Export `reader`, with its labels and thresholds as metadata.

    Takes ids and mask, int64 [n, t], and the numbers of the rows to read for emotion [e] and to
    embed [m]; gives emotion_logits [e, labels] and sentence_embedding [m, hidden].
    """
    reader.eval()
    n, e, m = (torch.export.Dim(name) for name in "nem")
    t = torch.export.Dim("t", max=LONGEST)
    examples = (
        torch.ones(3, 7, dtype=torch.long),
        torch.ones(3, 7, dtype=torch.long),
        torch.arange(3),
        torch.arange(2),
    )
    torch.onnx.export(
        reader,
        examples,
        path,
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_shapes=({0: n, 1: t}, {0: n, 1: t}, {0: e}, {0: m}),
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    model = onnx.load(path)
    graph = model.graph
    for part in (graph, *graph.node, *graph.value_info, *graph.initializer):
        del part.metadata_props[:]  # the exporter's stack traces, with this machine's paths
    rounded = [round(float(threshold), 3) for threshold in thresholds]
    helper.set_model_props(
        model, {"labels": json.dumps(list(labels)), "thresholds": json.dumps(rounded)}
    )
    onnx.save(model, path)


def write_int8(source: Path, path: Path) -> None:
    """The same network with its large tables stored as int8, one scale per row or output.

    They become float32 again when the file is loaded, so every processor gives the same answers.
    """
    model = onnx.load(source)
    looked_up = {node.input[0] for node in model.graph.node if node.op_type == "Gather"}
    restoring = []
    for stored in model.graph.initializer:
        if stored.data_type != TensorProto.FLOAT or len(stored.dims) != 2:
            continue
        table = numpy_helper.to_array(stored)
        axis = 0 if stored.name in looked_up else 1
        scale = np.maximum(np.abs(table).max(1 - axis, keepdims=True), 1e-12) / 127
        small = np.rint(table / scale).astype(np.int8)
        name, zero = stored.name, np.zeros(scale.size, np.int8)
        parts = {f"{name}.int8": small, f"{name}.scale": scale.ravel(), f"{name}.zero": zero}
        stored.CopyFrom(numpy_helper.from_array(small, f"{name}.int8"))
        model.graph.initializer.extend(
            numpy_helper.from_array(part, key) for key, part in parts.items() if part is not small
        )
        restoring.append(helper.make_node("DequantizeLinear", list(parts), [name], axis=axis))
    for node in restoring:
        model.graph.node.insert(0, node)
    onnx.save(model, path)


def write_int8_computing(source: Path, path: Path) -> None:
    """The usual dynamic quantisation, which also rounds what flows through: for comparison."""
    quantize_dynamic(source, path, per_channel=True, weight_type=QuantType.QInt8)
