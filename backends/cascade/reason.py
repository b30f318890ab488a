"""From what each modality says to emotions: the merge, in which every number can be followed.

Each modality that was received gives an `Opinion`: a distribution over the seven basic emotions.
Opinions are pooled linearly (Stone 1961), each weighed by how much it would tell if it were right
as often as its model is (Shafer 1976 calls this discounting; see `Opinion.weight`). A linear pool
keeps both sides of a disagreement, where a product would let one modality veto the other. What no
modality that counts can be trusted in is spread evenly over the pool: a weight tells two opinions
from each other, and says nothing of the only one that there is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality
from backends.cascade.findings import Hedge
from backends.reading.basic_emotions import BASIC

RELIABILITY = {Modality.VISUAL: 0.87, Modality.ACOUSTIC: 1.0, Modality.LEXICAL: 0.71}
"""How often each model may be expected to be right in a clip from anywhere, by which what it says
is discounted. Words: measured on people's comments (`words_report.md`). Face: measured on FER+'s
private test, .877 of 2,720 faces on most of whose votes people agree. Voice: nothing is taken off,
as its temperature was set on corpora and speakers that the head was kept from (`voice_report.md`):
its probabilities are those of a stranger's voice already."""

CLAIMED = 0.2
"""Share of the pooled evidence from which an emotion is named; an even spread gives each 0.14."""
MOST_CLAIMS = 3
CLEAR = 0.3
"""Share that the leading emotion needs; below it, no clear emotion is claimed."""
CLEAR_ALONE = {Modality.ACOUSTIC: 0.5}
"""The same where only this modality says anything: from here on, voices of corpora and speakers
that the head was kept from are mostly heard rightly, and below, mostly not (`voice_report.md`)."""
ENOUGH = 1.0
"""Seconds of a face that tell as much as a longer look; a shorter one leaves more open. It is what
a voice needs to be judged at all (`LEAST_NAMED` of `voice/voice.py`)."""
SURE = 0.02
"""Weight that an opinion needs to be quoted, and one of them for any claim at all."""
BACKED = 0.25
"""Part of all weight from which an opinion's trust is that of the pool; of less, a part of it."""
DIVIDED = 0.06
"""Two emotions whose shares differ by less lead together."""


@dataclass(frozen=True)
class Opinion:
    """What one modality says by itself: probabilities [7] in the order of `BASIC`.

    `trust` (0..1) lowers the reliability where the clip is unlike what the model was trained on.
    """

    modality: Modality
    probabilities: NDArray[np.float64]
    trust: float = 1.0
    seconds: float | None = None
    """How long was looked at it; None where that makes no difference."""
    pooled: NDArray[np.float64] | None = None
    """What goes into the merge instead of `probabilities`, where that is another [7]: of a face,
    what speaks for each emotion as if none were commoner than another."""

    @property
    def known(self) -> float:
        """How far it is founded on enough of the clip, 0..1."""
        return 1.0 if self.seconds is None else min(1.0, self.seconds / ENOUGH)

    @property
    def leading(self) -> str:
        """The emotion that this modality alone would name."""
        return BASIC[int(self.probabilities.argmax())]

    @property
    def probability(self) -> float:
        """The probability of `leading`."""
        return float(self.probabilities.max())

    @property
    def hedge(self) -> Hedge:
        """How surely `leading` may be told."""
        return Hedge.of(self.probability)

    @property
    def speaks(self) -> bool:
        """Whether it says enough to be quoted. Plain words say nothing for or against a feeling."""
        plain = self.modality is Modality.LEXICAL and self.leading == "neutral"
        return self.hedge is not Hedge.SOMEWHAT and self.weight >= SURE and not plain

    @property
    def evidence(self) -> NDArray[np.float64]:
        """The distribution [7] that goes into the merge.

        The neutral part of words is spread evenly: plain words are ignorance, not calm.
        """
        if self.modality is not Modality.LEXICAL:
            return self.probabilities if self.pooled is None else self.pooled
        spread = self.probabilities.copy()
        spread[0] = 0.0
        spread += self.probabilities[0] / len(BASIC)
        return spread

    @property
    def weight(self) -> float:
        """How much this opinion counts in the merge, 0 (an even spread) to 1 (certain and sure).

        One minus the normalised entropy of the evidence, after it is mixed with an even spread by
        the model's unreliability.
        """
        reliable = RELIABILITY[self.modality] * self.trust
        mixed = reliable * self.evidence + (1 - reliable) / len(BASIC)
        logs = np.log(np.maximum(mixed, 1e-12))
        return max(0.0, 1 + float((mixed * logs).sum()) / math.log(len(BASIC)))


@dataclass(frozen=True)
class Verdict:
    """What the modalities say together.

    Attributes:
        shares: pooled probabilities [7]; all zero where nothing was received.
        emotions: the basic emotions that are claimed, the strongest first; empty: none is clear.
        opinions: what went in, the weightiest first.
        disagreement: two opinions that clearly name different emotions, the weightier first.
    """

    shares: NDArray[np.float64]
    emotions: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    disagreement: tuple[Opinion, Opinion] | None

    def share(self, emotion: str) -> float:
        """The pooled share of one basic emotion, 0..1, less what is in conflict or not founded."""
        return self.founded * float(self.shares[BASIC.index(emotion)])

    @property
    def founded(self) -> float:
        """The share of the evidence that may speak for any emotion, 0..1; the rest is open.

        Where two modalities clearly say different things, as much as the lesser of them has is open
        so far as they differ (Yager 1987 gives what conflicts to the unknown), and so is what was
        seen for too short a time.
        """
        if not self.shares.any():
            return 0.0
        known = sum(self.part(one) * one.known for one in self.opinions)
        if not self.disagreement:
            return known
        one, other = self.disagreement
        differ = 1 - float(one.evidence @ other.evidence)
        return known * (1 - differ * min(self.part(one), self.part(other)))

    def part(self, opinion: Opinion) -> float:
        """An opinion's part of all weight, 0..1."""
        return opinion.weight / sum(one.weight for one in self.opinions)

    @property
    def trust(self) -> float:
        """How far the shares may be trusted, 0..1: as the most trusted opinion that counts."""
        trusted = (one.trust * min(1.0, self.part(one) / BACKED) for one in self.opinions)
        return max(trusted, default=0.0)

    @property
    def divided(self) -> bool:
        """Whether the two strongest emotions that are claimed lead together."""
        first = self.emotions[:2]
        return len(first) == 2 and self.share(first[0]) - self.share(first[1]) < DIVIDED

    @property
    def strongest(self) -> str:
        """The emotion with the largest share, claimed or not."""
        return BASIC[int(self.shares.argmax())]


def merge(opinions: Sequence[Opinion]) -> Verdict:
    """Pool the opinions of the modalities that were received (none, one or several)."""
    ordered = tuple(sorted(opinions, key=lambda opinion: -opinion.weight))
    nothing = Verdict(np.zeros(len(BASIC)), (), ordered, None)
    total = sum(opinion.weight for opinion in ordered)
    if total < 1e-9:
        return nothing
    pooled: NDArray[np.float64] = sum((r.weight * r.evidence for r in ordered), nothing.shares)
    pooled = nothing.trust * pooled / total + (1 - nothing.trust) / len(BASIC)
    order = [int(i) for i in pooled.argsort()[::-1]]
    claimed = [BASIC[i] for i in order if pooled[i] >= CLAIMED][:MOST_CLAIMS]
    telling = {opinion.modality for opinion in ordered if opinion.weight >= SURE}
    least = CLEAR_ALONE.get(ordered[0].modality, CLEAR) if len(telling) == 1 else CLEAR
    if pooled[order[0]] < least or not telling:
        claimed = []
    return replace(
        nothing, shares=pooled, emotions=tuple(claimed), disagreement=_disagreement(ordered)
    )


def _disagreement(ordered: Sequence[Opinion]) -> tuple[Opinion, Opinion] | None:
    """The weightiest two that speak for different emotions."""
    pairs = combinations([opinion for opinion in ordered if opinion.speaks], 2)
    return next(((a, b) for a, b in pairs if a.leading != b.leading), None)
