"""Weights in a folder of any name: no library that takes plain paths only is given another."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from backends import weights
from backends.cascade.face import nets
from backends.errors import BackendError

BY_PATH = [name for name in weights.manifest() if name.endswith(".tflite")]


@pytest.fixture(params=["表情", "café", "Ελλάδα и друзья"])
def elsewhere(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder of such a name that holds the nets which are read by path."""
    folder: Path = tmp_path / request.param
    folder.mkdir()
    for name in BY_PATH:
        shutil.copy(weights.FOLDER / name, folder)
    monkeypatch.setattr(weights, "FOLDER", folder)
    return folder


@pytest.mark.usefixtures("elsewhere")
def test_opencv_is_given_plain_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    load = cv2.dnn.readNetFromTFLite
    monkeypatch.setattr(nets, "_NETS", {})
    monkeypatch.setattr(
        cv2.dnn, "readNetFromTFLite", lambda path, *more: (given.append(path), load(path, *more))[1]
    )
    assert nets.detect(np.zeros((64, 64, 3), np.uint8)) == []
    assert given and all(path.isascii() for path in given)
    assert not any(Path(path).exists() for path in given)  # the copies are gone


def test_where_temporary_files_lie_in_such_a_folder_too(
    elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))  # as in C:\\Users\\José
    with pytest.raises(BackendError, match="move the project"), weights.plain_path(BY_PATH[0]):
        pass
    monkeypatch.setenv("PUBLIC", str(tmp_path))
    with weights.plain_path(BY_PATH[0]) as path:
        assert path.isascii()
        assert Path(path).read_bytes() == (elsewhere / BY_PATH[0]).read_bytes()


def test_in_a_plain_folder_nothing_is_copied() -> None:
    with weights.plain_path(BY_PATH[0]) as path:
        assert Path(path) == weights.FOLDER / BY_PATH[0] or not str(weights.FOLDER).isascii()
