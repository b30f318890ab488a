"""CSV of the clues, one a row: what was seen, heard or read, when, and what it speaks for.

The emotions that a clue speaks for stand in one column, as JSON: `{"fearful": 0.5}`.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from demo.take_away.spreadsheet import cell
from demo.take_away.taken import Taken

COLUMNS = (
    "modality", "person", "start_s", "end_s", "text", "measure", "value", "unit", "usual",
    "supports_json",
)  # fmt: skip


def write(taken: Taken, target: Path) -> None:
    """UTF-8, commas, one header line; times in seconds of the clip's file, with three digits."""
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for clue in taken.answer.clues:
            measure = clue.measure
            value = measure.value if isinstance(measure.value, str) else f"{measure.value:.6g}"
            table.writerow(
                [
                    clue.modality.value,
                    clue.person or "",
                    f"{clue.start:.3f}",
                    f"{clue.end:.3f}",
                    cell(clue.text),
                    cell(measure.name),
                    cell(value) if isinstance(measure.value, str) else value,
                    cell(measure.unit),
                    cell(measure.usual),
                    json.dumps(clue.supports, ensure_ascii=False),
                ]
            )
