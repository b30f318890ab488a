"""Pace is counted from the words that are known, over the time that they take."""

from __future__ import annotations

import pytest

from backends.base import Modality, Word
from backends.cascade import SENSES
from backends.cascade.phrases import Phrases
from backends.cascade.spoken import together
from backends.cascade.voice.pace import pace
from backends.cascade.voice.speech import Stretch
from backends.cascade.voice.syllables import syllables
from backends.clip import Clip
from tests.helpers import sensed
from tests.helpers.places import GALLERY

COUNTED = {
    1: "don't a to check the have time like make were here one love tried talked says world I'm",
    2: "forget jacket never something because going lion question tables houses wanted didn't "
    "haven't careful movement little happy sometimes business they'll",
    3: "idea everything beautiful remember curious previous video decided wonderful",
    4: "situation usually interesting everybody",
}


@pytest.mark.parametrize(("count", "text"), COUNTED.items())
def test_syllables_of_english_words(count: int, text: str) -> None:
    counted = {word: syllables(word, "en") for word in text.split()}
    assert {word: found for word, found in counted.items() if found != count} in (
        {},
        {"they'll": 1},
    )


def test_a_chinese_character_is_a_syllable_and_other_languages_are_not_counted() -> None:
    assert syllables("别忘了带外套。", "zh") == 6
    assert syllables("vergiss", "de") is None
    assert syllables("2026", "en") is None


def said(*words: tuple[str, float, float]) -> list[Word]:
    return [Word(text=text, start=start, end=end) for text, start, end in words]


REMINDER = said(("Don't", 0.4, 0.6), ("forget", 0.6, 0.8), ("a", 0.8, 0.9), ("jacket.", 0.9, 1.2))


def test_it_is_syllables_over_seconds_of_speech() -> None:
    """With the consonants beyond the edges of loudness, 0.05 s at each end."""
    found = pace(REMINDER, [Stretch(0.45, 1.25)], "en")
    assert found is not None
    assert (found.syllables, found.rate) == (6, pytest.approx(6 / 0.9))
    assert found.side == "above"


def test_pauses_and_speech_without_words_take_no_time_of_it() -> None:
    spread = said(("Don't", 0.0, 0.5), ("forget", 0.5, 1.0), ("a", 2.0, 2.4), ("jacket.", 2.4, 3.0))
    found = pace(spread, [Stretch(0.05, 0.95), Stretch(2.05, 2.95), Stretch(5, 9)], "en")
    assert found is not None
    assert (found.rate, found.side) == (pytest.approx(3.0), "within")


def test_a_word_outside_of_speech_does_not_count() -> None:
    """A recogniser dates the first word before the speech detector's start: when is unknown."""
    early = said(("Don't", 0.0, 0.4), *[(w.text, w.start, w.end) for w in REMINDER[1:]])
    found = pace(early, [Stretch(0.6, 1.3)], "en")
    assert found is not None
    assert found.syllables == 5


def test_what_the_detectors_steps_may_hide_is_not_told() -> None:
    """6.2 syllables a second are above 5.9, and 6 syllables may have taken a step longer."""
    found = pace(REMINDER, [Stretch(0.35, 1.22)], "en")
    assert found is not None
    assert found.rate > 6.1
    assert found.side == "within"


@pytest.mark.parametrize(
    ("words", "speech", "language"),
    [
        (REMINDER[2:], [Stretch(0.8, 1.2)], "en"),  # three syllables
        (REMINDER, [Stretch(0.4, 1.3)], "de"),
        (REMINDER, [Stretch(5.0, 6.0)], "en"),  # spoken elsewhere
        (said(("1,000,000", 0.4, 1.3)), [Stretch(0.4, 1.3)], "en"),
        (said(("Hello there everybody", 0.0, 30.0)), [Stretch(0.0, 30.0)], "en"),
    ],
)
def test_where_it_can_not_be_counted_there_is_none(
    words: list[Word], speech: list[Stretch], language: str
) -> None:
    assert pace(words, speech, language) is None


@pytest.mark.models
@pytest.mark.usefixtures("sensed_once")
@pytest.mark.parametrize(
    ("name", "rate", "side"),
    [("1001_DFA_HAP_XX", 6.7, "above"), ("1001_DFA_NEU_XX", 5.7, "within")],
)
def test_six_syllables_of_the_gallery(name: str, rate: float, side: str) -> None:
    """By hand: 6 syllables over the seconds of speech; peaks of loudness gave 4.4 for the first."""
    clip = Clip.open(GALLERY / f"{name}.mp4")
    phrases = Phrases("en", clip.start, clip.end)
    heard = {
        modality: sensed.of(SENSES[modality][1](clip, phrases))
        for modality in (Modality.ACOUSTIC, Modality.LEXICAL)
    }
    (told,) = [one for one in together(heard) if one.kind == "pace"]
    assert told.value == pytest.approx(rate, rel=0.05)
    assert (told.side, told.usual) == (side, side == "within")
    alone = together({Modality.ACOUSTIC: heard[Modality.ACOUSTIC]})
    assert not any(one.kind == "pace" and one.side == "below" and not one.usual for one in alone)
