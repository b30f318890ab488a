"""Weights in a folder of any name: they are read here, and no library is given a path to open."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from backends import weights
from backends.cascade.face import nets


@pytest.mark.parametrize("name", ["表情", "café", "Ελλάδα и друзья"])
def test_the_face_is_looked_for_where_the_folder_has_other_letters(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C++ opens a path in the system's code page on Windows, which has not all letters."""
    folder = tmp_path / name
    shutil.copytree(weights.FOLDER, folder, ignore=shutil.ignore_patterns("*words*", "voice*"))
    monkeypatch.setattr(weights, "FOLDER", folder)
    monkeypatch.setattr(nets, "_NETS", {})
    given: list[object] = []
    load = nets.session
    monkeypatch.setattr(nets, "session", lambda model: given.append(model) or load(model))
    assert nets.detect(np.zeros((64, 64, 3), np.uint8)) == []
    assert given and all(isinstance(one, bytes) for one in given)
