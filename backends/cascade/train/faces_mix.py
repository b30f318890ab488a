"""How the towers' answers are put together, set on people's votes.

Each tower answers twice: by its own last layer, tuned on votes, and by face-api's, of the tuned
features. The logits of all are added up (a logarithmic pool), those of the old layers times a
factor; then comes a part of the log of how often people vote for each emotion, and a temperature.
As some of ten people nearly always see something else, a small share goes to what people vote for
at large.

Accuracy on FER+ alone would choose a net that forgets other kinds of faces: one trained on FER+
only knows the posed anger and disgust of a laboratory no more, which face-api's net knows well. So
what face-api's net is sure of, and some people saw as well, must nearly always stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from backends.cascade.train.faces_votes import divergence, vote_gap

Floats = NDArray[np.float64]

SURE = 0.9
BACKED = 0.2
"""Probability by face-api's net, and share of the votes for the same emotion, of what must stay."""
KEPT = 0.97
"""Share of such faces on which the pool has to answer the same, the mean over the emotions."""
OF_OLD = (0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8)
"""Factors of the old layers' logits; that of the new ones is 1."""
OF_PRIOR = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
"""Powers of how often each emotion is voted for."""
TEMPERATURES = np.geomspace(0.6, 3.0, 60)


STRAYS = np.linspace(0, 0.12, 7)
"""Shares that go to what people vote for at large."""


@dataclass(frozen=True)
class Mix:
    """Factor of the old layers' logits, power of the prior, temperature of their sum, stray share.

    `table` tells what every pair of settings came to, as Markdown.
    """

    of_old: float
    power: float
    temperature: float
    stray: float
    table: str


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float64)


def fit(new: Floats, old: Floats, dense: Floats, shares: Floats, prior: Floats) -> Mix:
    """The most accurate pool of those that keep what face-api's net knows.

    Args:
        new: mean logits [faces, 2, 7] of the towers' own layers, of each face and its mirror image.
        old: the same of face-api's last layer on the towers' features.
        dense: the same of face-api's net.
        shares: [faces, 7] of the people's votes.
        prior: [7], the mean of such shares.
    """
    truth, known = shares.argmax(1), softmax(dense).mean(1)
    named = known.argmax(1)
    backed = (known.max(1) > SURE) & (shares[np.arange(len(shares)), named] >= BACKED)
    found = []
    lines = [
        "| old layers | prior's power | temperature | right | mean recall | kept | bits | off |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for of_old, power in product(OF_OLD, OF_PRIOR):
        pooled = new + of_old * old + power * np.log(prior)
        temperature = float(min(TEMPERATURES, key=lambda t: _loss(pooled / t, shares)))
        answers = softmax(pooled / temperature).mean(1)
        said = answers.argmax(1)
        right = float((said == truth).mean())
        recall = _by_class(said == truth, truth)
        kept = _by_class((said == named)[backed], named[backed])
        far, off = divergence(answers, shares).mean(), vote_gap(answers, shares)
        figures = (f"{figure:.3f}" for figure in (right, recall, kept, far, off))
        lines.append(f"| {of_old} | {power} | {temperature:.2f} | {' | '.join(figures)} |")
        worth = right if kept >= KEPT else kept - 1
        found.append((worth, of_old, power, temperature))
    _, of_old, power, _ = max(found)
    pooled = new + of_old * old + power * np.log(prior)
    temperature, stray = min(
        product(TEMPERATURES, STRAYS),
        key=lambda pair: _off(softmax(pooled / pair[0]).mean(1), pair[1], shares, prior),
    )
    lines += [
        "",
        f"Taken: {of_old} and {power}. Temperature and stray share that then bring the least "
        f"divergence and gap together: {temperature:.2f} and {stray:.2f}.",
    ]
    return Mix(of_old, power, float(temperature), float(stray), "\n".join(lines))


def _off(answers: Floats, stray: float, shares: Floats, prior: Floats) -> float:
    """Divergence from the votes and gap between confidence and votes, added up."""
    answers = (1 - stray) * answers + stray * prior
    return float(divergence(answers, shares).mean() + vote_gap(answers, shares))


def _by_class(right: NDArray[np.bool_], label: NDArray[np.int64]) -> float:
    return float(np.mean([right[label == k].mean() for k in np.unique(label)]))


def _loss(pooled: Floats, shares: Floats) -> float:
    """Mean cross entropy with the shares of the votes, in nats."""
    answers = softmax(pooled).mean(1)
    return float(-(shares * np.log(np.maximum(answers, 1e-12))).sum(1).mean())
