"""What several tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session")
def happy() -> Path:
    """The gallery's happy clip."""
    from tests.helpers.places import GALLERY

    return GALLERY / "1001_DFA_HAP_XX.mp4"
