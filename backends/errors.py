"""What can't be done, as one sentence for a person, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.base import Language

if TYPE_CHECKING:
    from backends.words import Sentence


class EmerError(Exception):
    """The base of every error that is told to a person: one sentence, never a traceback.

    It is given as a `Sentence` of some package's words, so that it can be told in any language; or
    as plain text, which stays as it is.
    """

    def __init__(self, sentence: Sentence | str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence

    def text(self, language: Language) -> str:
        """The sentence in a person's language; `str` gives the English one."""
        return self.sentence if isinstance(self.sentence, str) else self.sentence.text(language)


class BackendError(EmerError):
    """A backend can't answer."""
