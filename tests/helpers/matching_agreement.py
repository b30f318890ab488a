"""How far the matching of statements and clues agrees with the hand that judged pairs of them.

    python -m tests.helpers.matching_agreement [--pairs blind|ordinary|seconds|fresh|…]

Prints Cohen's kappa with a 95% interval (bootstrap over the pairs) of the three judgements, and of
the one that a ✓ shows (match or not), by language and in all, and who said what how often. The
pairs it gets wrong are listed for those of `SHOWN` only: nothing is to be tuned on the others.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backends.base import Language, Modality
from backends.reading.sentences import moment
from demo.metrics import TruthClue, intervals
from demo.metrics.clues import compare
from tests.helpers.clues import clue

PAIRS = Path(__file__).parents[1] / "demo" / "metrics" / "pairs"
SETS = (
    *("development", "held_out", "later", "looked_at", "fresh", "blind", "wordings"),
    *("firsts", "seconds", "ordinary"),
)
SHOWN = ("development", "wordings", "firsts")
JUDGEMENTS = ("match", "contradict", "unrelated")
SECONDS = 10.0
"""Length of the clip that a pair is taken to be of; a clue that names no moment is of all of it."""


@dataclass(frozen=True)
class Pair:
    """A statement, a clue, and what a person says of them."""

    language: Language
    part: Modality
    judged: str
    truth: str
    clue: str


def pairs(name: str) -> list[Pair]:
    """The pairs of one of `SETS`, English first."""
    with (PAIRS / f"{name}.toml").open("rb") as file:
        table = tomllib.load(file)
    return [
        Pair(language, Modality(one.pop("part")), **one)
        for language, listed in table.items()
        for one in listed
    ]


def answer(pair: Pair) -> str:
    """What the matching says of a pair, as one of `JUDGEMENTS`."""
    said = clue(pair.clue, pair.part, moment(pair.clue, 0, SECONDS))
    told = TruthClue(modality=pair.part, text=pair.truth)
    found = compare([told], [said], pair.language)
    if any(match.truth == 0 for match in found.matches):
        return "match"
    return "contradict" if found.contradictions else "unrelated"


def kappa(judged: Sequence[str], answered: Sequence[str]) -> tuple[float, float, float]:
    """Cohen's kappa (1960), -1..1, and the ends of its 95% interval by bootstrap.

    Of pairs that are all alike nothing can be said for others: the ends are -1 and 1.
    """
    names = sorted({*judged, *answered})
    table = np.zeros((len(judged), len(names), len(names)))
    for row, (one, other) in enumerate(zip(judged, answered, strict=True)):
        table[row, names.index(one), names.index(other)] = 1
    rows = table.reshape(len(judged), -1)

    def of(means: NDArray[np.float64]) -> NDArray[np.float64]:
        shares = means.reshape(*means.shape[:-1], len(names), len(names))
        agreed = np.trace(shares, axis1=-2, axis2=-1)
        by_chance = (shares.sum(-1) * shares.sum(-2)).sum(-1)
        found: NDArray[np.float64] = np.divide(
            agreed - by_chance, 1 - by_chance, out=np.ones_like(agreed), where=by_chance < 1
        )  # 1 where both say one and the same of all
        return found

    within = intervals.interval(rows, of)
    low, high = (within.low, within.high) if within else (-1.0, 1.0)
    return intervals.value(rows, of), low, high


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", choices=SETS, default="held_out")
    name = parser.parse_args().pairs
    known = pairs(name)
    answers = [answer(pair) for pair in known]
    for language in ("en", "zh", "all"):
        chosen = [at for at, pair in enumerate(known) if language in (pair.language, "all")]
        judged, said = [known[at].judged for at in chosen], [answers[at] for at in chosen]
        for title, one, other in (
            ("three judgements", judged, said),
            ("match or not", *([str(j == "match") for j in side] for side in (judged, said))),
        ):
            value, low, high = kappa(one, other)
            print(f"{language:3} n={len(chosen)} {title}: {value:.2f} ({low:.2f} to {high:.2f})")
    counted = Counter(zip((pair.judged for pair in known), answers, strict=True))
    print("judged \\ answered", *JUDGEMENTS)
    for judged_as in JUDGEMENTS:
        print(judged_as, *(counted[judged_as, said_as] for said_as in JUDGEMENTS))
    if name in SHOWN:
        for pair, said_as in zip(known, answers, strict=True):
            if said_as != pair.judged:
                print(f"{pair.judged}, answered {said_as}: {pair.truth} | {pair.clue}")


if __name__ == "__main__":
    main()
