"""The Python packages that a model needs on this machine; optional, so they may be missing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from backends.words import Sentence, Words

REQUIREMENTS = "backends/multimodal_llm/requirements.txt"
"""The file that brings them all."""

_SAY = Words(__file__)


def lacking(names: Sequence[str]) -> Sentence | None:
    """One sentence on those that are not installed, and how to get them; None if all are."""
    absent = [name for name in names if find_spec(name) is None]
    return _SAY("not_installed", names=absent, requirements=REQUIREMENTS) if absent else None
