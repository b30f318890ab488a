"""How much of the evidence each named emotion has, and how much is left open: in all, all of it."""

from __future__ import annotations

from collections.abc import Sequence

from backends.base import EmotionScore, Modality
from backends.cascade.findings import Finding
from backends.cascade.phrases import Phrases
from backends.cascade.reason import CLAIMED, Verdict
from backends.cascade.transient import transient_emotions
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC

MOST_EMOTIONS = 6
"""EMER's raters gave one to nine words a clip; more than six of ours would be guesses."""
LEAST_NAMED = 0.01
"""What would be shown as 0% is not named."""


def shares(
    verdict: Verdict, findings: Sequence[Finding], phrases: Phrases
) -> tuple[list[EmotionScore], float]:
    """The named emotions with their shares of all evidence, the strongest first, and what is open.

    Shares and what is open add up to 1. A basic emotion that is claimed has its share of the
    verdict; where none is claimed for the whole clip, the transient ones are named. A finer emotion
    of the words is named too where its basic emotion is, or where it is strong by itself: its share
    is its probability times the part that words have in the verdict, and it is taken out of that
    basic emotion, or else, as far as the verdict can be trusted, out of what is open.
    """
    named = verdict.emotions or [one.emotion for one in transient_emotions(verdict, findings)]
    if not named:
        return [], 1.0
    scores = {emotion: verdict.share(emotion) for emotion in named}
    for label, score in _finer(verdict, findings):
        basic = GOEMOTIONS_TO_BASIC[label]
        if basic in scores:
            part = min(score, scores[basic])
            scores[basic] -= part
        elif (trusted := score * verdict.trust) >= CLAIMED:
            part = min(trusted, 1 - sum(scores.values()))
        else:
            continue
        scores[label] = scores.get(label, 0.0) + part
    words: dict[str, float] = {}
    for emotion, score in scores.items():
        word = phrases.word(emotion)
        words[word] = words.get(word, 0.0) + score
    worth = [(word, round(score, 3)) for word, score in words.items() if score >= LEAST_NAMED]
    ranked = sorted(worth, key=lambda item: -item[1])[:MOST_EMOTIONS]
    left = round(1 - sum(score for _, score in ranked), 3)
    return [EmotionScore(word=word, score=score) for word, score in ranked], max(left, 0.0)


def _finer(verdict: Verdict, findings: Sequence[Finding]) -> list[tuple[str, float]]:
    """The words' own emotions that are not basic, with their shares, the strongest first."""
    parts = [verdict.part(o) for o in verdict.opinions if o.modality is Modality.LEXICAL]
    scores: dict[str, float] = {}
    for finding in findings if parts else []:
        for label, weight in finding.supports.items():
            if label in GOEMOTIONS_TO_BASIC and label not in BASIC:
                scores[label] = max(weight * parts[0], scores.get(label, 0.0))
    return sorted(scores.items(), key=lambda item: -item[1])
