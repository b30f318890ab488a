"""What several tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

GALLERY = ROOT / "assets" / "gallery"


@pytest.fixture(scope="session")
def happy() -> Path:
    """The gallery's happy clip."""
    return GALLERY / "1001_DFA_HAP_XX.mp4"
