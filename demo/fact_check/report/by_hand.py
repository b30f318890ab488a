"""Single claims that were judged from the clip by hand, beside their marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from backends.base import Claim, Mark
from demo.fact_check.report.judged import checked, claims
from demo.fact_check.report.lines import figure, table
from demo.fact_check.report.resampled import interval
from demo.metrics.intervals import of_share

OPEN = "can't tell"
JUDGED = {"true": "true", "false": "false", "unmeasurable": OPEN}
MARKED = {Mark.BORNE_OUT: "true", Mark.CONTRADICTED: "false"}


def by_hand() -> list[str]:
    """How often borne out and contradicted are right, kappa, and every mistake."""
    found = [(one, checked(one.text, one.language, one.clip)) for one in claims()]
    known = [(one, mark_of(marks)) for one, marks in found if one.judged in JUDGED]
    both = [(JUDGED[one.judged], MARKED.get(mark, OPEN)) for one, mark in known]
    rows = []
    for mark, name in MARKED.items():
        told = [one for one, its in known if its is mark]
        rows.append((mark.value, *_right([one.judged == name for one in told])))
    decided = [(a, b) for a, b in both if b != OPEN]
    rows.append(("both", *_right([a == b for a, b in decided])))
    counts = Counter(both)
    names = ("true", "false", OPEN)
    crossed = [(name, *(counts[name, other] for other in names)) for name in names]
    wrong = [
        (one.clip, one.text, one.judged, _marks(marks), _measured(marks), one.why)
        for one, marks in found
        if one.judged in JUDGED
        and mark_of(marks) in MARKED
        and MARKED[mark_of(marks)] != one.judged
    ]
    unclear = [mark_of(marks).value for one, marks in found if one.judged == "unclear"]
    return [
        "## By hand",
        "",
        f"{len(known)} claims judged from the clip, blind to the marks "
        f"({len(found) - len(known)} more that could not be judged are left out).",
        "",
        *table(("mark", "n", "right", "share (95 %)"), rows),
        "",
        "Cohen's kappa over true, false and can't tell: "
        f"{figure(_kappa(both), interval(both, _kappa))}.",
        "",
        *table(("judged", *(f"marked {name}" for name in names)), crossed),
        "",
        f"Mistakes ({len(wrong)}):",
        "",
        *table(("clip", "claim", "judged", "marked", "measured", "why it was judged so"), wrong),
        "",
        f"Of the {len(unclear)} unclear ones: {dict(Counter(unclear))}.",
    ]  # fmt: skip


def mark_of(found: tuple[Claim, ...]) -> Mark:
    """The mark of a text as one claim: contradicted in anything, else borne out in something."""
    marks = {one.mark for one in found}
    order = (Mark.CONTRADICTED, Mark.BORNE_OUT, Mark.NOT_FOUND)
    return next((mark for mark in order if mark in marks), Mark.UNMEASURABLE)


def _right(hits: Sequence[bool]) -> tuple[int, int, str]:
    """How many, how many of them right, and the share with its interval."""
    if not hits:
        return 0, 0, figure(None)
    share = sum(hits) / len(hits)
    return len(hits), sum(hits), figure(share, of_share([float(hit) for hit in hits]))


def _marks(found: tuple[Claim, ...]) -> str:
    return ", ".join(f"{one.aspect} {one.value}: {one.mark.value}" for one in found)


def _measured(found: tuple[Claim, ...]) -> str:
    return " ".join(dict.fromkeys(one.said for one in found if one.mark in MARKED))


def _kappa(both: Sequence[tuple[str, str]]) -> float | None:
    from sklearn.metrics import cohen_kappa_score

    first, second = zip(*both, strict=True)
    return float(cohen_kappa_score(first, second)) if len(set(first) | set(second)) > 1 else None
