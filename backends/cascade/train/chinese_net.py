"""The net that reads Chinese, as it is trained: BERT's encoder, its upper part tuned."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

HIDDEN, WIDE, HEADS = 384, 1536, 12
EPSILON = 1e-12


class Layer(nn.Module):  # type: ignore[misc]
    """A layer of BERT (Devlin et al. 2019): attention, then two linear maps, a norm after each."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.attended = (
            nn.Linear(HIDDEN, HIDDEN) for _ in range(4)
        )
        self.wide, self.narrow = nn.Linear(HIDDEN, WIDE), nn.Linear(WIDE, HIDDEN)
        self.first_norm, self.last_norm = (nn.LayerNorm(HIDDEN, EPSILON) for _ in range(2))
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, away: Tensor) -> Tensor:
        """States [n, t, hidden]; `away` [n, 1, 1, t] is added to the scores of what is padding."""
        query, key, value = (
            part(hidden).unflatten(2, (HEADS, -1)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(2, 3) / (HIDDEN // HEADS) ** 0.5 + away
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).flatten(2)
        hidden = self.first_norm(hidden + self.dropout(self.attended(mixed)))
        moved: Tensor = self.narrow(F.gelu(self.wide(hidden)))
        kept: Tensor = self.last_norm(hidden + self.dropout(moved))
        return kept


class Encoder(nn.Module):  # type: ignore[misc]
    """Pieces of text to states."""

    def __init__(self, pieces: int, longest: int, layers: int) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(pieces, HIDDEN), nn.Embedding(longest, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def begin(self, ids: Tensor) -> Tensor:
        """Piece numbers [n, t] → states [n, t, hidden] before the first layer."""
        places = self.places(torch.arange(ids.shape[1], device=ids.device))
        states: Tensor = self.norm(self.pieces(ids) + places)
        return states

    def through(self, hidden: Tensor, mask: Tensor, first: int, end: int) -> Tensor:
        """States after the layers from `first` up to `end`."""
        away = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers[first:end]:
            hidden = layer(hidden, away)
        return hidden


class Reader(nn.Module):  # type: ignore[misc]
    """An encoder of which the layers from `frozen` on are tuned, and a linear head."""

    def __init__(self, encoder: Encoder, frozen: int, classes: int) -> None:
        super().__init__()
        self.encoder, self.frozen = encoder, frozen
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(HIDDEN, classes)
        encoder.requires_grad_(False)
        encoder.layers[frozen:].requires_grad_(True)

    def below(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What is never tuned: piece numbers and mask [n, t] → states [n, t, hidden]."""
        return self.encoder.through(self.encoder.begin(ids), mask, 0, self.frozen)

    def above(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """What is tuned: → logits [n, classes]."""
        hidden = self.encoder.through(hidden, mask, self.frozen, len(self.encoder.layers))
        weights = mask[:, :, None].to(hidden.dtype)
        logits: Tensor = self.head(self.dropout((hidden * weights).sum(1) / weights.sum(1)))
        return logits

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Piece numbers and mask, int64 [n, t] → logits [n, classes]."""
        return self.above(self.below(ids, mask), mask)
