"""A lesson's votes as CSV: a row a vote, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

from demo.lesson import figures
from demo.lesson.rooms import Room
from demo.lesson.voting import Vote

COLUMNS = (
    "room", "lesson", "step", "clip_number", "clip", "given", "voter", "words", "groups", "sure",
    "told_by", "reason", "moment_s", "time",
)  # fmt: skip
_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""How a cell begins that a spreadsheet may run; an apostrophe then stands before it."""


def votes_csv(room: Room, votes: Sequence[Vote]) -> str:
    """The table; a clip's name stands in it once the clip is revealed."""
    numbers = {clip: n for n, clip in enumerate(dict.fromkeys(s.clip for s in room.steps), 1)}
    text = io.StringIO()
    text.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for vote in votes:
        step = room.steps[vote.place]
        groups = [group.key for group in figures.distribution([vote]).groups]
        row = (
            room.code, room.lesson, vote.place + 1, numbers[step.clip],
            room.paths[step.clip].stem if step.revealed else "", step.given, vote.number,
            "; ".join(vote.words), "; ".join(groups), vote.sure, "; ".join(vote.told_by),
            vote.reason, "" if vote.moment is None else f"{vote.moment:.2f}",
            datetime.fromtimestamp(vote.given_at, UTC).isoformat(timespec="seconds"),
        )  # fmt: skip
        writer.writerow([_cell(cell) for cell in row])
    return text.getvalue()


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
