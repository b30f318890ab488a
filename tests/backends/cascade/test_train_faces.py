"""Reading labelled sets of faces and judging the expression nets on them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import numpy as np
import pytest

from backends.cascade.train import faces
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC


@pytest.fixture(autouse=True)
def length_of_fields() -> Iterator[None]:
    """The command lets `csv` read longer fields, which holds for the whole process."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


def test_fer2013_rows_of_one_part(tmp_path):
    path = tmp_path / "fer2013.csv"
    pixels = " ".join(["7"] * 48 * 48)
    rows = f"0,{pixels},Training\n3,{pixels},PrivateTest\n6,{pixels},PrivateTest\n"
    path.write_text(f"emotion,pixels,Usage\n{rows}")
    found = [*faces.fer2013(path, "PrivateTest")]
    assert [BASIC[label] for label, _ in found] == ["happy", "neutral"]
    assert found[0][1].shape == (48, 48, 3)


def test_other_table_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(EmerError, match="needs the columns"):
        [*faces.fer2013(path, "PrivateTest")]


@pytest.mark.parametrize(
    "row",
    [
        "happy,{pixels}",
        "7,{pixels}",
        "-1,{pixels}",
        "3,1 2 3",
        "3,{pixels} 7",
        "3,256 {pixels}",
        "3,",
        "",
    ],
)
def test_a_broken_table_is_one_sentence(tmp_path, capsys, row):
    pixels = " ".join(["7"] * 48 * 48)
    cut = " ".join(["7"] * (48 * 48 - 1))
    path = tmp_path / "fer2013.csv"
    broken = row.format(pixels=cut if "256" in row else pixels)
    path.write_text(f"Usage,emotion,pixels\nPrivateTest,3,{pixels}\nPrivateTest,{broken}\n")
    assert faces.main(["evaluate", "--fer2013", str(path)]) == 2
    told = capsys.readouterr()
    assert told.err == (
        "fer2013.csv, line 3: emotion must be a number from 0 to 6, "
        "and pixels 48 x 48 numbers from 0 to 255.\n"
    )
    assert not told.out


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"emotion,pixels,Usage\n"]
)
def test_no_table_of_faces_is_one_sentence(tmp_path, capsys, content):
    path = tmp_path / "fer2013.csv"
    path.write_bytes(content)
    assert faces.main(["evaluate", "--fer2013", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_broken_nets_are_one_sentence(tmp_path, capsys):
    pytest.importorskip("onnx")
    for name in ("face_expression_model-weights_manifest.json", "face_expression_model.bin"):
        (tmp_path / name).write_text("[]")
    assert faces.main(["convert", "--source", str(tmp_path)]) == 2
    assert "not as documented" in capsys.readouterr().err


def test_folder_named_after_emotions(tmp_path):
    import cv2

    for name in ("happy", "Anger"):
        (tmp_path / name).mkdir()
        cv2.imwrite(str(tmp_path / name / "1.png"), np.full((50, 40, 3), 90, np.uint8))
    labels = [BASIC[label] for label, _ in faces.folder(tmp_path)]
    assert sorted(labels) == ["angry", "happy"]
    text = faces.report_pictures(faces.folder(tmp_path))
    assert "- n: 2" in text
    (tmp_path / "boredom").mkdir()
    with pytest.raises(EmerError, match="boredom"):
        [*faces.folder(tmp_path)]


def test_calibration_error():
    sure = np.eye(7)[[1, 1, 1, 1]]
    assert faces.calibration_error(sure, np.array([1, 1, 1, 1])) == pytest.approx(0)
    assert faces.calibration_error(sure, np.array([1, 1, 2, 2])) == pytest.approx(0.5)


def test_missing_file_is_one_sentence(capsys):
    assert faces.main(["evaluate", "--fer2013", "nowhere.csv"]) == 2
    assert "nowhere.csv" in capsys.readouterr().err
