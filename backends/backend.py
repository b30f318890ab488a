"""What a backend is: its card and options, what it is asked, and the one method it must have."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from pydantic import Field

from backends.base import ALL_MODALITIES, Data, Events, Language, Modality
from backends.clip import Clip
from backends.options import Options
from backends.words import ENGLISH, Sentence, Words


@dataclass(frozen=True)
class Request:
    """How a clip is to be explained."""

    language: Language = "en"
    modalities: frozenset[Modality] = ALL_MODALITIES
    options: dict[str, str] = field(default_factory=dict)
    """Name of an option → the value chosen; a backend passes over those that it does not offer."""


class Card(Data):
    """What a person reads about a backend before choosing it."""

    name: str
    title: str
    summary: str
    modalities: frozenset[Modality]
    licence: str
    size: str
    """Download or disk size in words, e.g. "200 MB, installed with the app"."""
    place: str
    """Where it runs, and so where the clip goes: "this machine" or "a remote server"."""
    expected_time: str
    weighs: bool = True
    """Whether the scores of its emotions are figures; else they only put the words in order."""
    explains: bool = True
    """Whether it claims anything of emotions; one that does not is never ranked."""
    trained_on: frozenset[str] = frozenset()
    """Data sets (kinds of `demo.benchmark --dataset`) that it learned from: a score there says
    nothing about clips that it has not met."""
    translations: dict[Language, dict[str, str]] = Field(default_factory=dict)
    """Language → field → its text there; the English one stands in for what is lacking."""

    @classmethod
    def of(cls, words: Words, table: str, **fields: Any) -> Self:
        """A card whose texts stand in a table of `words`, in every language that has them."""
        every = words.every(table)
        return cls(**every[ENGLISH], translations=every, **fields)

    def saying(self, **texts: Sentence | str) -> Self:
        """The same card with these fields told anew, in each language that it has."""
        english = {field: str(text) for field, text in texts.items()}
        translations = {
            language: said
            | {f: t if isinstance(t, str) else t.text(language) for f, t in texts.items()}
            for language, said in self.translations.items()
        }
        return self.model_copy(update={**english, "translations": translations})

    def text(self, field: str, language: Language) -> str:
        """What a field says, in `language` where it has been translated."""
        return self.translations.get(language, {}).get(field) or str(getattr(self, field))


class Backend(ABC):
    """Turns a clip into an explanation. A new one is a file with such a class and one line."""

    card: ClassVar[Card]
    options: ClassVar[type[Options]] = Options
    """How it may be told to answer; none, unless a subclass of `Options` says so."""
    waits: ClassVar[bool] = False
    """Whether it only waits for another machine; else it needs a slot of this one's cores."""

    def missing(self, language: Language = "en") -> list[str]:
        """Sentences saying what is missing to use this backend; empty when it is ready.

        In `language` where they are translated, else in English.
        """
        del language
        return []

    def depends_on(self, request: Request) -> dict[str, str]:
        """What an answer depends on besides clip and request, as it is set now: name → value.

        Such as the model and the host that the environment names; never a key. It is shown to
        people, and a benchmark goes on only where it is what it was. Raises BackendError where
        something can't be used as set.
        """
        del request
        return {}

    @abstractmethod
    def explain(self, clip: Clip, request: Request) -> Events:
        """Yield progress and partial results, and last the Explanation.

        Closing the generator cancels the work; that is noticed at the next event, so yield often.
        Raises BackendError with a sentence for a person.
        """
