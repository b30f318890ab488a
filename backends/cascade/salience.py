"""What stands out in a modality, for a reader: which findings its part tells, and which first.

What is usual is never told: neither what is no clue (`Finding.usual`) nor a number within its norm.
Of the rest, what differs from the person's own clip comes before what differs from other people,
and a clear expression before the acts that go with it. All that is not told stays a clue.
"""

from __future__ import annotations

from collections.abc import Sequence

from backends.cascade.findings import Finding, Hedge

UNTOLD = ("blink", "faint_pitch")
"""Kinds that are clues and are not told: an act that everybody does, and a number that nothing is
known to hold against."""
INCLUDED = {"eyes_narrow": "eyes_widen", "forehead_creases": "inner_brows_raised"}
"""Kind of act → the one that tells it too: eyes that open wide were narrower before, and brows that
are drawn up at their inner ends crease the forehead."""
MOST_ACTS, MOST_MOMENTS = 3, 2
"""Kinds of acts of the face, and of moments of the voice, that a part tells."""
FIRST_MOMENTS = ("swing", "stays_up", "stressed", "stays_loud")
"""Kinds of moments that say how a whole phrase goes: they are told before others, in this order."""
MOST_HEARD = 3
"""Clauses on how a voice sounds, besides what it resembles."""
MOST_TIMES = 3
"""Of one kind, those that last longest."""

Alike = Sequence[Finding]
"""Findings of one kind, told in one clause; those of a course, each alone."""


def standing_out(findings: Sequence[Finding]) -> list[Alike]:
    """What the part of one modality tells, in the order of telling."""
    topics: dict[str, list[Finding]] = {}
    for one in findings:
        if not one.usual and one.kind not in UNTOLD and one.side != "within":
            topics.setdefault(one.topic, []).append(one)
    course = [[one] for one in topics.pop("course", [])]
    acts = _acts(topics.pop("action", []))
    kinds = _by_kind(topics.pop("moment", []))
    if any(kind[0].kind == "stays_loud" for kind in kinds):  # then what varies is within syllables
        topics["manner"] = [one for one in topics.get("manner", []) if one.kind != "loudness"]
    kinds = sorted(kinds, key=lambda kind: _order(kind[0].kind))[:MOST_MOMENTS]
    moments = [_longest(kind) for kind in kinds]
    said = topics.pop("said", [])
    if "meaning" in topics:  # which quotes what is said
        said = []
    forms = topics.pop("form", [])
    if forms and [one.kind for one in topics.get("meaning", [])] == ["plain"]:
        topics["meaning"] = forms[:1]  # which says that it is plain
    clear = any(
        one.hedge is not Hedge.SOMEWHAT and one.facts["emotion"] != "neutral" for (one,) in course
    )
    who = topics.pop("who", [])
    if (
        course or moments or {"pitch", "manner"} & topics.keys()
    ):  # then a voice was heard, of course
        topics["voice"] = [one for one in topics.get("voice", []) if one.kind != "voice"]
    others = [[one] for several in topics.values() for one in several]
    moments = moments[: max(0, MOST_HEARD - len(others))]
    told: list[Alike] = [[one] for one in (*who, *said)]
    told += [*course, *acts] if clear and acts else [*acts, *others, *moments, *course]
    return told


def _acts(acts: Sequence[Finding]) -> list[Alike]:
    """Kinds of acts that are told: signs of an emotion first, then what stays of them."""
    names = {one.kind for one in acts}
    kinds = [several for several in _by_kind(acts) if INCLUDED.get(several[0].kind) not in names]
    ranked = sorted(kinds, key=lambda several: _rank(several[0]))
    return [_longest(kind) for kind in ranked[:MOST_ACTS]]


def _rank(act: Finding) -> tuple[float, bool]:
    """Where a kind of act is told: the surest sign first, and what stays after what comes."""
    return -max(act.supports.values(), default=0.0), not act.kind.endswith("_stays")


def _by_kind(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one kind together, at the place of the first."""
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.kind, finding.side), []).append(finding)
    return list(together.values())


def _order(kind: str) -> int:
    """Where a kind of moment of the voice is told: those of whole phrases first."""
    return FIRST_MOMENTS.index(kind) if kind in FIRST_MOMENTS else len(FIRST_MOMENTS)


def _longest(several: Sequence[Finding]) -> list[Finding]:
    ranked = sorted(several, key=lambda finding: -finding.seconds)[:MOST_TIMES]
    return [finding for finding in several if finding in ranked]
