"""The vocabulary of the project as types: what a backend takes, what it answers.

Everything here is data. It is validated where it is made, and it serialises to the schema that
`python -m demo.explain --json` prints. All times are seconds from the clip's start.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, Self

from pydantic import Field, model_validator

from backends.claim import Claim as Claim
from backends.claim import Mark as Mark
from backends.modality import ALL_MODALITIES as ALL_MODALITIES
from backends.modality import Data as Data
from backends.modality import Language as Language
from backends.modality import Measure as Measure
from backends.modality import Modality as Modality
from backends.modality import Part as Part
from backends.modality import State as State


class Clue(Data):
    """One observation: what was seen, heard or read, when, and what it speaks for."""

    modality: Modality
    text: str = Field(min_length=1)
    start: float = Field(ge=0)
    end: float
    measure: Measure
    supports: dict[str, float] = Field(default_factory=dict)
    """Emotion word → weight in 0..1. Empty: the clue describes without speaking for an emotion."""
    person: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Letter of the person whom it is of, as in `Explanation.people`; None where that is open."""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a clue ends ({self.end}) before it starts ({self.start})")
        return self


class Measurement(Measure):
    """A number that was measured and is usual: for a table of measurements. It is no clue."""

    modality: Modality


class EmotionScore(Data):
    """An open-vocabulary emotion word and how strongly it is claimed, 0..1."""

    word: str = Field(min_length=1)
    score: float = Field(ge=0, le=1)
    person: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Letter of the person who has it, where several people are told apart."""


class Rationale(Data):
    """The four EMER parts. None: that modality was absent or switched off."""

    visual: str | None = None
    acoustic: str | None = None
    lexical: str | None = None
    conclusion: str | None = None


class Sentence(Data):
    """A sentence of the rationale, word for word, and the moments of the clues it is made of."""

    modality: Modality
    text: str = Field(min_length=1)
    moments: list[tuple[float, float]] = Field(min_length=1)
    """Start and end (s) of each."""


class Word(Data):
    """One word of the transcript and when it is spoken."""

    text: str
    start: float = Field(ge=0)
    end: float
    probability: float | None = Field(
        default=None, ge=0, le=1, exclude_if=lambda value: value is None
    )
    """How sure the speech recogniser is of it; None where it does not say."""


class Transcript(Data):
    """What is said: BCP 47 language tag, full text, words with their times (may be empty)."""

    language: str
    text: str
    words: list[Word] = Field(default_factory=list)


class Received(Data):
    """What the model really got: times of its frames, seconds of sound, words."""

    frame_times: list[float] = Field(default_factory=list)
    sound_seconds: float = Field(default=0.0, ge=0)
    text: str | None = None


Role = Literal["speaks", "listens", "unknown"]
"""Speaks in some turn; is seen listening to another's; or neither is known."""


class Person(Data):
    """Someone who is followed through the clip, and where the face is."""

    person: str = Field(min_length=1)
    """A letter: "A"."""
    boxes: list[tuple[float, float, float, float, float]] = Field(default_factory=list)
    """Of each frame that shows the face: time (s), left, top, width and height, the last four as
    parts of the picture as it is shown (0..1)."""
    emotions: list[EmotionScore] = Field(default_factory=list, exclude_if=lambda value: not value)
    """What the face, and the voice and words that are this person's, come to, where several people
    are told apart; those of the one whom the answer is about first are `Explanation.emotions` too.
    """
    open: float | None = Field(default=None, ge=0, le=1, exclude_if=lambda value: value is None)
    """The share that no named emotion has."""
    role: Role | None = Field(default=None, exclude_if=lambda value: value is None)
    """What this person does while somebody is heard, where several people are told apart."""


class Turn(Data):
    """A stretch of speech, and who of the people in view speaks it."""

    start: float = Field(ge=0)
    end: float
    person: str | None = None
    """Letter as in `Explanation.people`; None: unknown, or nobody who is in view."""
    confidence: float = Field(ge=0, le=1)
    """How sure `person` is; of an unknown speaker, how sure the likeliest person would be."""


class Stretch(Data):
    """What one modality says from one moment to another: a piece of the course of the clip."""

    modality: Modality
    start: float = Field(ge=0)
    end: float
    emotions: list[EmotionScore] = Field(default_factory=list)
    """What it speaks for, the strongest first; empty where it is not readable."""
    open: float = Field(default=0.0, ge=0, le=1)
    """The share that none of them has."""
    silent: bool = False
    """Of a voice: whether nobody speaks there, so that there is nothing to judge."""
    person: str | None = None


class Merged(Data):
    """What all modalities together speak for from one moment to another."""

    start: float = Field(ge=0)
    end: float
    emotions: list[EmotionScore] = Field(default_factory=list)
    """What is named, the strongest first; may be empty."""
    open: float = Field(default=0.0, ge=0, le=1)
    """The share that none of them has."""
    modalities: list[Modality] = Field(default_factory=list)
    """Those that could be judged then."""


class Curve(Data):
    """A measurement over time: "pitch" (Hz), "loudness" (dB), or of a face an emotion's word, with
    how likely its expression is (0..1, no unit)."""

    name: str = Field(min_length=1)
    modality: Modality
    unit: str
    points: list[tuple[float, float | None]]
    """Time (s) and value; None where there is nothing to measure."""
    person: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Letter of the person whose face it is of, as in `Explanation.people`."""


class View(Data):
    """What follows from some modalities alone, from the measurements of the whole answer."""

    modalities: list[Modality]
    emotions: list[EmotionScore] = Field(default_factory=list)
    open: float | None = Field(default=None, ge=0, le=1)
    state: State = State.READ
    conclusion: str = ""


class Explanation(Data):
    """What one backend answers about one clip. Emotions run from the strongest down."""

    clip: str
    backend: str
    emotions: list[EmotionScore] = Field(default_factory=list)
    """Only what is named. May be empty; then `state` tells why."""
    open: float | None = Field(default=None, ge=0, le=1)
    """The share of the evidence that no named emotion has. With the scores of `emotions` it adds
    up to 1. None where the backend's scores are no shares."""
    state: dict[Part, State] = Field(default_factory=dict)
    """How each part came out; empty while that is not known."""
    rationale: Rationale = Rationale()
    sentences: list[Sentence] = Field(default_factory=list)
    """Those of its parts whose moments are known otherwise than by a clue of the same words."""
    clues: list[Clue] = Field(default_factory=list)
    measurements: list[Measurement] = Field(default_factory=list)
    """What was measured besides and does not stand out."""
    people: list[Person] = Field(default_factory=list)
    turns: list[Turn] = Field(default_factory=list, exclude_if=lambda value: not value)
    """Who speaks when, where several people are followed and somebody is heard."""
    course: list[Stretch] = Field(default_factory=list)
    """What each modality says over time, in order of time within a modality."""
    merged: list[Merged] = Field(default_factory=list)
    """The merge over time: by sentence of the transcript, and in pieces of about a second. Without
    a gap, in order of time."""
    curves: list[Curve] = Field(default_factory=list)
    views: list[View] = Field(default_factory=list)
    """The same answer from fewer modalities, where that takes no new look at the clip."""
    decides: str = ""
    """One sentence on which modality decides and where they part; "" where there are no views."""
    transcript: Transcript | None = None
    received: Received = Received()
    timings: dict[str, float] = Field(default_factory=dict)
    """Stage → seconds it took."""
    caveats: list[str] = Field(default_factory=list)
    unsupported: list[str] = Field(default_factory=list, exclude_if=lambda value: not value)
    """Sentences of the rationale, and emotions, that no clue stands behind, word for word: a
    language model wrote them, they were checked against the clues, and the page marks them."""
    written_anyway: dict[Modality, str] = Field(
        default_factory=dict, exclude_if=lambda value: not value
    )
    """What a model wrote of what it was not given: made up, so no part of `rationale`."""
    claims: list[Claim] = Field(default_factory=list, exclude_if=lambda value: not value)
    """What its parts claim, each held against what is measured in the clip; empty where that was
    not asked for."""
    unread: bool = Field(default=False, exclude_if=lambda value: not value)
    """Whether no list of emotion words could be read from what a language model answered; then
    `emotions` is empty for its form, not because it claims none. A benchmark counts these."""
    versions: dict[str, str] = Field(default_factory=dict)


class Progress(Data):
    """A stage has begun or gone on. `fraction` is the part of it that is done, where known."""

    stage: str
    fraction: float | None = Field(default=None, ge=0, le=1)


class Partial(Data):
    """What is known so far. The final answer is an Explanation by itself."""

    explanation: Explanation


Event = Progress | Partial | Explanation
Events = Generator[Event, None, None]
