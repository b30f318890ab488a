"""Emotions that hold for a part of the clip only, which a mean over all of it would hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backends.base import Modality
from backends.cascade.findings import Finding, Hedge, total_seconds
from backends.cascade.reason import Verdict

LEAST_SECONDS = 1.0
"""What is shorter is told where it happens, and concludes nothing."""
LEAST_SHARE = 0.1
"""Share of the time over which a modality was judged that an emotion needs."""
LEAST_WEIGHT = 0.25
"""Part of all weight that a modality needs: what hardly counts as a whole says nothing in parts."""
LEAST_TRUST = 0.25
"""Trust in a modality without which its parts say nothing, even where no other one was received."""
MOST_STRETCHES = 3
"""Of one emotion, the longest; the clues list all."""


@dataclass(frozen=True)
class TransientEmotion:
    """An emotion that the face or the voice shows in some stretches only, in order of time."""

    modality: Modality
    emotion: str
    stretches: tuple[Finding, ...]


def transient_emotions(verdict: Verdict, findings: Sequence[Finding]) -> list[TransientEmotion]:
    """The emotions that come and go, by modality and time of their first stretch.

    Left out are neutral stretches, those that are told with a hedge, what the verdict claims
    anyway, and, where it claims something, what a modality says as a whole: that has been weighed.
    """
    found: list[TransientEmotion] = []
    if not verdict.shares.any():
        return found
    weighed = {"neutral", *verdict.emotions}
    for opinion in verdict.opinions:
        course = [f for f in findings if f.modality is opinion.modality and f.topic == "course"]
        counts = verdict.part(opinion) >= LEAST_WEIGHT and opinion.trust >= LEAST_TRUST
        if not course or not counts:
            continue
        told = weighed | {opinion.leading} if verdict.emotions else weighed
        clear = [f for f in course if f.hedge is not Hedge.SOMEWHAT]
        for emotion in dict.fromkeys(str(f.facts["emotion"]) for f in clear):
            stretches = [f for f in clear if f.facts["emotion"] == emotion]
            least = max(LEAST_SECONDS, LEAST_SHARE * total_seconds(course))
            if emotion not in told and total_seconds(stretches) >= least:
                longest = sorted(stretches, key=lambda f: -f.seconds)[:MOST_STRETCHES]
                kept = tuple(sorted(longest, key=lambda f: f.start))
                found.append(TransientEmotion(opinion.modality, emotion, kept))
    order = list(Modality)
    return sorted(found, key=lambda one: (order.index(one.modality), one.stretches[0].start))
