"""What a modality says, made up; and the conclusion of a verdict in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backends.base import Modality
from backends.cascade import rationale
from backends.cascade.findings import Finding
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion, Verdict
from backends.reading.basic_emotions import BASIC


def opinion(modality: Modality, trust: float = 1.0, **shares: float) -> Opinion:
    """An opinion with these shares; what is left is spread over the other emotions."""
    rest = (1 - sum(shares.values())) / (len(BASIC) - len(shares))
    return Opinion(modality, np.array([shares.get(word, rest) for word in BASIC]), trust)


def concluded(verdict: Verdict, findings: Sequence[Finding] = ()) -> str:
    return rationale.conclusion(verdict, findings, Phrases("en", 0.0, 10.0))
