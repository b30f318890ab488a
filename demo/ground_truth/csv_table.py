"""CSV tables as people have them: UTF-8 with or without a BOM, or GBK, with line numbers.

A row that can't be read is told with its line, and the others load.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backends.words import Sentence, Words
from demo.ground_truth import GroundTruthError

_SAY = Words(__file__)

_DAMAGED = re.compile("[\0\udc80-\udcff]")
"""What is left of bytes that no text has: NUL, and those that the encoding does not know."""

_LONGEST_HEADER = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One row: where it begins (physical line, from 1) and its fields by column."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class CsvTable:
    """The readable rows of a file, and what is wrong with each that is not."""

    path: Path
    columns: tuple[str, ...]
    """As in the header, in small letters."""
    rows: list[Record]
    faults: dict[int, Sentence]
    """Line of a row that is left out → why. Who makes sense of the rows adds to it."""

    @property
    def problems(self) -> list[Sentence]:
        """One sentence for each row that is left out, with file and line, in order of lines."""
        return [
            _SAY("table.row", file=self.path.name, line=line, fault=fault)
            for line, fault in sorted(self.faults.items())
        ]


def read_table(path: Path) -> CsvTable:
    """Read a CSV file with a header; commas, semicolons or tabs stand between the fields.

    A row with another number of fields than the header, with a quotation mark out of place or with
    bytes that are no text is left out and told in `faults`; but `name,[happy, sad]`, a list that
    its writer forgot to quote, is read as what it must be. Raises GroundTruthError where the
    file can't be read or has no header.
    """
    lines = _Lines(_decode(_read(path)))
    delimiter, columns = _header(path, next(lines, ""))
    rows, faults = [], {}
    for line, record, fault in _records(lines, delimiter, len(columns)):
        if fault:
            faults[line] = fault
        else:
            values = (field.strip() for field in record)
            rows.append(Record(line, dict(zip(columns, values, strict=True))))
    return CsvTable(path, columns, rows, faults)


def header(path: Path) -> tuple[str, ...]:
    """The columns of a CSV file, without reading the rest. Raises as `read_table`."""
    try:
        with path.open("rb") as file:
            raw = file.readline(_LONGEST_HEADER)
    except OSError as error:
        raise _unreadable(path) from error
    return _header(path, _decode(raw))[1]


class _Lines:
    """The physical lines of a text, one after the other. `at` may be set back."""

    def __init__(self, text: str) -> None:
        self._lines = list(io.StringIO(text, newline=""))
        self.at = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _records(
    lines: _Lines, delimiter: str, width: int
) -> Iterator[tuple[int, list[str], Sentence | None]]:
    """Each record: the line it begins on, its fields, and what is wrong with it if anything is.

    In a table of two columns, a second field `[happy` and a third `sad]` are one list. A quotation
    mark that is never closed swallows the rows that follow. So behind a broken record reading goes
    on with the line after its first.
    """
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        before = lines.at
        try:
            record, fault = next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            record, fault = [], _misread(error)
        if len(record) > width == 2 and record[1].startswith("[") and record[-1].endswith("]"):
            record = [record[0], f"{delimiter} ".join(record[1:])]
        if record and len(record) != width:
            fields = "table.one_field" if len(record) == 1 else "table.fields"
            fault = _SAY(fields, n=len(record), width=width)
        elif _is_damaged(record):
            fault = _SAY("table.damaged")
        if fault:
            lines.at = before + 1
        if record or fault:
            yield before + 1, record, fault


def _misread(error: csv.Error) -> Sentence:
    if "limit" in str(error):
        return _SAY("table.too_long", most=csv.field_size_limit())
    return _SAY("table.misquoted")


def _header(path: Path, line: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter and the columns that a header line names."""
    if not line.strip():
        raise GroundTruthError(_SAY("table.empty", file=path.name))
    delimiter = max(",;\t", key=line.count)
    try:
        columns = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        columns = []
    if not columns or _is_damaged(columns):
        raise GroundTruthError(_SAY("table.not_csv", file=path.name))
    names = tuple(column.strip().casefold() for column in columns)
    if any(name and names.count(name) > 1 for name in names):
        raise GroundTruthError(_SAY("table.twice", file=path.name))
    return delimiter, names


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> GroundTruthError:
    if path.is_dir():
        return GroundTruthError(_SAY("table.folder", path=path))
    return GroundTruthError(_SAY("table.unreadable", file=path.name))


def _decode(raw: bytes) -> str:
    """The text of a file. Bytes that the encoding does not know become lone surrogates.

    GBK is what most lines must be that are not plain ASCII. They are tried as GB 2312, its common
    part: GBK proper would also read a Western “é” with the letter behind it as a Chinese character.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = [line for line in raw.splitlines() if not line.isascii()]
        gbk = sum(_is(line, "gb2312") for line in lines) > sum(_is(line, "utf-8") for line in lines)
        return raw.decode("gb18030" if gbk else "utf-8-sig", "surrogateescape")


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged(fields: list[str]) -> bool:
    return any(_DAMAGED.search(field) for field in fields)
