"""What is taken away: one answer about one clip, and what belongs to it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from backends.base import Explanation, Language
from backends.clip import Clip
from backends.errors import EmerError
from backends.words import Words
from demo.ground_truth import GroundTruth

SAY = Words(__file__)
"""What the files say besides the answer, and why one can't be written."""


class TakeAwayError(EmerError):
    """An answer can't be taken away in this form."""


@dataclass(frozen=True)
class Taken:
    """One answer about one clip. Its times are seconds of the clip's file."""

    clip: Clip
    answer: Explanation
    language: Language
    title: str
    """What the backend is called, in `language`."""
    truth: GroundTruth | None = None

    @property
    def say(self) -> Any:
        """The words of the files in this language."""
        return SAY.table(self.language)


def plain(text: str) -> str:
    """A text as every format can hold it: no control characters, no blank lines or blanks at the
    ends of lines. XML forbids the former; a blank line ends a subtitle."""
    lines = (
        "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in line).strip()
        for line in text.splitlines()
    )
    return "\n".join(line for line in lines if line)
