"""Tuning the upper blocks of face-api's expression net on what ten people said of each face.

    python -m backends.cascade.train.faces train --source DIR --votes FILE.npz --out NET.onnx

`DIR` holds face-api's weights, `FILE` FER+'s faces and votes (keys as in `faces_votes`). Of these
the training part tunes, the public test sets how the opinions are put together (`faces_mix`), and
the private test is for judging alone. Each tower begins as face-api's blocks 1 to 3 and learns the
shares of the votes; the lowest block stays as it is and is shared.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from backends.cascade.train import faces_augment as augment
from backends.cascade.train.faces_graph import Weights
from backends.cascade.train.faces_tower import Tower

Floats = NDArray[np.float32]
Lower = Callable[[list[augment.Grey]], tuple[Floats, Floats]]
"""Faces → what face-api's lowest block gives of them, and the logits of its whole net."""

COOLING = 400
"""Steps over which the rate goes down to 0."""
STEPS = 900
"""Batches of faces; the rate is then at about a quarter."""
WARMING = 60
BATCH = 64
RATE = 8e-4
DECAY = 0.01
LONGEST_STEP = 2.0
"""Of the gradient's length."""
LEAST_VOTES = 5
"""Votes for one of the seven that a face needs to be learnt from people; from fewer, only what
face-api's net says of it counts."""
RARE = 0.3
"""Faces are drawn by their votes' shares, each divided by how often its emotion is voted for to
this power; and half the log of that is added to the logits in training (Menon et al. 2021)."""
SOFT = 2.0
"""Temperature at which the old answers are kept (Li & Hoiem 2016)."""


@dataclass(frozen=True)
class Recipe:
    """How one tower is tuned: the seed, the step at which the rate would be 0, how much the old
    answers are held on to by the tower's features, and how much of them is blended into the votes
    of faces that are clearly seen."""

    seed: int
    end: int
    keep: float
    blend: float


RECIPES = (Recipe(20, 1010, 0.25, 0.0), Recipe(21, 1003, 0.1, 0.2))


def shares(votes: NDArray[np.int64]) -> tuple[Floats, NDArray[np.bool_]]:
    """Votes for the seven [n, 7] → their shares, 0 where too few are known, and which are known."""
    total = votes.sum(1).astype(np.float32)
    known = total >= LEAST_VOTES
    share = votes / np.maximum(total, 1)[:, None]
    return np.where(known[:, None], share, 0).astype(np.float32), known


def tune(
    dense: Weights,
    lower: Lower,
    faces: NDArray[np.uint8],
    votes: NDArray[np.int64],
    recipe: Recipe,
) -> Weights:
    """A tower's weights by face-api's names, averaged over the last steps.

    Args:
        dense: face-api's weights, from which the tower begins.
        lower: see there.
        faces: [n, 48, 48] greys.
        votes: [n, 7] in the order of `BASIC`.
        recipe: see there.
    """
    torch.manual_seed(recipe.seed)
    dice = np.random.default_rng(recipe.seed)
    share, known = shares(votes)
    prior = share.sum(0) / share.sum()
    chance = (share * prior**-RARE).sum(1)
    chance[~known] = chance[known].mean() / 2
    chance /= chance.sum()
    offset = torch.from_numpy(np.log(prior) / 2)
    tower = Tower(dense).to(memory_format=torch.channels_last)
    average = copy.deepcopy(tower)
    parameters = [*tower.parameters()]
    optimizer = torch.optim.AdamW(parameters, RATE, weight_decay=DECAY)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARMING, (recipe.end - step) / COOLING)
        drawn = dice.choice(len(faces), BATCH, p=chance)
        moved = [augment.moved(faces[i], dice) for i in drawn]
        lit = [augment.lit(face, dice) for face in moved]
        worn = [augment.worn(face, dice) for face in lit]
        clear = torch.tensor([one is other for one, other in zip(lit, worn, strict=True)])
        below, teacher = (torch.from_numpy(one) for one in lower(worn))
        with torch.autocast("cpu", torch.bfloat16):
            new, old = tower(below.to(memory_format=torch.channels_last))
        target = torch.from_numpy(share[drawn])
        if recipe.blend:
            blended = (1 - recipe.blend) * target + recipe.blend * teacher.softmax(1)
            target = torch.where((clear & torch.from_numpy(known[drawn]))[:, None], blended, target)
        logs = (new.float() + offset).log_softmax(1)
        loss = -(target * logs).sum() / target.sum()
        loss = loss + recipe.keep * _forgotten(old.float(), teacher, clear)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, LONGEST_STEP)
        optimizer.step()
        with torch.no_grad():
            part = 1 - min(0.995, (step + 1) / (step + 20))
            for mean, now in zip(average.parameters(), parameters, strict=True):
                mean.lerp_(now, part)
    tuned: Weights = average.arrays()
    return tuned


def _forgotten(old: Tensor, teacher: Tensor, clear: Tensor) -> Tensor:
    """How far face-api's last layer is from its answers, on faces that are clearly seen."""
    far = functional.kl_div(
        (old / SOFT).log_softmax(1), (teacher / SOFT).softmax(1), reduction="none"
    ).sum(1)
    return (far * clear).sum() * SOFT**2 / clear.sum().clamp(min=1)
