"""Pictures come as players show them: turned, mirrored and in square pixels."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backends.clip import Clip
from demo import cut
from tests.helpers import media

STORED = {"left": "red", "right": "green"}


def corner_colours(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """2 x 2: whether each quarter is bright."""
    height, width = image.shape[:2]
    quarters = image.mean(axis=2).reshape(2, height // 2, 2, width // 2).mean(axis=(1, 3))
    return quarters > 40


def marked(path: Path, **how: object) -> Path:
    """A clip whose stored upper left quarter is white, and the rest black."""
    return path


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
def test_x(ending: str) -> None:
    assert ending
