"""Findings become sentences: complete, never twice, in both languages, nothing invented."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from backends.base import Language, Modality
from backends.cascade import rationale
from backends.cascade.clues import SIGN_OF, supported
from backends.cascade.face.series import FaceEventKind
from backends.cascade.findings import Finding, Hedge
from backends.cascade.phrases import Phrases, clause_key
from backends.cascade.phrases import __file__ as phrases_file
from backends.cascade.voice.events import VoiceEventKind
from backends.cascade.words.form import Form
from backends.cascade.words.surface import CueKind
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC

LANGUAGES: list[Language] = ["en", "zh"]
FACTS = {
    "emotion": "happy", "other": "sad", "other_percent": 20.0, "rest": 0.2, "people": 2,
    "frames": 20, "low": 1, "high": 5,
    "low_low": 85, "low_high": 155, "high_low": 165, "high_high": 255, "least": 61,
    "median": 120.0, "text": "Hello there", "label": "joy", "higher": 2.5, "long": 17.0,
    "until": 1.2, "letters": ("A", "B"), "first": "A", "speaker": "B", "speaks": 0.08,
}  # fmt: skip


def finding(kind: str, **changes: object) -> Finding:
    made = Finding(Modality.VISUAL, kind, "topic", 0.5, 1.5, 3.0, "s", FACTS)
    return replace(made, **changes)


def table(language: Language) -> dict[str, dict[str, object]]:
    """The file itself: nothing English stands in."""
    return tomllib.loads(Path(phrases_file).with_name(f"{language}.toml").read_text("utf-8"))


KINDS = (
    ("speaks_of", ()), ("speaks_of", ("Hello",)), ("hints_at", ()),
    ("may_speak_of", ()), ("may_speak_of", ("Hello",)),
)  # fmt: skip
"""How words are told to speak for an emotion, and the words that carry it."""


def every_finding() -> list[Finding]:
    """One of each wording that a clue can have."""
    spoken_of = [
        finding(kind, topic="meaning", partial=partial, facts=FACTS | {"carriers": carriers})
        for (kind, carriers), partial in product(KINDS, (False, True))
    ]
    return [
        *(finding(kind) for kind in PLAIN),
        *(
            finding(kind, topic="form", partial=partial)
            for kind, partial in product(get_args(Form), (False, True))
        ),
        *(
            finding(kind, hedge=hedge, value=value)
            for kind, hedge, value in product(("looks", "sounds"), Hedge, (22.0, 45.0))
        ),
        *(
            finding(kind, side=side)
            for kind in ("pitch", "melody", "loudness", "pace")
            for side in ("below", "within", "above")
        ),
        finding("pitch", side="raised"),
        *(finding("ends", side=side) for side in ("rising", "falling")),
        *spoken_of,
    ]


PLAIN = [
    *get_args(FaceEventKind), *get_args(VoiceEventKind), *get_args(CueKind),
    "face", "faces", "faces_in_turn", "no_face", "picture_ends", "voice", "no_voice", "silence",
    "no_sound", "toneless", "faint_pitch", "stressed", "pause_before", "said", "given", "plain",
    "misheard", "no_words", "none_given", "blinks_often",
    "no_speech", "singing", "music", "laughter_like", "sob_like", "people", "people_unread",
    "people_unread_many", "listens", "speaks", "speaker_unknown",
]  # fmt: skip
"""Kinds of findings whose wording depends on nothing else."""

SECTIONS = sorted(table("en"))


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_have_the_same_phrases(section: str) -> None:
    english, chinese = table("en")[section], table("zh")[section]
    assert set(english) == set(chinese)
    for key, phrase in english.items():
        facts = set(re.findall(r"{(\w+)", str(phrase)))
        assert facts == set(re.findall(r"{(\w+)", str(chinese[key]))), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("found", every_finding(), ids=clause_key)
def test_every_kind_of_finding_becomes_a_clue(language: Language, found: Finding) -> None:
    clue = rationale.clue(found, Phrases(language, 0.0, 2.0))
    assert clue.measure.name
    assert not re.search(r"[{}]", clue.text + clue.measure.usual + clue.measure.name)
    assert clue.text[-1] in ".。"


def test_no_phrase_waits_for_a_finding_that_never_comes() -> None:
    assert {clause_key(found) for found in every_finding()} == set(table("en")["clause"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_has_words(language: Language) -> None:
    assert set(SIGN_OF) <= set(table(language)["sign"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_emotions_have_words(language: Language) -> None:
    phrases = Phrases(language, 0, 1)
    words = {phrases.word(emotion) for emotion in (*BASIC, *GOEMOTIONS_TO_BASIC)}
    assert len(words) > 20
    if language == "zh":
        assert not any(word.isascii() for word in words)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(0.0, 10.0, "throughout"), (0.0, 4.0, "until 4.0 s"), (6.0, 10.0, "from 6.0 s on"),
     (2.0, 5.0, "from 2.0 to 5.0 s"), (2.0, 2.2, "at 2.1 s")],
)  # fmt: skip
def test_when(start: float, end: float, words: str) -> None:
    assert Phrases("en", 0.0, 10.0).when(start, end) == words


def test_a_course_is_one_sentence() -> None:
    course = [
        finding("looks", topic="course", start=0.0, end=0.8),
        finding(
            "looks",
            topic="course",
            start=0.8,
            end=2.0,
            facts={"emotion": "angry"},
            hedge=Hedge.CLEARLY,
        ),
    ]
    text = rationale.part(Modality.VISUAL, course, Phrases("en", 0.0, 2.0))
    assert text == "In the video, the face looks happy until 0.8 s, then clearly angry."


def test_a_course_with_gaps_is_told_with_all_its_times() -> None:
    course = [
        finding("looks", topic="course", start=start, end=start + 1, hedge=hedge, value=45.0)
        for start, hedge in ((0.0, Hedge.NONE), (5.0, Hedge.SOMEWHAT))
    ]
    text = rationale.part(Modality.VISUAL, course, Phrases("en", 0.0, 9.0))
    assert text == (
        "In the video, the face looks happy until 1.0 s, then perhaps happy from 5.0 to 6.0 s."
    )


def test_a_course_that_changes_too_often_is_summed_up() -> None:
    course = [
        finding("looks", topic="course", start=s, end=s + 1.0, facts={"emotion": emotion})
        for s, emotion in enumerate(["happy", "angry", "happy", "angry", "happy"])
    ]
    hedged = finding("looks", topic="course", start=5.0, end=7.5, hedge=Hedge.SOMEWHAT)
    text = rationale.part(Modality.VISUAL, [*course, hedged], Phrases("en", 0.0, 9.0))
    assert text == (
        "In the video, the expression keeps changing: at times happy (longest until 1.0 s), "
        "hard to tell and angry (longest from 1.0 to 2.0 s)."
    )
    mostly = [*course, replace(hedged, end=15.0)]
    text = rationale.part(Modality.VISUAL, mostly, Phrases("en", 0.0, 20.0))
    assert text is not None
    assert "it is mostly hard to tell, and at times happy" in text
    few = rationale.part(Modality.VISUAL, course, Phrases("en", 0.0, 9.0))
    assert few is not None
    assert few.count("then") == 3 and few.count("finally") == 1


def test_a_sentence_is_never_said_twice() -> None:
    twice = [finding("nod", topic="a"), finding("nod", topic="b")]
    text = rationale.part(Modality.VISUAL, twice, Phrases("en", 0.0, 2.0))
    assert text is not None
    assert text.count("nod") == 1


def test_no_findings_no_part() -> None:
    assert rationale.part(Modality.LEXICAL, [finding("blink")], Phrases("en", 0, 1)) is None


def test_what_happens_several_times_is_told_once() -> None:
    moments = [
        finding("pause", topic="moment", start=1.0, end=2.0),
        finding("louder", topic="moment", start=2.0, end=3.0),
        finding("pause", topic="moment", start=4.0, end=5.2),
    ]
    text = rationale.part(Modality.VISUAL, moments, Phrases("en", 0.0, 9.0))
    assert text == (
        "In the video, the voice pauses from 1.0 to 2.0 s and from 4.0 to 5.2 s, and the voice "
        "grows louder from 2.0 to 3.0 s."
    )
    alone = rationale.part(Modality.VISUAL, moments[:1], Phrases("en", 0.0, 9.0))
    assert alone == "In the video, the voice pauses for 3.0 s from 1.0 to 2.0 s."


def test_each_sentence_knows_the_moments_of_what_it_tells() -> None:
    found = [
        finding("pause", topic="moment", start=1.0, end=2.0),
        finding("louder", topic="moment", start=2.0, end=3.0),
        finding("pause", topic="moment", start=4.0, end=5.2),
        finding("looks", topic="course", start=0.0, end=1.0),
        finding("looks", topic="course", start=1.0, end=9.0, facts={"emotion": "angry"}),
        finding("blink", topic="moment", start=6.0, end=6.2, usual=True),
    ]
    phrases = Phrases("en", 0.0, 9.0)
    told = {one.text: one.moments for one in rationale.sentences(found, phrases)}
    assert list(told.values()) == [[(1.0, 2.0), (4.0, 5.2), (2.0, 3.0)], [(0.0, 1.0), (1.0, 9.0)]]
    assert " ".join(told) == rationale.part(Modality.VISUAL, found, phrases)


def test_what_is_quoted_is_never_told_together() -> None:
    quoted = [
        finding("interjection", topic="surface", value=word, facts={"text": word})
        for word in ("oh", "wow")
    ]
    text = rationale.part(Modality.VISUAL, quoted, Phrases("en", 0.0, 9.0))
    assert text == "In the video, “oh” is an interjection, and “wow” is an interjection."


def test_supported_names_what_is_above_chance() -> None:
    shares = np.array([0.5, 0.3, 0.1, 0.1, 0.0, 0.0, 0.0])
    assert supported(shares) == {"neutral": 0.5, "happy": 0.3}
