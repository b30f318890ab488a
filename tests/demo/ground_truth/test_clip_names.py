"""Names of clips: their spellings, and which of them mean one clip."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from demo.ground_truth.clip_names import Names, clip_name, full_name, without_roots
from demo.ground_truth.datasets import read
from demo.ground_truth.library import Library
from demo.ground_truth.predictions import read as read_predictions
from tests.helpers import emer_tables
from tests.helpers.emer_tables import write


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("a.opus", "a"), ("a.TS", "a"), ("a.wmv", "a"), ("a.3gp", "a"), ("a.ogv", "a"),
        ("a.Amr", "a"), ("a.mpeg", "a"), ("a.m2ts", "a"), ("./b//a.MP4", "b/a"),
        (".\\b\\a.mp4", "b/a"), ("C:\\x\\a.wav", "/x/a"), ("/x/a", "/x/a"), ("a.b", "a.b"),
        (".mp4", ".mp4"), ("", ""), ("b/../", "b"),
    ],
)  # fmt: skip
def test_one_spelling_for_a_name(written: str, name: str) -> None:
    assert full_name(written) == name
    assert clip_name(written) == name.rpartition("/")[2]


@pytest.mark.parametrize("table_form", ["NFC", "NFD"])
@pytest.mark.parametrize("disk_form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Zoë", "naïve_été", "가나다"])
def test_letters_that_macos_takes_apart(
    tmp_path: Path, name: str, table_form: str, disk_form: str
) -> None:
    written = unicodedata.normalize(table_form, name)  # type: ignore[arg-type]
    asked = unicodedata.normalize(disk_form, name)  # type: ignore[arg-type]
    library = Library.open([write(tmp_path / "t.csv", ("name", "label"), (written, "sad"))])
    truth = library.read(f"{asked}.mp4")
    assert truth and truth.label == "sad"


def test_a_name_means_what_agrees_as_far_as_both_go() -> None:
    names = Names(["S1/sad/01", "S1/happy/01", "S2/sad/01", "02"])
    assert names.meant("/data/S1/happy/01.mp4") == ["S1/happy/01"]
    assert names.meant("happy/01") == ["S1/happy/01"]
    assert names.meant("sad/01") == ["S1/sad/01", "S2/sad/01"]
    assert len(names.meant("01.mp4")) == 3
    assert names.meant("any/where/02.wav") == ["02"]
    assert names.meant("S3/sad/01") == names.meant("03") == []
    assert Names(["01", "x/01"]).meant("01") == ["01"]
    assert Names(["01", "x/01", "02", "y/x/02", "x/02"]).longest() == ["x/01", "y/x/02"]


def test_somebodys_disk_is_no_part_of_a_name() -> None:
    assert without_roots(["/a/b/1", "/a/b/2"]) == {"/a/b/1": "1", "/a/b/2": "2"}
    alike = ["/d/sad/1", "/d/happy/1", "x/2"]
    assert list(without_roots(alike).values()) == ["sad/1", "happy/1", "x/2"]


ROWS = (("name", "label"), ("S1/sad/01.mp4", "sad"), ("S1/happy/01.mp4", "happy"))


def test_equal_names_in_different_folders_have_their_own_truth(tmp_path: Path) -> None:
    library = Library.open([write(tmp_path / "t.csv", *ROWS)])
    truths = [library.read(f"/c/S1/{folder}/01.mp4") for folder in ("happy", "sad")]
    assert [truth and truth.label for truth in truths] == ["happy", "sad"]
    assert library.read("01.mp4") is None
    assert str(library.why_none("01.mp4")).startswith(
        "“01” can be several clips of the table: S1/happy/01, S1/sad/01;"
    )
    assert library.read("S1/angry/01") is None
    assert "only in other folders: S1/happy/01, S1/sad/01" in str(library.why_none("S1/angry/01"))
    assert library.why_none("02") is None


def test_a_data_set_keeps_all_clips_of_one_name(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", *ROWS)
    emer_tables.empty_files(tmp_path, "S1/sad/01.mp4", "S1/happy/01.mp4")
    clips = read("csv", tmp_path).clips
    assert [(clip.name, clip.path, clip.truth.label) for clip in clips] == [
        ("S1/happy/01", tmp_path / "S1/happy/01.mp4", "happy"),
        ("S1/sad/01", tmp_path / "S1/sad/01.mp4", "sad"),
    ]


def test_a_name_that_several_files_have_is_told(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", ("name", "label"), ("01", "sad"), ("02", "sad"))
    emer_tables.empty_files(tmp_path, "a/01.mp4", "b/01.mp4", "a/02.wav", "b/02.mp4")
    found = read("csv", tmp_path)
    assert [clip.path for clip in found.clips] == [None, tmp_path / "b/02.mp4"]
    (problem,) = map(str, found.problems)
    assert problem.startswith("“01” can be several files: ")


def test_tables_that_name_a_clip_with_and_without_folders_are_put_together(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", ("name", "label"), ("x", "sad"))
    write(tmp_path / "b.csv", ("name", "reason"), ("clips/x.mp4", "He cries."))
    library = Library.open([tmp_path])
    assert library.names() == ["clips/x"]
    truth = library.read("clips/x")
    assert truth and truth.label == "sad" and truth.rationale.conclusion == "He cries."


def test_predictions_take_the_names_of_the_truth(tmp_path: Path) -> None:
    truth = read_predictions(write(tmp_path / "t.csv", *ROWS, ("02", "sad")))
    rows = (("/r/S1/sad/01.wav", "sad"), ("happy/01", "sad"), ("./02.wav", "sad"), ("x", "sad"))
    said = read_predictions(write(tmp_path / "p.csv", ("name", "label"), *rows)).named_as(truth)
    assert [*said.labels] == ["S1/sad/01", "S1/happy/01", "02", "x"]
    bare = read_predictions(write(tmp_path / "q.csv", ("name", "label"), ("01", "sad")))
    assert [str(one)[:30] for one in bare.named_as(truth).problems] == [
        "“01” can be several clips of t"
    ]
