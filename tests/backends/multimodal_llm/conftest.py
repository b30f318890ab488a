"""A clip to ask about, and a tiny model to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backends.clip import Clip
from backends.multimodal_llm.local import LocalLLM
from tests.helpers.tiny_runs import NAME

if TYPE_CHECKING:
    from tests.helpers.tiny_models import Tiny


@pytest.fixture
def clip(happy: Path) -> Clip:
    """A man who says that no jacket is to be forgotten, with that subtitle."""
    return Clip.open(happy, subtitle="Don't forget a jacket")


@pytest.fixture
def model(tiny: Tiny) -> Iterator[LocalLLM]:
    """A model of the quickest family, given back afterwards."""
    backend = tiny(NAME)
    yield backend
    backend.unload()
