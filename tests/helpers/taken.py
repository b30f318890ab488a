"""An answer to be taken away whose texts and times are awkward for one format or another."""

from __future__ import annotations

from pathlib import Path

from backends.base import Modality, Transcript, Turn, Word
from backends.clip import Clip
from demo.take_away import Taken
from tests.helpers import courses, media

VISUAL, ACOUSTIC, LEXICAL = Modality

LABELS = (
    "A & B <3",
    "anger = 2",
    'say "oh"',
    "two\nlines",
    "很开心，“好”",
    'text = "x"',
    "back\\Nslash {an8} <i>tag</i>",
    "-->",
)
"""Each is the text of a clue."""
SPANS = (
    (0.0, 1.001),
    (1.001, 2.5),
    (2.5, 3.0),
    (2.5, 10.0),
    (2.9, 20.123),
    (30.5, 40.25),
    (41.0, 41.0),
    (50.0, 59.9996),
)
"""Seconds of each: some follow on another, some lie over another of their tier; one lasts not at
all."""


def awkward(folder: Path, language: str = "en") -> Taken:
    """Of a clip of a minute of sound, by one backend. The clip's name is awkward too."""
    path = media.write(folder / "a b & c 很.m4a", seconds=60.5, size=None, sound=media.tone(60.5))
    clues = [
        courses.clue(VISUAL if at % 2 else ACOUSTIC, start, end, text, happy=0.5)
        for at, ((start, end), text) in enumerate(zip(SPANS, LABELS, strict=True))
    ]
    words = [
        Word(text="<3 Oh,", start=1.001, end=1.5),
        Word(text='"no" & -->', start=1.5, end=59.9996),
    ]
    answer = courses.told(
        clues=clues,
        course=[
            courses.stretch(VISUAL, 0.0, 1.001, "A", happy=0.7),
            courses.stretch(VISUAL, 1.001, 59.9996, "A", fearful=0.4, sad=0.3),
            courses.stretch(VISUAL, 0.5, 20.0, "B", **{"A & B <3": 0.6}),
        ],
        turns=[Turn(start=0.0, end=60.0, person="B", confidence=0.9)],
        transcript=Transcript(language="en", text='<3 Oh, "no" & -->', words=words),
    )
    return Taken(Clip.open(path), answer, language, "Measurements")
