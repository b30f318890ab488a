#!/usr/bin/env bash
# torch 2.13.0: a net that is exported with one tensor given for two inputs reads only the last of them.
#
# torch.onnx.export takes example inputs to trace a net. Where two of them are the same tensor object, as
# when a mask of ones doubles as token numbers, the ONNX file still names both inputs, and every use of the
# first is wired to the second. Nothing is said, and the file answers with wrong numbers.
# Two equal tensors that are two objects are exported as they should be.
#
# Seen (torch 2.13.0, onnx 1.23.2, onnxscript 0.7.2, numpy 2.4.6, Python 3.11):
#   the same tensor twice: inputs ids, mask; read: mask; [1, 2, 3] . [1, 1, 0] = 2
#   two equal tensors: inputs ids, mask; read: ids, mask; [1, 2, 3] . [1, 1, 0] = 3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 onnx==1.23.2 onnxscript==0.7.2 numpy==2.4.6
cd "$folder"
venv/bin/python - 2>errors.txt <<'PYTHON' || { cat errors.txt >&2; exit 1; }
import numpy as np
import onnx
import torch
from onnx.reference import ReferenceEvaluator


class Net(torch.nn.Module):
    def forward(self, ids, mask):
        return (ids.float() * mask.float()).sum(1)


def exported(ids, mask):
    """(inputs that the file names, inputs that it reads, its answer where the right one is 3)."""
    names = ["ids", "mask"]
    torch.onnx.export(Net(), (ids, mask), "net.onnx", input_names=names, dynamo=True, verbose=False)
    net = onnx.load("net.onnx")
    named = [one.name for one in net.graph.input]
    used = {name for node in net.graph.node for name in node.input}
    given = {"ids": np.array([[1, 2, 3]]), "mask": np.array([[1, 1, 0]])}
    (answer,) = ReferenceEvaluator(net).run(None, given)
    return named, [name for name in named if name in used], int(answer[0])


ones = torch.ones(1, 3, dtype=torch.int64)
same, two = exported(ones, ones), exported(ones, ones.clone())
for told, (named, read, answer) in (("the same tensor twice", same), ("two equal tensors", two)):
    print(f"{told}: inputs {', '.join(named)}; read: {', '.join(read)}; [1, 2, 3] . [1, 1, 0] = {answer}")
assert same == (["ids", "mask"], ["mask"], 2), same
assert two == (["ids", "mask"], ["ids", "mask"], 3), two
PYTHON
