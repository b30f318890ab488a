"""The same answer from fewer modalities, as measured: which one decides, and where they part.

Nothing is sensed again: the opinions that are kept are merged and told anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from backends.base import Modality, View
from backends.cascade.conclusion import Conclusion, conclude
from backends.cascade.findings import Finding, Hedge
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion

MODALITIES = list(Modality)


def views(
    opinions: Sequence[Opinion],
    findings: Sequence[Finding],
    phrases: Phrases,
    who: str | None = None,
) -> tuple[list[View], str]:
    """The answer from all modalities that could be judged, from each pair and from each alone, and
    one sentence on which of them decides; no view and "" where none could be judged.

    `who`: letter of the person whom all of it is about, where several are told apart.
    """
    judged = sorted(opinions, key=lambda one: MODALITIES.index(one.modality))
    found = {
        tuple(one.modality for one in some): _without_others(some, findings, phrases, who)
        for size in range(len(judged), 0, -1)
        for some in combinations(judged, size)
    }
    shown = [
        View(
            modalities=list(modalities),
            emotions=one.emotions,
            open=one.open,
            state=one.state,
            conclusion=one.text,
        )
        for modalities, one in found.items()
    ]
    if not judged:
        return shown, ""
    clause = _decides(judged, found, phrases)
    return shown, phrases.sentence(phrases.of(who, clause) if who else clause)


def _without_others(
    opinions: Sequence[Opinion], findings: Sequence[Finding], phrases: Phrases, who: str | None
) -> Conclusion:
    kept = {one.modality for one in opinions}
    return conclude(opinions, [one for one in findings if one.modality in kept], phrases, who)


def _decides(
    judged: Sequence[Opinion],
    found: dict[tuple[Modality, ...], Conclusion],
    phrases: Phrases,
) -> str:
    """The modality whose removal moves the shares most, and what each says alone."""
    say, everything = phrases.say, tuple(one.modality for one in judged)
    if len(judged) == 1:
        name = say("name", judged[0].modality)
        return say("decides", "alone", name=name)
    whole = found[everything]
    without = {
        one: found[tuple(other for other in everything if other is not one)] for one in everything
    }
    before = _answer(whole, phrases)
    changed = [one for one in everything if _answer(without[one], phrases) != before]
    decisive = max(changed or everything, key=lambda one: _moved(whole, without[one]))
    after = _answer(without[decisive], phrases)
    name = say("name", decisive)
    if before == after:
        first = say("decides", "none", emotion=before)
    else:
        first = say("decides", "one", name=name, emotion=after, before=before)
    alone: dict[str, list[str]] = {}
    for one in everything:
        alone.setdefault(_answer(found[(one,)], phrases), []).append(say("name", one))
    told = say("decides", "between").join(
        say("decides", "says", names=phrases.list_words(names), emotion=emotion)
        for emotion, names in alone.items()
    )
    return phrases.sentence(say("decides", "part", first=first, alone=told))


def _moved(one: Conclusion, other: Conclusion) -> float:
    """How far apart two answers are, 0..1: half the sum of the differences of their shares."""
    return float(np.abs(one.verdict.shares - other.verdict.shares).sum() / 2)


def _answer(one: Conclusion, phrases: Phrases) -> str:
    """The emotion that leads, or both that lead together, or that none is clear."""
    if not one.emotions:
        return phrases.say("decides", "unclear")
    words = [emotion.word for emotion in one.emotions]
    if one.verdict.divided and len(words) > 1:
        return phrases.say("decides", "either", first=words[0], second=words[1])
    if Hedge.of(one.emotions[0].score) is Hedge.SOMEWHAT:
        return phrases.say("decides", "perhaps", emotion=words[0])
    return words[0]
