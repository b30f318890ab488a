"""The statements of the ground truth and the clues of a backend, and what ties them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from backends.base import Clue, Modality
from demo.metrics import ClueAgreement


@dataclass(frozen=True)
class Tie:
    """One match or contradiction, seen from one of its two sides."""

    partner: str
    """Identifier of the line on the other side."""
    said: str
    """What the other side says."""
    number: int
    """Number of the ground truth's statement, counted from 1."""
    aspect: str
    similarity: float
    opposite: bool
    hedged: bool
    """Whether one of the two says itself that it is not sure."""


@dataclass(frozen=True)
class Line:
    """A statement or a clue as it stands in its list."""

    id: str
    text: str
    status: str
    """"matched", "contradicted", "missed", "unsupported"; "": it was not compared."""
    ties: list[Tie]
    number: int | None = None
    """Of a statement, counted from 1."""
    implied: bool = False
    """A statement that the ground truth takes for granted."""
    start: float | None = None
    end: float | None = None
    """Of a clue; of a statement those of the first clue that it is tied to, if any."""


@dataclass(frozen=True)
class Group:
    """One modality: the ground truth's side and the backend's."""

    modality: Modality
    truths: list[Line]
    clues: list[Line]


def pairs(agreement: ClueAgreement, clues: Sequence[Clue], prefix: str) -> list[Group]:
    """Both sides by modality; `prefix` makes the identifiers unique in the page.

    Statements keep their order. Clues follow the statements that they are tied to; the others
    come after them, in order of time.
    """
    order = [i for m in Modality for i, told in enumerate(agreement.truths) if told.modality == m]
    number = {index: at for at, index in enumerate(order, 1)}
    of_truth: dict[int, list[Tie]] = defaultdict(list)
    of_clue: dict[int, list[Tie]] = defaultdict(list)
    moment: dict[int, Clue] = {}
    for opposite, found in ((False, agreement.matches), (True, agreement.contradictions)):
        for match in sorted(found, key=lambda match: (number[match.truth], match.clue)):
            truth, clue = agreement.truths[match.truth], clues[match.clue]
            shared = (
                number[match.truth], match.aspect, match.similarity, opposite, match.hedged
            )  # fmt: skip
            of_truth[match.truth].append(Tie(f"{prefix}-clue-{match.clue}", clue.text, *shared))
            of_clue[match.clue].append(Tie(f"{prefix}-truth-{match.truth}", truth.text, *shared))
            moment.setdefault(match.truth, clue)

    truths = {
        index: Line(
            id=f"{prefix}-truth-{index}",
            text=agreement.truths[index].text,
            status=_status(of_truth[index]) or ("missed" if index in agreement.missed else ""),
            ties=of_truth[index],
            number=number[index],
            implied=agreement.truths[index].implied,
            start=moment[index].start if index in moment else None,
            end=moment[index].end if index in moment else None,
        )
        for index in order
    }
    said = {
        index: Line(
            id=f"{prefix}-clue-{index}",
            text=clue.text,
            status=_status(of_clue[index])
            or ("unsupported" if index in agreement.unsupported else ""),
            ties=of_clue[index],
            start=clue.start,
            end=clue.end,
        )
        for index, clue in enumerate(clues)
    }
    groups = [
        Group(
            modality,
            [line for i, line in truths.items() if agreement.truths[i].modality == modality],
            sorted([line for i, line in said.items() if clues[i].modality == modality], key=_place),
        )
        for modality in Modality
    ]
    return [group for group in groups if group.truths or group.clues]


def _status(ties: list[Tie]) -> str:
    """One match is enough: a line that is also contradicted elsewhere shows both signs."""
    if not ties:
        return ""
    return "contradicted" if all(tie.opposite for tie in ties) else "matched"


def _place(line: Line) -> tuple[float, float, float]:
    number = min((tie.number for tie in line.ties), default=float("inf"))
    return (number, line.start or 0.0, line.end or 0.0)
