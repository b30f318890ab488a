"""The published word lists of MER-UniBench, read from a folder that the user has.

A folder holds wheel1.xlsx to wheel5.xlsx, synonym.xlsx and format.csv, as MERTools ships them
(https://github.com/zeroQiaoba/MERTools, MER2025 and MER2026 editions). What is read here follows
the scorer published beside them, so that its figures come out to the last digit.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from backends.errors import EmerError
from backends.words import Sentence, Words
from demo.metrics.word_table import Wheel, WordTable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WHEELS = 5

_SAY = Words(__file__)

_TORN = (
    OSError, EOFError, BadZipFile, zlib.error,
    SyntaxError, LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip
"""What openpyxl raises over a workbook that is none or was cut off; XML's is a SyntaxError."""


class WheelError(EmerError):
    """A folder of word lists can't be used."""


def published(folder: Path) -> WordTable:
    """The published table: `fm` form → raw words, `rm` raw word → wheel words, five wheels.

    M1 is the first of sorted fm; M2 the first of sorted rm of M1; M3 the first, in the sorted union
    of rm over fm, that stands on the wheel. Raises WheelError where a file is missing or broken.
    """
    wheels = tuple(_wheel(folder / f"wheel{n}.xlsx", n) for n in range(1, WHEELS + 1))
    rm = _synonyms(folder / "synonym.xlsx")
    fm = _forms(folder / "format.csv")
    roots, meanings, anchors = {}, {}, {}
    for form, raws in fm.items():
        roots[form] = min(raws)
        if rm.get(roots[form]):
            meanings[form] = min(rm[roots[form]])
        reached = sorted({word for raw in raws for word in rm.get(raw, ())})
        anchors[form] = tuple(
            next((word for word in reached if wheel.place(word)), None) for wheel in wheels
        )
    return WordTable(folder.name, wheels, _spelling, roots, meanings, anchors)


def _spelling(word: str) -> str:
    return word.strip().lower()


def _wheel(path: Path, number: int) -> Wheel:
    """A wheel from its sheet; a merged or empty cell repeats the one above it."""
    sectors: dict[str, dict[str, tuple[str, ...]]] = {}
    sector = petal = word = ""
    for row in _rows(path, ("level1", "level2", "level3")):
        sector, petal, word = row[0] or sector, row[1] or petal, row[2] or word
        petals = sectors.setdefault(sector, {})
        petals[petal] = (*petals.get(petal, ()), word)
    return Wheel(f"wheel {number}", f"wheel {number} of MER-UniBench, {path.name}", sectors)


def _synonyms(path: Path) -> Mapping[str, set[str]]:
    """rm: every word of the eight runs → the wheel words it is a synonym of, or itself."""
    columns = tuple(f"{kind}_run{run}" for run in range(1, 9) for kind in ("word", "synonym"))
    rm: dict[str, set[str]] = {}
    for row in _rows(path, columns):
        for word, synonyms in list(pairwise(row))[::2]:
            for synonym in (word, *_items(synonyms)):
                rm.setdefault(synonym, set()).add(word)
    return rm


def _forms(path: Path) -> Mapping[str, set[str]]:
    """fm: every form, and every raw word itself → the raw words it is a form of."""
    fm: dict[str, set[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [(row["name"], row["format"]) for row in csv.DictReader(file, strict=True)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise _unreadable(path, _SAY("wheels.forms", path=path)) from error
    for raw, forms in rows:
        for form in (raw, *_items(forms or "")):
            fm.setdefault(form, set()).add(raw)
    if not fm:
        raise _unreadable(path, _SAY("wheels.forms", path=path))
    return fm


def _items(text: str) -> list[str]:
    return [item.strip() for item in re.split("[,\"']", text) if item.strip()]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The rows of a sheet below its header, the named columns only, lower case, without blanks."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    wanted = _SAY("wheels.sheet", path=path, columns=[*columns[:3]])
    try:
        sheet: Worksheet = load_workbook(path).worksheets[0]
        rows = [[_spelling(str(cell or "")) for cell in row] for row in sheet.values]
        at = [rows[0].index(column) for column in columns]
    except (InvalidFileException, *_TORN) as error:
        raise _unreadable(path, wanted) from error
    return (tuple(row[column] for column in at) for row in rows[1:] if any(row))


def _unreadable(path: Path, wanted: Sentence) -> WheelError:
    if not path.exists():
        return WheelError(_SAY("wheels.missing", path=path, file=path.name))
    return WheelError(wanted)
