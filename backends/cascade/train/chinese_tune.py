"""Tunes the upper layers of the reader of Chinese."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from backends.cascade.train.chinese_data import Lines
from backends.cascade.train.chinese_net import Reader
from backends.reading.basic_emotions import BASIC

SEED = 20
BATCH = 48
RATE = 1.5e-4
MOST_PIECES = 64
"""Lines are short: longer ones (rare) are cut in training."""
RARITY = 0.75
"""Power of N / n by which the lines of an emotion count: rare ones more, but not fully."""
SMOOTHING = 0.05


class Cached:
    """Lines as states after the frozen layers, in float16: these run once, not every epoch."""

    def __init__(self, reader: Reader, tokenizer: Tokenizer, lines: Lines) -> None:
        encoded = [item.ids[:MOST_PIECES] for item in tokenizer.encode_batch(lines.texts)]
        self.emotions = torch.from_numpy(lines.emotions)
        self.lengths = np.array([len(ids) for ids in encoded])
        self.states: list[Tensor] = [torch.empty(0)] * len(encoded)
        reader.eval()
        with torch.no_grad():
            for rows in self.batches(None):
                ids = [torch.tensor(encoded[row]) for row in rows]
                padded = nn.utils.rnn.pad_sequence(ids, batch_first=True)
                hidden = reader.below(padded, self._mask(rows)).half()
                for row, states in zip(rows, hidden, strict=True):
                    self.states[row] = states[: self.lengths[row]].clone()

    def __add__(self, other: Cached) -> Cached:
        both = copy(self)
        both.states = self.states + other.states
        both.lengths = np.append(self.lengths, other.lengths)
        both.emotions = torch.cat([self.emotions, other.emotions])
        return both

    def batches(self, dice: random.Random | None) -> list[NDArray[np.intp]]:
        """Numbers of lines in batches of about equal length; in random order with dice."""
        jitter = [dice.uniform(-2, 2) if dice else 0.0 for _ in self.lengths]
        order = np.argsort(self.lengths + np.array(jitter), kind="stable")
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        if dice:
            dice.shuffle(batches)
        return batches

    def batch(self, rows: NDArray[np.intp]) -> tuple[Tensor, Tensor, Tensor]:
        """States [n, t, hidden], mask [n, t], emotions [n]."""
        states = nn.utils.rnn.pad_sequence([self.states[row] for row in rows], batch_first=True)
        return states.float(), self._mask(rows), self.emotions[rows]

    def _mask(self, rows: NDArray[np.intp]) -> Tensor:
        lengths = torch.from_numpy(self.lengths[rows])
        return (torch.arange(int(lengths.max()))[None] < lengths[:, None]).long()


def logits(reader: Reader, cached: Cached) -> NDArray[np.float64]:
    """The answers [n, 7] for all lines."""
    answers = np.zeros((len(cached.lengths), len(BASIC)))
    reader.eval()
    with torch.no_grad():
        for rows in cached.batches(None):
            states, mask, _ = cached.batch(rows)
            answers[rows] = reader.above(states, mask).numpy()
    return answers


def class_weights(emotions: Tensor) -> Tensor:
    """How much a line of each emotion counts, [7]; over all lines 1 on average."""
    counts = torch.bincount(emotions, minlength=len(BASIC)).float().clamp(min=1)
    rarity = (len(emotions) / counts) ** RARITY
    weights: Tensor = rarity * len(emotions) / (rarity * counts).sum()
    return weights


def tune(reader: Reader, stages: list[Cached], held: Cached, checkpoint: Path) -> None:
    """One epoch over each stage; says after each how it does on the lines held out.

    The rate falls as if one more epoch over the last stage followed: it ends at 0.4 of `RATE`.
    """
    dice = random.Random(SEED)
    plan = [(stage, stage.batches(dice)) for stage in stages]
    steps = sum(len(batches) for _, batches in plan) + len(plan[-1][1])
    weights = [parameter for parameter in reader.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    warm = max(1, steps // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm))
    )
    for stage, batches in plan:
        loss = 0.0
        for done in _epoch(reader, stage, batches, optimiser):
            schedule.step()
            loss += done
        said = logits(reader, held).argmax(1)
        score = f1_score(held.emotions, said, average="macro", zero_division=0)
        print(f"loss {loss / len(batches):.3f}, held out: macro-F1 {score:.4f}", flush=True)
        torch.save(tuned(reader), checkpoint)


def tuned(reader: Reader) -> dict[str, Tensor]:
    """Those of the reader's weights that are tuned."""
    names = {name for name, one in reader.named_parameters() if one.requires_grad}
    return {name: one for name, one in reader.state_dict().items() if name in names}


def restore(reader: Reader, weights: dict[str, Tensor]) -> None:
    """Give a reader what `tuned` kept of one."""
    reader.load_state_dict(weights, strict=False)


def _epoch(
    reader: Reader,
    stage: Cached,
    batches: list[NDArray[np.intp]],
    optimiser: torch.optim.Optimizer,
) -> Iterator[float]:
    """One pass; gives the loss after each step."""
    reader.train()
    weights = class_weights(stage.emotions)
    for rows in batches:
        states, mask, emotions = stage.batch(rows)
        answers = reader.above(states, mask)
        loss = F.cross_entropy(answers, emotions, weights, label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        yield loss.item()
