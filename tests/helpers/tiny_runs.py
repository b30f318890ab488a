"""Short answers of tiny models."""

from __future__ import annotations

from backends.backend import Request
from backends.base import Explanation
from backends.clip import Clip
from backends.multimodal_llm.local import LocalLLM

SHORT = Request(options={"max_tokens": "4", "frames": "2"})
NAME = "smolvlm2"
"""The quickest of the tiny models."""


def explained(model: LocalLLM, clip: Clip, request: Request = SHORT) -> Explanation:
    """The last word of a model about a clip."""
    *_, last = model.explain(clip, request)
    assert isinstance(last, Explanation)
    return last
