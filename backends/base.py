"""The vocabulary of the project as types: what a backend takes, what it answers.

Everything here is data. It is validated where it is made, and it serialises to the schema that
`python -m demo.explain --json` prints. All times are seconds from the clip's start.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from backends.clip import Clip

Language = Literal["en", "zh"]
"""The language an explanation is written in. EMER is bilingual: English and Chinese."""


class Modality(StrEnum):
    """A channel of the clip, in the words of the EMER papers."""

    VISUAL = "visual"
    ACOUSTIC = "acoustic"
    LEXICAL = "lexical"


ALL_MODALITIES = frozenset(Modality)


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


class _Data(BaseModel):
    """Immutable, and strict about unknown fields: a typo is an error, not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(_Data):
    """What stands behind a clue: a number with its unit, or the sentence that a model said."""

    name: str = Field(min_length=1)
    value: float | str
    unit: str = ""
    usual: str = ""
    """What is usual, in words: "150 to 250 Hz", "0.10 at rest in this clip"."""

    @model_validator(mode="after")
    def _has_a_value(self) -> Self:
        if isinstance(self.value, str) and not self.value.strip():
            raise ValueError("a measure needs a value")
        return self


class Clue(_Data):
    """One observation: what was seen, heard or read, when, and what it speaks for."""

    modality: Modality
    text: str = Field(min_length=1)
    start: float = Field(ge=0)
    end: float
    measure: Measure
    supports: dict[str, float] = Field(default_factory=dict)
    """Emotion word → weight in 0..1. Empty: the clue describes without speaking for an emotion."""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a clue ends ({self.end}) before it starts ({self.start})")
        return self


class EmotionScore(_Data):
    """An open-vocabulary emotion word and how strongly it is claimed, 0..1."""

    word: str = Field(min_length=1)
    score: float = Field(ge=0, le=1)


class Rationale(_Data):
    """The four EMER parts. None: that modality was absent or switched off."""

    visual: str | None = None
    acoustic: str | None = None
    lexical: str | None = None
    conclusion: str | None = None


class Word(_Data):
    """One word of the transcript and when it is spoken."""

    text: str
    start: float = Field(ge=0)
    end: float


class Transcript(_Data):
    """What is said: BCP 47 language tag, full text, words with their times (may be empty)."""

    language: str
    text: str
    words: list[Word] = Field(default_factory=list)


class Received(_Data):
    """What the model really got: times of its frames, seconds of sound, words."""

    frame_times: list[float] = Field(default_factory=list)
    sound_seconds: float = Field(default=0.0, ge=0)
    text: str | None = None


class Explanation(_Data):
    """What one backend answers about one clip. Emotions run from the strongest down."""

    clip: str
    backend: str
    emotions: list[EmotionScore] = Field(default_factory=list)
    rationale: Rationale = Rationale()
    clues: list[Clue] = Field(default_factory=list)
    transcript: Transcript | None = None
    received: Received = Received()
    timings: dict[str, float] = Field(default_factory=dict)
    """Stage → seconds it took."""
    caveats: list[str] = Field(default_factory=list)
    unsupported: list[str] = Field(default_factory=list, exclude_if=lambda value: not value)
    """Sentences of the rationale, and emotions, that no clue stands behind, word for word: a
    language model wrote them, they were checked against the clues, and the page marks them."""
    versions: dict[str, str] = Field(default_factory=dict)


class Progress(_Data):
    """A stage has begun or gone on. `fraction` is the part of it that is done, where known."""

    stage: str
    fraction: float | None = Field(default=None, ge=0, le=1)


class Partial(_Data):
    """What is known so far. The final answer is an Explanation by itself."""

    explanation: Explanation


Event = Progress | Partial | Explanation
Events = Generator[Event, None, None]


@dataclass(frozen=True)
class Request:
    """How a clip is to be explained."""

    language: Language = "en"
    modalities: frozenset[Modality] = ALL_MODALITIES
    options: dict[str, str] = field(default_factory=dict)
    """Name of an `Option` → the value chosen; a backend ignores those that it does not offer."""


class Card(_Data):
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
    chinese: dict[str, str] = Field(default_factory=dict)
    """Field → its text in Chinese; the page shows the English one where there is none."""

    def text(self, field: str, language: Language) -> str:
        """What a field says, in `language` where it has been translated."""
        translated = self.chinese.get(field) if language == "zh" else None
        return translated or str(getattr(self, field))


class Option(_Data):
    """A choice that a backend offers about how it answers, by `Request.options`.

    Backends that mean the same by an option share its name: the page shows it once.
    """

    name: str
    title: str
    values: dict[str, str]
    """Value → what a person reads; the first is the default. Empty: only commands offer it."""
    number: bool = False
    """Whether any whole number is a value as well."""
    info: str = ""
    """One sentence on what the choice does, or on what some values need."""
    chinese: dict[str, str] = Field(default_factory=dict)
    """"title", "info" or a value → its text in Chinese."""


class Backend(ABC):
    """Turns a clip into an explanation. A new one is a file with such a class and one line."""

    card: ClassVar[Card]
    options: ClassVar[tuple[Option, ...]] = ()

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
