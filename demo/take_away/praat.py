"""Praat's .TextGrid, written by Praat itself (parselmouth): whatever a label holds, Praat reads it.

Praat writes UTF-16 where a label is not Latin; the file is made UTF-8, which it reads as well, and
so does every other program that reads TextGrids.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from demo.take_away.taken import Taken
from demo.take_away.tiers import Tier, tiers

BOMS = {b"\xfe\xff": "utf-16", b"\xff\xfe": "utf-16"}


def write(taken: Taken, target: Path) -> None:
    """One interval tier for each tier, from 0 to the end of the clip's file."""
    from parselmouth.praat import call

    found = tiers(taken)
    last = max([taken.clip.duration, *(one.end for tier in found for one in tier.marks)])
    # Praat takes names of tiers as words with blanks between: they get their own names after
    numbers = " ".join(f"t{n}" for n in range(max(1, len(found))))
    grid = call("Create TextGrid", 0, last, numbers, "")
    for number, tier in enumerate(found, 1):
        call(grid, "Set tier name", number, tier.name)
        _fill(grid, number, tier, last)
    with TemporaryDirectory(prefix="emer-praat-") as folder:
        file = Path(folder) / "grid.TextGrid"
        grid.save(str(file))
        written = file.read_bytes()
    text = written.decode(BOMS.get(written[:2], "utf-8"))
    target.write_text(text, "utf-8", newline="\n")


def _fill(grid: object, number: int, tier: Tier, last: float) -> None:
    """Boundaries first: an interval can only be found by a time in its middle once all are set."""
    from parselmouth.praat import call

    for time in sorted({time for one in tier.marks for time in (one.start, one.end)}):
        if 0 < time < last:
            call(grid, "Insert boundary", number, time)
    for one in tier.marks:
        interval = call(grid, "Get interval at time", number, (one.start + one.end) / 2)
        call(grid, "Set interval text", number, int(interval), one.text)
