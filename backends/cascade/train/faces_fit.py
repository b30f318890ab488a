"""Training the expression net on what ten people said of each face.

    python -m backends.cascade.train.faces train --votes FILE.npz

The targets are the shares of the votes, not their majority; a part of each is what face-api's net
answers to the face as it came, and a second layer learns those answers alone: both keep what that
net knows of faces unlike FER+'s.
"""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from backends.cascade.train import faces_augment as augment
from backends.cascade.train.faces_net import ExpressionNet

Floats = NDArray[np.float32]

SEED = 21
EPOCHS = 26
WARMING = 200
"""Batches over which the rate rises; it then falls by a cosine to 0."""
BATCH = 128
RATE = 0.06
MOMENTUM = 0.9
DECAY = 5e-4
LONGEST_STEP = 5.0
"""Of the gradient's length."""
LEAST_VOTES = 5
"""Votes for one of the seven that a face needs to be learnt from people; from fewer, only what
face-api's net says of it counts, and it is drawn less often."""
DOUBTFUL = 0.4
RARE = 0.4
"""Faces are drawn by their targets, each divided by how often its emotion is voted for to this
power."""
HALF = 0.5
"""Power of how often each emotion is voted for that is added to the logits in training, so that
they answer as if it were less uneven (Menon et al. 2021)."""
ADVICE = 0.15
"""Share of face-api's answers in the targets."""
SECOND = 0.5
"""Weight of the second layer's loss."""


def shares(votes: NDArray[np.int64]) -> tuple[Floats, NDArray[np.bool_]]:
    """Votes for the seven [n, 7] → their shares, 0 where too few are known, and which are known."""
    total = votes.sum(1).astype(np.float32)
    known = total >= LEAST_VOTES
    share = votes / np.maximum(total, 1)[:, None]
    return np.where(known[:, None], share, 0).astype(np.float32), known


def often(votes: NDArray[np.int64]) -> NDArray[np.float64]:
    """How often people vote for each emotion [7], of the faces that are learnt from people."""
    share, _ = shares(votes)
    return np.asarray(share.sum(0) / share.sum(), np.float64)


def fit(
    faces: NDArray[np.uint8],
    votes: NDArray[np.int64],
    advice: Floats,
    tell: Callable[[str], None],
) -> ExpressionNet:
    """The net, its weights averaged over the last steps, ready to answer.

    Args:
        faces: [n, 48, 48] greys.
        votes: [n, 7] in the order of `BASIC`.
        advice: [n, 7], face-api's answers to them.
        tell: is told a line after each epoch.
    """
    torch.manual_seed(SEED)
    dice = np.random.default_rng(SEED)
    share, known = shares(votes)
    target = np.where(known[:, None], (1 - ADVICE) * share + ADVICE * advice, advice)
    prior = often(votes)
    chance = (target * np.maximum(prior, 1e-6) ** -RARE).sum(1)
    chance[~known] *= DOUBTFUL
    chance /= chance.sum()
    offset = torch.from_numpy(HALF * np.log(np.maximum(prior, 1e-6))).float()
    net = ExpressionNet().to(memory_format=torch.channels_last)
    mean: ExpressionNet = copy.deepcopy(net).eval()
    optimizer = _optimizer(net)
    batches = max(1, len(faces) // BATCH)
    steps, losses = EPOCHS * batches, 0.0
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARMING) * _cosine(step / steps)
        net.train()
        drawn = dice.choice(len(faces), BATCH, p=chance)
        seen = np.stack([_as_in_video(faces[i], dice) for i in drawn])[:, None]
        pixels = torch.from_numpy(seen.astype(np.float32)).to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            people, adviser = net(pixels)
        wanted, advised = (torch.from_numpy(one[drawn]).float() for one in (target, advice))
        loss = -(wanted * (people.float() + offset).log_softmax(1)).sum(1).mean()
        loss = loss - SECOND * (advised * adviser.float().log_softmax(1)).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), LONGEST_STEP)
        optimizer.step()
        _average(mean, net, step)
        losses += loss.item()
        if (step + 1) % batches == 0:
            tell(f"epoch {(step + 1) // batches} of {EPOCHS}: loss {losses / batches:.3f}")
            losses = 0.0
    return mean


def _as_in_video(face: augment.Grey, dice: augment.Dice) -> augment.Grey:
    return augment.worn(augment.lit(augment.moved(face, dice), dice), dice)


def _cosine(done: float) -> float:
    return float(0.5 * (1 + np.cos(np.pi * done)))


def _optimizer(net: ExpressionNet) -> torch.optim.Optimizer:
    """Only kernels and matrices decay; norms and offsets don't."""
    parameters = [*net.parameters()]
    groups = [
        {"params": [one for one in parameters if one.ndim > 1], "weight_decay": DECAY},
        {"params": [one for one in parameters if one.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.SGD(groups, RATE, MOMENTUM, nesterov=True)


def _average(mean: ExpressionNet, net: ExpressionNet, step: int) -> None:
    part = 1 - min(0.998, (step + 1) / (step + 30))
    with torch.no_grad():
        pairs = zip(mean.state_dict().values(), net.state_dict().values(), strict=True)
        for kept, now in pairs:
            if kept.dtype.is_floating_point:
                kept.lerp_(now, part)
            else:
                kept.copy_(now)
