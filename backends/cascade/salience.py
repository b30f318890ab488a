"""What stands out in a modality, for a reader: which findings its part tells, and which first.

What is usual is never told: neither what is no clue (`Finding.usual`) nor a number within its norm.
Of the rest, what differs from the person's own clip comes before what differs from other people,
and a clear expression before the acts that go with it. All that is not told stays a clue.
"""

from __future__ import annotations

from collections.abc import Sequence

from backends.cascade.findings import Finding, Hedge

UNTOLD = "blink"
"""Kind of act that everybody does: each is a clue, and none is told."""
MOST_ACTS, MOST_MOMENTS = 2, 2
"""Kinds of acts of the face, and of moments of the voice, that a part tells."""
FIRST_MOMENTS = ("swing", "stays_up", "stays_loud", "stressed")
"""Kinds of moments that say how a whole phrase goes: they are told before others."""
TELL_THE_END = ("swing", "stays_up")
"""Kinds of moments that say how the pitch ends."""
MOST_TIMES = 3
"""Of one kind, those that last longest."""

Alike = Sequence[Finding]
"""Findings of one kind, told in one clause; those of a course, each alone."""


def standing_out(findings: Sequence[Finding]) -> list[Alike]:
    """What the part of one modality tells, in the order of telling."""
    topics: dict[str, list[Finding]] = {}
    for one in findings:
        if not one.usual and one.kind != UNTOLD and one.side != "within":
            topics.setdefault(one.topic, []).append(one)
    course = [[one] for one in topics.pop("course", [])]
    acts = _acts(topics.pop("action", []))
    kinds = _by_kind(topics.pop("moment", []))
    if any(kind[0].kind == "stays_loud" for kind in kinds):  # then what varies is within syllables
        topics["manner"] = [one for one in topics.get("manner", []) if one.kind != "loudness"]
    if any(kind[0].kind in TELL_THE_END for kind in kinds):
        kinds = [kind for kind in kinds if kind[0].kind != "ends"]
    kinds = sorted(kinds, key=lambda kind: kind[0].kind not in FIRST_MOMENTS)[:MOST_MOMENTS]
    moments = [_longest(kind) for kind in kinds]
    said = topics.pop("said", [])
    if "meaning" in topics:  # which quotes what is said
        said = []
    clear = any(
        one.hedge is not Hedge.SOMEWHAT and one.facts["emotion"] != "neutral" for (one,) in course
    )
    who = topics.pop("who", [])
    others = [[one] for several in topics.values() for one in several]
    told: list[Alike] = [[one] for one in (*who, *said)]
    told += [*course, *acts] if clear and acts else [*acts, *others, *moments, *course]
    return told


def _acts(acts: Sequence[Finding]) -> list[Alike]:
    """Kinds of acts that are told, signs of an emotion first."""
    kinds = _by_kind(acts)
    ranked = sorted(kinds, key=lambda several: -max(several[0].supports.values(), default=0.0))
    return [_longest(kind) for kind in ranked[:MOST_ACTS]]


def _by_kind(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one kind together, at the place of the first."""
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.kind, finding.side), []).append(finding)
    return list(together.values())


def _longest(several: Sequence[Finding]) -> list[Finding]:
    ranked = sorted(several, key=lambda finding: -finding.seconds)[:MOST_TIMES]
    return [finding for finding in several if finding in ranked]
