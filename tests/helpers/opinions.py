"""What a modality says, made up; and the conclusion of a verdict in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backends.base import Modality
from backends.cascade.conclusion import told
from backends.cascade.findings import Finding, Hedge
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion, Verdict
from backends.reading.basic_emotions import BASIC


def opinion(modality: Modality, trust: float = 1.0, **shares: float) -> Opinion:
    """An opinion with these shares; what is left is spread over the other emotions."""
    rest = (1 - sum(shares.values())) / (len(BASIC) - len(shares))
    return Opinion(modality, np.array([shares.get(word, rest) for word in BASIC]), trust)


KINDS = {Modality.VISUAL: "looks", Modality.ACOUSTIC: "sounds"}


def course(*opinions: Opinion) -> list[Finding]:
    """What the clues of face, voice and words tell where they say the same from start to end."""
    return [
        Finding(
            one.modality, KINDS[one.modality], "course", 0, 10, 100 * one.probability, "%",
            {"emotion": one.leading, "other": BASIC[int(one.probabilities.argsort()[-2])]},
            {one.leading: one.probability}, Hedge.of(one.probability),
        )
        for one in opinions
        if one.modality in KINDS
    ]  # fmt: skip


def concluded(verdict: Verdict, findings: Sequence[Finding] = ()) -> str:
    return told(verdict, findings, Phrases("en", 0.0, 10.0))
