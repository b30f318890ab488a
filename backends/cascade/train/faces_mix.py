"""How the own net's answers and face-api's are put together, set on FER+'s public test.

Accuracy on FER+ alone would choose a net that forgets other kinds of faces: one trained on FER+
only knows the posed anger and disgust of a laboratory no more, which face-api's net knows well. No
posed faces may be had here; in their stead, what face-api's net is nearly certain of must stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from backends.cascade.train.faces_votes import divergence, vote_gap

Floats = NDArray[np.float64]

CERTAIN = 0.97
"""Probability by face-api's net of what must stay."""
KEPT = 0.975
"""Share of such faces on which both together must answer the same, the mean over the emotions."""
PRIORS = (0.25, 0.5, 0.6, 0.75, 1.0)
"""Powers of how often each emotion is voted for, added to the own net's logits."""
TRUSTS = (0.4, 0.5, 0.6)
STEEPNESSES = (10.0, 20.0, 30.0, 50.0)
TEMPERATURES = np.linspace(0.7, 1.3, 31)
STRAYS = (0.0, 0.02, 0.04, 0.06, 0.08)


@dataclass(frozen=True)
class Mix:
    """The prior's power, and `TRUST`, `STEEPNESS`, `TEMPERATURE`, `STRAY` of `face.expression`.

    `table` tells what every setting came to, as Markdown.
    """

    prior: float
    trust: float
    steepness: float
    temperature: float
    stray: float
    table: str


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float64)


def mixed(people: Floats, advice: Floats, trust: float, steepness: float) -> Floats:
    """Both nets' probabilities [n, 7] as `face.expression` puts them together, unsharpened."""
    share = trust * advice.max(1, keepdims=True) ** steepness
    return np.asarray((1 - share) * people + share * advice, np.float64)


def tempered(answers: Floats, temperature: float, stray: float) -> Floats:
    """Probabilities [n, 7] flatter (temperature above 1) or steeper, a share spread over all."""
    powers = answers ** (1 / temperature)
    spread = (1 - stray) * powers / powers.sum(1, keepdims=True) + stray / answers.shape[1]
    return np.asarray(spread, np.float64)


def fit(logits: Floats, advice: Floats, shares: Floats, prior: Floats) -> Mix:
    """The best setting of those that keep enough, then what makes it as sure as people agree.

    Accuracy counts, and half as much mean recall, which hangs on the few faces of rare emotions.

    Args:
        logits: [faces, 7] of the own net, without the prior.
        advice: [faces, 7], face-api's probabilities.
        shares: [faces, 7] of the people's votes.
        prior: [7], the mean of such shares.
    """
    truth, named = shares.argmax(1), advice.argmax(1)
    certain = advice.max(1) > CERTAIN
    found = []
    lines = [
        "| prior's power | trust | steepness | right | mean recall | kept | bits | off |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for power, trust, steepness in product(PRIORS, TRUSTS, STEEPNESSES):
        answers = mixed(softmax(logits + power * np.log(prior)), advice, trust, steepness)
        said = answers.argmax(1)
        right, recall = float((said == truth).mean()), _by_class(said == truth, truth)
        kept = _by_class((said == named)[certain], named[certain])
        far, off = float(divergence(answers, shares).mean()), vote_gap(answers, shares)
        figures = (f"{figure:.3f}" for figure in (right, recall, kept, far, off))
        lines.append(f"| {power} | {trust} | {steepness:.0f} | {' | '.join(figures)} |")
        worth = right + recall / 2 if kept >= KEPT else kept - 1
        found.append((worth, power, trust, steepness))
    _, power, trust, steepness = max(found)
    answers = mixed(softmax(logits + power * np.log(prior)), advice, trust, steepness)
    pairs = product(TEMPERATURES, STRAYS)
    temperature, stray = min(pairs, key=lambda pair: vote_gap(tempered(answers, *pair), shares))
    off = vote_gap(tempered(answers, temperature, stray), shares)
    lines += [
        "",
        f"Taken: {power}, {trust} and {steepness:.0f}. With temperature {temperature:.2f} and a "
        f"stray share of {stray:.2f}, confidence is off the votes by {off:.3f}.",
    ]
    return Mix(power, trust, steepness, float(temperature), float(stray), "\n".join(lines))


def _by_class(right: NDArray[np.bool_], label: NDArray[np.int64]) -> float:
    """The mean over the emotions of how often it is right; 1 where none is to be told."""
    shares = [right[label == k].mean() for k in np.unique(label)]
    return float(np.mean(shares)) if shares else 1.0
