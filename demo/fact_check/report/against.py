"""A rationale on its own clip and on the five others, and texts that never saw the clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from backends.base import Claim, Mark, Modality
from demo.fact_check.report.judged import CLIPS, Written, checked, rationales
from demo.fact_check.report.lines import figure, table
from demo.fact_check.report.resampled import auc, interval
from demo.metrics.grounding import CHECKED, grounding_of


@dataclass(frozen=True)
class Held:
    """The grounding of one rationale on its own clip, and on each of the others."""

    written: Written
    own: float | None
    others: tuple[float, ...]


def own_against_other() -> list[str]:
    """AUC of the grounding on the own clip against other clips, by set and by modality."""
    rows = []
    for title, kinds in (
        ("written from the clip", {"own"}),
        ("ground truths", {"truth"}),
        ("both", {"own", "truth"}),
    ):
        chosen = [one for one in rationales() if one.kind in kinds]
        for modality in (None, *Modality):
            held = [_held(one, modality) for one in chosen]
            counted = [one for one in held if one.own is not None]
            means = (
                _mean([one.own for one in counted if one.own is not None]),
                _mean([value for one in counted for value in one.others]),
            )
            rows.append(
                (
                    title, modality or "all", f"{len(counted)} of {len(held)}",
                    *map(figure, means), figure(_auc(counted), interval(counted, _auc)),
                )
            )  # fmt: skip
    head = ("rationales", "claims", "n", "mean, own clip", "mean, other clips", "AUC (95 %)")
    return [
        "## Own against other",
        "",
        "Grounding of each rationale on its own clip against the same on the five other clips of "
        "the same man and sentence. Left out: rationales of which nothing is borne out or "
        "contradicted. Intervals are over rationales; the clips are six.",
        "",
        *table(head, rows),
    ]


def blind_against_seen() -> list[str]:
    """Grounding of texts that were written from the label alone, beside those from the clip."""
    by_kind = {
        kind: [
            checked(one.text, one.language, one.clip) for one in rationales() if one.kind == kind
        ]
        for kind in ("own", "truth", "blind")
    }
    rows = []
    for title, kind in (
        ("written from the clip", "own"),
        ("ground truths", "truth"),
        ("written from the label alone", "blind"),
    ):
        texts = by_kind[kind]
        rows.append(
            (
                title, len(texts), figure(_pooled(texts), interval(texts, _pooled)),
                figure(_share(texts)), sum(map(len, texts)),
            )
        )  # fmt: skip
    apart = partial(_apart, by_kind["own"])
    head = ("rationales", "n", "grounding (95 %)", "checkable", "claims")
    seen, blind = _pooled(by_kind["own"]), _pooled(by_kind["blind"])
    less = None if seen is None or blind is None else seen - blind
    return [
        "## Blind texts",
        "",
        *table(head, rows),
        "",
        f"Written from the clip less written from the label: "
        f"{figure(less, interval(by_kind['blind'], apart))}, over blind texts drawn again.",
    ]


def _held(one: Written, modality: Modality | None) -> Held:
    def grounded(clip: str) -> float | None:
        claims = checked(one.text, one.language, clip)
        return grounding_of([c for c in claims if modality in (None, c.modality)])

    others = (grounded(clip) for clip in CLIPS if clip != one.clip)
    return Held(one, grounded(one.clip), tuple(v for v in others if v is not None))


def _auc(held: Sequence[Held]) -> float | None:
    own = [one.own for one in held if one.own is not None]
    return auc(own, [value for one in held for value in one.others])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _pooled(texts: Sequence[Sequence[Claim]]) -> float | None:
    return grounding_of([claim for claims in texts for claim in claims])


def _apart(seen: Sequence[Sequence[Claim]], blind: Sequence[Sequence[Claim]]) -> float | None:
    first, second = _pooled(seen), _pooled(blind)
    return None if first is None or second is None else first - second


def _share(texts: Sequence[Sequence[Claim]]) -> float | None:
    marks: list[Mark] = [claim.mark for claims in texts for claim in claims]
    return sum(mark in CHECKED for mark in marks) / len(marks) if marks else None
