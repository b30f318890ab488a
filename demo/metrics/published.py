"""Published results to show beside ours, marked as such: `published.toml` as data.

None of them was measured here. They carry no interval: with 332 clips one would be about ±4 points.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from backends.base import Data


class _Common(Data):
    set: str
    """Key of the data set, e.g. "ov-merd"."""
    metric: str
    modalities: str = ""
    """What the system was given; empty where that is not known here."""
    judge: str | None = None
    second_hand: bool = False
    """Quoted by another paper, not taken from the system's own."""
    best_on_test: bool = False
    """Per data set the checkpoint was picked on the test set itself: such a figure flatters."""
    source: str
    note: str = ""


class Row(_Common):
    """One published figure."""

    system: str
    value: float
    """1 to 10 where a judge rated, per cent elsewhere."""

    @property
    def remarks(self) -> list[str]:
        """All that must be said beside the value, in words."""
        said = [
            self.modalities,
            f"judge: {self.judge}" if self.judge else "",
            "best checkpoint on the test set" if self.best_on_test else "",
            "second hand" if self.second_hand else "",
            self.note,
        ]
        return [remark for remark in said if remark]


class _Table(_Common):
    values: dict[str, float]


class _PublishedTables(Data):
    table: list[_Table]


@cache
def rows() -> tuple[Row, ...]:
    """Every published row, in the order of the file."""
    text = Path(__file__).with_name("published.toml").read_text("utf-8")
    return tuple(
        Row(**table.model_dump(exclude={"values"}), system=system, value=value)
        for table in _PublishedTables.model_validate(tomllib.loads(text)).table
        for system, value in table.values.items()
    )


def sets() -> list[str]:
    """The data sets that have published rows."""
    return list(dict.fromkeys(row.set for row in rows()))
