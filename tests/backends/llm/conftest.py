"""The clip that the answers of these tests are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.clip import Clip


@pytest.fixture(scope="module")
def clip(request: pytest.FixtureRequest) -> Clip:
    path: Path = request.getfixturevalue("happy")
    return Clip.open(path, subtitle="Bye.")
