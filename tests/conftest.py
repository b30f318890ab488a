"""What several tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session")
def happy() -> Path:
    """The gallery's happy clip."""
    from places import GALLERY

    return GALLERY / "1001_DFA_HAP_XX.mp4"
