"""A tower of the expression net: the upper blocks of face-api's, in torch, to be tuned."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from backends.cascade.train.faces_graph import Weights

BLOCKS = (1, 2, 3)
LAYERS = (0, 1, 2, 3)


class Separable(nn.Module):  # type: ignore[misc]
    """A depthwise 3x3 convolution and a pointwise one, padded as TensorFlow's "same"."""

    def __init__(self, w: Weights, name: str, stride: int) -> None:
        super().__init__()
        depth = torch.from_numpy(w[f"{name}/depthwise_filter"].transpose(2, 3, 0, 1).copy())
        point = torch.from_numpy(w[f"{name}/pointwise_filter"].transpose(3, 2, 0, 1).copy())
        self.stride = stride
        self.depthwise, self.pointwise = nn.Parameter(depth), nn.Parameter(point)
        self.bias = nn.Parameter(torch.from_numpy(w[f"{name}/bias"].copy()))

    def forward(self, x: Tensor) -> Tensor:
        padding = 1
        if self.stride == 2:  # an even side needs one row and column at its end, none before
            x, padding = functional.pad(x, (0, 1, 0, 1)), 0
        groups = self.depthwise.shape[0]
        x = functional.conv2d(x, self.depthwise, None, self.stride, padding, groups=groups)
        return functional.conv2d(x, self.pointwise, self.bias)

    def arrays(self, name: str) -> dict[str, NDArray[np.float32]]:
        """Its weights by face-api's names, in TensorFlow's layout."""
        depth, point, bias = (
            one.detach().contiguous().numpy() for one in (self.depthwise, self.pointwise, self.bias)
        )
        return {
            f"{name}/depthwise_filter": depth.transpose(2, 3, 0, 1),
            f"{name}/pointwise_filter": point.transpose(2, 3, 1, 0),
            f"{name}/bias": bias,
        }


class Tower(nn.Module):  # type: ignore[misc]
    """What face-api's lowest block gives [n, 32, 28·2, 28·2] → logits [n, 7] in order of `BASIC`.

    It begins as face-api's own; `old` gives what face-api's last layer makes of its features.
    """

    def __init__(self, w: Weights) -> None:
        super().__init__()
        self.layers = nn.ModuleDict(
            {
                f"{block}{layer}": Separable(w, f"dense{block}/conv{layer}", 1 if layer else 2)
                for block in BLOCKS
                for layer in LAYERS
            }
        )
        last = torch.from_numpy(w["fc/weights"].T.copy()), torch.from_numpy(w["fc/bias"].copy())
        self.weight, self.bias = (nn.Parameter(one.clone()) for one in last)
        self.register_buffer("old_weight", last[0])
        self.register_buffer("old_bias", last[1])

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        for block in BLOCKS:
            total = self.layers[f"{block}0"](x)
            x = total = functional.relu(total)
            for layer in LAYERS[1:]:
                total = total + self.layers[f"{block}{layer}"](x)
                x = functional.relu(total)
        features = x.mean((2, 3))
        new = functional.linear(features, self.weight, self.bias)
        return new, functional.linear(features, self.old_weight, self.old_bias)

    def arrays(self) -> Mapping[str, NDArray[np.float32]]:
        """Its weights by face-api's names, for `convert_faces.expression_net`."""
        found: dict[str, NDArray[np.float32]] = {
            "fc/weights": self.weight.detach().numpy().T,
            "fc/bias": self.bias.detach().numpy(),
        }
        for key, layer in self.layers.items():
            assert isinstance(layer, Separable)
            found |= layer.arrays(f"dense{key[0]}/conv{key[1]}")
        return found
