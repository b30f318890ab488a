"""What goes wrong, as one sentence for a person, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from backends.base import Language


class BackendError(Exception):
    """A backend can't answer. The message is one sentence for the person at the page.

    It is in English, with its `chinese` where there is one; or, where the request is at hand when
    it is raised, in the request's language.
    """

    def __init__(self, sentence: str, chinese: str = "") -> None:
        super().__init__(sentence)
        self.chinese = chinese

    @classmethod
    def of(cls, words: Mapping[Language, str], **facts: str | float) -> Self:
        """One in both languages: `facts` fill the sentence that `words` has in each."""
        return cls(words["en"].format(**facts), words["zh"].format(**facts))

    def text(self, language: Language) -> str:
        """The sentence in a person's language; as it is where there is no other."""
        return self.chinese if language == "zh" and self.chinese else str(self)
