"""What a language model wrote, read as its backend reads it."""

from __future__ import annotations

from backends.backend import Request
from backends.base import ALL_MODALITIES, Explanation, Language, Modality, Received
from backends.clip import Clip
from backends.llm import answer


def read(
    text: str,
    clip: Clip,
    given: frozenset[Modality] = ALL_MODALITIES,
    language: Language = "en",
    **how: bool,
) -> Explanation:
    """The answer as an explanation; `how` as for `answer.read`: complete, cut_off."""
    request = Request(language=language)
    return answer.read(text, clip, request, given, Received(), "model", **how)
