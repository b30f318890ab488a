"""CSV tables as people have them, in the encodings and forms of spreadsheets, with line numbers.

A row that can't be read is told with its line, and the others load.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backends.windows_1252 import mended
from backends.words import Sentence, Words
from demo.ground_truth import GroundTruthError

_SAY = Words(__file__)

_DAMAGED = re.compile("[\0\udc80-\udcff]")
"""What is left of bytes that no text has: NUL, and those that the encoding does not know."""

_LONGEST_HEADER = 1 << 16

_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)
"""What Excel writes before the header, to say what stands between the fields."""

_INSIDE_A_WORD = re.compile("[a-z][\u4e00-\u9fff][a-z]")
"""What two Western letters become that are taken for a Chinese one: “größe”."""


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
    """Read a CSV file with a header; commas, semicolons, tabs or bars stand between the fields.

    UTF-8, UTF-16, GBK and Windows-1252 are told apart by what they hold. Empty lines before the
    header, and Excel's `sep=;`, are passed over.

    A row with another number of fields than the header, with a quotation mark out of place or with
    bytes that are no text is left out and told in `faults`; but `name,[happy, sad]`, a list that
    its writer forgot to quote, is read as what it must be. Raises GroundTruthError where the
    file can't be read or has no header.
    """
    lines = _Lines(_decode(_read(path)))
    delimiter, columns = _header(path, lines)
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
            raw = file.read(_LONGEST_HEADER)
    except OSError as error:
        raise _unreadable(path) from error
    whole = len(raw) < _LONGEST_HEADER or b"\n" not in raw
    return _header(path, _Lines(_decode(raw if whole else raw[: raw.rindex(b"\n")])))[1]


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


def _header(path: Path, lines: _Lines) -> tuple[str, tuple[str, ...]]:
    """The delimiter and the columns that the first line with text names."""
    line = next((line for line in lines if line.strip()), "")
    separator = _SEPARATOR_LINE.fullmatch(line)
    if separator:
        line = next((line for line in lines if line.strip()), "")
    if not line:
        raise GroundTruthError(_SAY("table.empty", file=path.name))
    delimiter = separator[1] if separator else max(",;\t|", key=line.count)
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
    """The text of a file. Bytes that the encoding does not know become lone surrogates."""
    encoding = _encoding(raw)
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    return mended(raw.decode(encoding, errors))


def _encoding(raw: bytes) -> str:
    """What a file is written in.

    GBK is what most lines must be that are not plain ASCII. They are tried as GB 2312, its common
    part: GBK proper would also read a Western “é” with the letter behind it as a Chinese character.
    Where no such line is UTF-8 either, it is Windows-1252, which nothing contradicts.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding, zeros in (("utf-16-le", raw[1:400:2]), ("utf-16-be", raw[:400:2])):
        if zeros and zeros.count(0) > len(zeros) / 2:
            return encoding
    if _is(raw, "utf-8-sig"):
        return "utf-8-sig"
    lines = [line for line in raw.splitlines() if not line.isascii()]
    utf8 = sum(_is(line, "utf-8") for line in lines)
    chinese = [line.decode("gb2312") for line in lines if _is(line, "gb2312")]
    gbk = sum(not _INSIDE_A_WORD.search(line) for line in chinese)
    if gbk > utf8 and 2 * gbk >= len(lines):
        return "gb18030"
    return "utf-8-sig" if utf8 else "windows-1252"


def _is(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged(fields: list[str]) -> bool:
    return any(_DAMAGED.search(field) for field in fields)
