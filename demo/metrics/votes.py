"""How far a backend's scores share out a clip's emotions as a crowd's votes do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from backends.reading.labels import normalise
from demo.metrics.basic import option


def vote_agreement(votes: Mapping[str, int], scores: Mapping[str, float]) -> float:
    """The share of votes that crowd and backend place alike, 0..1.

    One minus the total variation distance of the two distributions, which is the sum over the
    options of the smaller of both shares. Chosen since it is in 0..1, symmetric, defined where one
    side gives an option nothing, and can be read aloud: at .7, three votes in ten would have to
    move. Both sides are brought to a sum of 1; a word counts as the option of the crowd that
    `basic.option` takes it for, and a score on any other word agrees with no one.

    Returns 0 where the backend says nothing. Raises ValueError where nobody voted or a number is
    negative.
    """
    crowd = _shares(votes, {normalise(word) for word in votes})
    if not crowd:
        raise ValueError("nobody voted")
    said = _shares(scores, crowd)
    return sum(min(share, said.get(word, 0.0)) for word, share in crowd.items())


def _shares(weights: Mapping[str, float], options: Collection[str]) -> dict[str, float]:
    shares: defaultdict[str, float] = defaultdict(float)
    for word, weight in weights.items():
        if weight < 0:
            raise ValueError(f"“{word}” has a negative weight")
        shares[option(word, options)] += weight
    total = sum(shares.values())
    return {word: weight / total for word, weight in shares.items() if total > 0}
