"""The project's own expression net, in torch: small, grey, residual, trained from nothing."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from backends.reading.basic_emotions import BASIC

STEM = 24
BLOCKS = ((40, 2), (80, 2), (80, 1), (160, 2), (160, 1))
"""Channels and stride of each block."""
DROPPED = 0.2
LEAST_CONTRAST = 8.0
"""Greys added to a picture's own deviation, so that an even picture's noise is not blown up."""
OPSET = 17


class Block(nn.Module):  # type: ignore[misc]
    """Two 3x3 convolutions beside a short cut (He et al. 2016), the channels weighed by what the
    whole picture shows (squeeze and excite, Hu et al. 2018)."""

    def __init__(self, before: int, after: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(after)
        self.second = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(after)
        self.squeeze, self.excite = nn.Linear(after, after // 4), nn.Linear(after // 4, after)
        self.short: nn.Module = nn.Identity()
        if before != after or stride > 1:
            straight = nn.Conv2d(before, after, 1, stride, bias=False)
            self.short = nn.Sequential(straight, nn.BatchNorm2d(after))

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu(self.first_norm(self.first(x)))
        y = self.second_norm(self.second(y))
        whole = self.excite(functional.relu(self.squeeze(y.mean((2, 3)))))
        return functional.relu(y * whole.sigmoid()[:, :, None, None] + self.short(x))


class ExpressionNet(nn.Module):  # type: ignore[misc]
    """Greys [n, 1, 48, 48] of 0..255 → logits [n, 7] in the order of `BASIC`, twice.

    The first answer is trained on people's votes, the second on what face-api's net answers, which
    keeps features that the votes alone would not need. Only the first is written.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(1, STEM, 3, 1, 1, bias=False)]
        layers += [nn.BatchNorm2d(STEM), nn.ReLU()]
        channels = STEM
        for after, stride in BLOCKS:
            layers.append(Block(channels, after, stride))
            channels = after
        self.body = nn.Sequential(*layers)
        self.drop = nn.Dropout(DROPPED)
        self.people = nn.Linear(channels, len(BASIC))
        self.adviser = nn.Linear(channels, len(BASIC))

    def forward(self, greys: Tensor) -> tuple[Tensor, Tensor]:
        off = greys - greys.mean((2, 3), keepdim=True)
        contrast = (off * off).mean((2, 3), keepdim=True).sqrt() + LEAST_CONTRAST
        features = self.drop(self.body(off / contrast).mean((2, 3)))
        return self.people(features), self.adviser(features)


class _Answer(nn.Module):  # type: ignore[misc]
    """The net as it is written: log of the prior's part added to the people's logits."""

    def __init__(self, net: ExpressionNet, offset: Tensor) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("offset", offset)

    def forward(self, pixels: Tensor) -> Tensor:
        logits: Tensor = self.net(pixels)[0] + self.offset
        return logits


def write(net: ExpressionNet, offset: Tensor, out: Path) -> None:
    """`net` as ONNX: `pixels` [n, 1, 48, 48] → `logits` [n, 7], to which `offset` [7] is added."""
    greys = torch.zeros(2, 1, 48, 48)
    torch.onnx.export(
        _Answer(net, offset).eval(),
        (greys,),
        str(out),
        input_names=["pixels"],
        output_names=["logits"],
        dynamic_axes={"pixels": {0: "n"}, "logits": {0: "n"}},
        opset_version=OPSET,
        dynamo=False,
    )
