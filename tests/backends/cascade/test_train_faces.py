"""Reading labelled sets of faces and judging the expression nets on them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import numpy as np
import pytest

from backends.cascade.train import faces
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
    with pytest.raises(ValueError, match="needs the columns"):
        [*faces.fer2013(path, "PrivateTest")]


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
    with pytest.raises(ValueError, match="boredom"):
        [*faces.folder(tmp_path)]


def test_calibration_error():
    sure = np.eye(7)[[1, 1, 1, 1]]
    assert faces.calibration_error(sure, np.array([1, 1, 1, 1])) == pytest.approx(0)
    assert faces.calibration_error(sure, np.array([1, 1, 2, 2])) == pytest.approx(0.5)


def test_missing_file_is_one_sentence(capsys):
    assert faces.main(["evaluate", "--fer2013", "nowhere.csv"]) == 2
    assert "nowhere.csv" in capsys.readouterr().err
