"""CSV tables: encodings, line numbers, and what becomes of broken rows."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backends.windows_1252 import mended
from demo.ground_truth import GroundTruthError
from demo.ground_truth.csv_table import header, read_table


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "truth.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_plain_table(tmp_path: Path) -> None:
    read = read_table(table(tmp_path, "Name , openset\na,happy\n\nb, \n"))
    assert read.columns == ("name", "openset")
    assert [(row.line, row.values) for row in read.rows] == [
        (2, {"name": "a", "openset": "happy"}),
        (4, {"name": "b", "openset": ""}),
    ]
    assert read.problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    text = end.join(["name,reason", "a,“在视频中”", "b,他很镕愤", "c,plain", ""])
    read = read_table(table(tmp_path, text.encode(encoding)))
    assert [row.values["reason"] for row in read.rows] == ["“在视频中”", "他很镕愤", "plain"]
    assert [row.line for row in read.rows] == [2, 3, 4]
    assert read.problems == []


def test_a_cell_of_several_lines_counts_its_lines(tmp_path: Path) -> None:
    content = 'name,reason\na,"one\r\ntwo, ""said""\nthree"\nb,four\nc,five,six\n'
    read = read_table(table(tmp_path, content))
    assert [(row.line, row.values["reason"]) for row in read.rows] == [
        (2, 'one\r\ntwo, "said"\nthree'), (5, "four"),
    ]  # fmt: skip
    assert list(map(str, read.problems)) == [
        "truth.csv, line 6: it has 3 fields and the header 2; the row is left out."
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_of_spreadsheets(tmp_path: Path, delimiter: str) -> None:
    content = f'name{delimiter}reason{delimiter}\na{delimiter}"x, {delimiter} y"{delimiter}\n'
    read = read_table(table(tmp_path, content))
    assert read.rows[0].values["reason"] == f"x, {delimiter} y"


@pytest.mark.parametrize(
    "rows",
    [
        'a,"never closed\nb,fine\nc,fine\n',
        'a,"never closed\nb,"fine"\nc,"fine"\n',
        'a,"closed" too early\nb,fine\nc,"fine"\n',
        'a,"never closed\nb,""\nc,fine\n',
        'b,fine\nc,fine\na,"never closed',
    ],
)
def test_a_quotation_mark_out_of_place_costs_one_row(tmp_path: Path, rows: str) -> None:
    read = read_table(table(tmp_path, f"name,reason\n{rows}"))
    assert [row.values["name"] for row in read.rows] == ["b", "c"]
    line = 4 if rows.startswith("b") else 2
    assert list(map(str, read.problems)) == [
        f"truth.csv, line {line}: a quotation mark is out of place or never closed; "
        "the row is left out."
    ]


def test_marks_inside_a_bare_field_are_text(tmp_path: Path) -> None:
    read = read_table(table(tmp_path, 'name, reason\na, he said "no"\nb, "x, y"\n'))
    assert [row.values["reason"] for row in read.rows] == ['he said "no"', "x, y"]


@pytest.mark.parametrize("bad", [b"a,nul\0byte\n", b"a,caf\xe9 au lait\n"])
def test_bytes_that_are_no_text_cost_one_row(tmp_path: Path, bad: bytes) -> None:
    content = b"name,reason\n" + bad + "b,在视频中\nc,né\n".encode()
    read = read_table(table(tmp_path, content))
    assert [row.values["reason"] for row in read.rows] == ["在视频中", "né"]
    assert list(map(str, read.problems)) == [
        "truth.csv, line 2: it holds bytes that are no text; the row is left out."
    ]


def test_a_western_encoding_is_not_taken_for_chinese(tmp_path: Path) -> None:
    for text in ("he’s a fiancé too", "größe", "“naïve” – ça va"):
        content = f"name,reason\na,{text}\nb,ok\n".encode("cp1252")
        read = read_table(table(tmp_path, content))
        assert [row.values["reason"] for row in read.rows] == [text, "ok"]


def test_bytes_that_no_encoding_has_cost_one_row(tmp_path: Path) -> None:
    read = read_table(table(tmp_path, b"name,reason\na,\x81\x8d?\nb,ok\n"))
    assert [row.values["name"] for row in read.rows] == ["b"]
    assert "line 2" in str(read.problems[0])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_excel_calls_unicode_text(tmp_path: Path, encoding: str) -> None:
    path = table(tmp_path, "name\treason\na\the’s 高兴\n".encode(encoding))
    assert header(path) == ("name", "reason")
    assert [row.values for row in read_table(path).rows] == [{"name": "a", "reason": "he’s 高兴"}]


@pytest.mark.parametrize(
    "before", ["sep=;\n", "\n\n", " \r\n", "\ufeffsep=;\r\n", '\n"sep=;"\n', "SEP=;\n\n"]
)
def test_what_spreadsheets_put_before_the_header(tmp_path: Path, before: str) -> None:
    path = table(tmp_path, f"{before}name;label\na;happy, glad\nb;x;y\n")
    read = read_table(path)
    assert header(path) == read.columns == ("name", "label")
    assert [row.values["label"] for row in read.rows] == ["happy, glad"]
    assert f"line {before.count(chr(10)) + 3}" in str(read.problems[0])


def test_another_separator_that_excel_names(tmp_path: Path) -> None:
    path = table(tmp_path, "sep=|\nname|label, or words\na|happy\n")
    assert read_table(path).columns == ("name", "label, or words")


def test_windows_1252_inside_utf_8_is_mended(tmp_path: Path) -> None:
    content = "name,subtitle\na,I didn\u0092t know\u0085 \u0093really\u0094\n"
    (row,) = read_table(table(tmp_path, content)).rows
    assert row.values["subtitle"] == "I didn’t know… “really”"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04\x14\0\x06\0", "is not a CSV table in UTF-8, UTF-16, GBK or"),
        (b"sep=;\n", "is empty"),
        (b'name,"reason\na,b\n', "is not a CSV table in UTF-8, UTF-16, GBK or"),
        (b"name,reason,Reason\n", "names a column twice"),
    ],
)
def test_what_is_no_table_is_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = table(tmp_path, content)
    for read in (read_table, header):
        with pytest.raises(GroundTruthError, match=said) as raised:
            read(path)
        assert "truth.csv" in str(raised.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for read in (read_table, header):
        with pytest.raises(GroundTruthError, match=r"“nowhere\.csv” can't be read"):
            read(tmp_path / "nowhere.csv")


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    for read in (read_table, header):
        with pytest.raises(GroundTruthError, match="is a folder; name one table in it"):
            read(tmp_path)


def test_one_field_is_told_in_the_singular(tmp_path: Path) -> None:
    read = read_table(table(tmp_path, "name,reason\na\n"))
    assert list(map(str, read.problems)) == [
        "truth.csv, line 2: it has 1 field and the header 2; the row is left out."
    ]


def test_the_header_alone(tmp_path: Path) -> None:
    path = table(tmp_path, "\ufeffNAMES;Reasons\n" + "a;b\n" * 100)
    assert header(path) == ("names", "reasons") == read_table(path).columns


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=8), excel=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_written_is_read(
    tmp_path: Path, rows: list[tuple[str, str]], excel: bool
) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n" if excel else "\n")
        writer.writerows([("name", "reason"), *rows])
    read = read_table(path)
    assert read.problems == []
    got = [(row.values["name"], row.values["reason"]) for row in read.rows]
    assert got == [(mended(name).strip(), mended(reason).strip()) for name, reason in rows]


@given(content=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_content_makes_it_fail_otherwise_than_in_a_sentence(
    tmp_path: Path, content: bytes
) -> None:
    path = table(tmp_path, b"name,reason\n" + content)
    read = read_table(path)
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 2
    assert all(2 <= row.line <= lines for row in read.rows)
    try:
        read_table(table(tmp_path, content))
    except GroundTruthError as error:
        assert "truth.csv" in str(error)


def test_a_field_that_is_too_long_is_not_called_a_fault_of_quotation(tmp_path: Path) -> None:
    read = read_table(table(tmp_path, f"name,reason\na,{'x' * 131_073}\nb,fine\n"))
    assert [row.values["name"] for row in read.rows] == ["b"]
    assert list(map(str, read.problems)) == [
        "truth.csv, line 2: a field is longer than 131,072 characters, or its quotation mark is "
        "never closed; the row is left out."
    ]


def test_a_list_without_quotation_marks_is_one_field(tmp_path: Path) -> None:
    read = read_table(table(tmp_path, "name,openset\na,[happy, sad, calm]\nb,happy, sad\n"))
    assert [row.values["openset"] for row in read.rows] == ["[happy, sad, calm]"]
    assert len(read.problems) == 1
    three = read_table(table(tmp_path, "name,x,openset\na,1,[happy, sad]\n"))
    assert len(three.problems) == 1
