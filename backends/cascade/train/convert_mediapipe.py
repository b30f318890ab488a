"""MediaPipe's two face nets as TFLite files → ONNX files that take several pictures at once.

    python -m backends.cascade.train.convert_mediapipe SOURCE [TARGET]

SOURCE holds `face_detection_full_range.tflite` and `face_landmark.tflite`. The numbers stay as they
are (float16); pictures become channels first, and any number of them may come in one call.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tflite
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from backends import interrupt, weights
from backends.errors import EmerError

NETS = ("face_detection_full_range", "face_landmark")

_OPERATORS = {
    number: name for name, number in vars(tflite.BuiltinOperator).items() if isinstance(number, int)
}


class _Converter:
    """One net. TFLite's tensors are numbered; each has a name here once it is made."""

    def __init__(self, data: bytes) -> None:
        self.model = tflite.Model.GetRootAsModel(data, 0)
        self.graph = self.model.Subgraphs(0)
        self.names: dict[int, str] = {self.graph.Inputs(0): "pixels"}
        self.values: dict[int, NDArray[Any]] = {}
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def shape(self, tensor: int) -> tuple[int, ...]:
        return tuple(int(n) for n in self.graph.Tensors(tensor).ShapeAsNumpy())

    def value(self, tensor: int) -> NDArray[Any]:
        """The numbers of a tensor that the file holds."""
        if tensor not in self.values:
            found = self.graph.Tensors(tensor)
            kinds = {
                tflite.TensorType.FLOAT32: np.float32,
                tflite.TensorType.FLOAT16: np.float16,
                tflite.TensorType.INT32: np.int32,
            }
            raw = self.model.Buffers(found.Buffer()).DataAsNumpy()
            self.values[tensor] = raw.view(kinds[found.Type()]).reshape(self.shape(tensor))
        return self.values[tensor]

    def constant(self, values: NDArray[Any]) -> str:
        """Stored numbers; those of float16 are widened when the net is loaded."""
        name = f"w{len(self.stored)}"
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        if values.dtype != np.float16:
            return name
        return self.add("Cast", name, to=TensorProto.FLOAT)

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def convert(self) -> onnx.ModelProto:
        for at in range(self.graph.OperatorsLength()):
            operator = self.graph.Operators(at)
            code = self.model.OperatorCodes(operator.OpcodeIndex())
            kind = _OPERATORS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
            inputs = [int(n) for n in operator.InputsAsNumpy()]
            output = int(operator.Outputs(0))
            if kind == "DEQUANTIZE":
                self.values[output] = self.value(inputs[0])
                continue
            self.names[output] = self._made(kind, operator, inputs, output)
        outputs = []
        for at in range(self.graph.OutputsLength()):
            tensor = int(self.graph.Outputs(at))
            name = self.graph.Tensors(tensor).Name().decode()
            self.nodes.append(helper.make_node("Flatten", [self.names[tensor]], [name], axis=1))
            size = int(np.prod(self.shape(tensor)))
            outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size]))
        _, height, width, channels = self.shape(self.graph.Inputs(0))
        pixels = helper.make_tensor_value_info(
            "pixels", TensorProto.FLOAT, ["n", channels, height, width]
        )
        graph = helper.make_graph(self.nodes, "face", [pixels], outputs, self.stored)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        onnx.checker.check_model(model)
        return model

    def _made(self, kind: str, operator: Any, inputs: list[int], output: int) -> str:
        source = self.names[inputs[0]]
        match kind:
            case "CONV_2D" | "DEPTHWISE_CONV_2D":
                return self._convolved(kind, operator, inputs, output)
            case "MAX_POOL_2D":
                options = _options(tflite.Pool2DOptions, operator)
                size = (options.FilterHeight(), options.FilterWidth())
                window = self._window(options, inputs[0], output, size)
                return self.add("MaxPool", source, **window)
            case "ADD":
                return self.add("Add", source, self.names[inputs[1]])
            case "RELU":
                return self.add("Relu", source)
            case "PRELU":
                return self.add(
                    "PRelu", source, self.constant(self.value(inputs[1]).transpose(2, 0, 1))
                )
            case "PAD":
                before, after = self.value(inputs[1])[[0, 3, 1, 2]].T.tolist()
                return self.add("Pad", source, self.constant(np.array(before + after, np.int64)))
            case "RESIZE_BILINEAR":
                options = _options(tflite.ResizeBilinearOptions, operator)
                how = "asymmetric"
                if options.HalfPixelCenters():
                    how = "half_pixel"
                elif options.AlignCorners():
                    how = "align_corners"
                old, new = self.shape(inputs[0]), self.shape(output)
                scales = np.array([1, 1, new[1] / old[1], new[2] / old[2]], np.float32)
                return self.add(
                    "Resize",
                    source,
                    "",
                    self.constant(scales),
                    mode="linear",
                    coordinate_transformation_mode=how,
                )
            case "RESHAPE":  # what follows is flattened: only the order of the numbers counts
                return self.add("Transpose", source, perm=[0, 2, 3, 1])
            case _:
                raise EmerError(f"{kind} is an operation that this converter does not know.")

    def _convolved(self, kind: str, operator: Any, inputs: list[int], output: int) -> str:
        deep = kind == "DEPTHWISE_CONV_2D"
        options = _options(
            tflite.DepthwiseConv2DOptions if deep else tflite.Conv2DOptions, operator
        )
        kernel = self.value(inputs[1])
        kernel = kernel.transpose(3, 0, 1, 2) if deep else kernel.transpose(0, 3, 1, 2)
        window = self._window(options, inputs[0], output, kernel.shape[2:])
        if options.FusedActivationFunction() not in (0, 1):
            raise EmerError("An activation that this converter does not know.")
        if deep:  # its weights are [1, height, width, channels]
            window["group"] = kernel.shape[0]
        out = self.add(
            "Conv",
            self.names[inputs[0]],
            self.constant(kernel),
            self.constant(self.value(inputs[2])),
            **window,
        )
        return self.add("Relu", out) if options.FusedActivationFunction() else out

    def _window(
        self, options: Any, source: int, output: int, size: tuple[int, ...]
    ) -> dict[str, Any]:
        """Kernel, strides and padding, which TensorFlow makes longer at the end where it is odd."""
        strides = (options.StrideH(), options.StrideW())
        start, end = [], []
        for axis in (0, 1):
            before, after = self.shape(source)[axis + 1], self.shape(output)[axis + 1]
            missing = max((after - 1) * strides[axis] + size[axis] - before, 0)
            if options.Padding() != tflite.Padding.SAME:
                missing = 0
            start.append(missing // 2)
            end.append(missing - missing // 2)
        return {"kernel_shape": list(size), "strides": list(strides), "pads": start + end}


def _options(kind: Any, operator: Any) -> Any:
    options = kind()
    table = operator.BuiltinOptions()
    options.Init(table.Bytes, table.Pos)
    return options


def main(arguments: list[str]) -> int:
    """Convert both; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m backends.cascade.train.convert_mediapipe")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path, nargs="?", default=weights.FOLDER)
    chosen = parser.parse_args(arguments)
    for name in NETS:
        data = (chosen.source / f"{name}.tflite").read_bytes()
        onnx.save(_Converter(data).convert(), str(chosen.target / f"{name}.onnx"))
    return 0


if __name__ == "__main__":
    interrupt.run(lambda: main(sys.argv[1:]))
