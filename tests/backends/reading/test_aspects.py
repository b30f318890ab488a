"""The lexicon of aspects and their values."""

from __future__ import annotations

import pytest

from backends.base import Language, Modality
from backends.reading.aspects import lexicon
from backends.reading.readings import NOT, NUMBER, Reading


@pytest.mark.parametrize("language", ["en", "zh"])
def test_opposite_values_are_never_the_same(language: Language) -> None:
    words = lexicon(language)
    readings = [
        Reading(entry.key, value)
        for entry in words.aspect
        for value in {
            *entry.values,
            *entry.alone,
            *(side for pair in entry.opposite for side in pair),
        }
    ]
    assert all(
        value.removeprefix(NOT) in {*entry.values, *entry.alone}
        for entry in words.aspect
        for pair in entry.opposite
        for value in pair
    )
    for one in readings:
        for other in readings:
            assert not (one.same(other) and words.opposite(one, other))
            assert words.opposite(one, other) == words.opposite(other, one)


def test_figures_that_are_near_say_the_same() -> None:
    range_ = Reading("pitch", NUMBER, 200, 225)
    assert range_.same(Reading("pitch", NUMBER, 206, 206))
    assert not range_.same(Reading("pitch", NUMBER, 170, 170))


def test_both_languages_know_the_same_aspects() -> None:
    english, chinese = lexicon("en"), lexicon("zh")
    assert [entry.key for entry in english.aspect] == [entry.key for entry in chinese.aspect]
    assert list(english.emotions.words) == list(chinese.emotions.words)


@pytest.mark.parametrize(
    ("text", "modality", "told"),
    [
        ("His jaw does not drop", Modality.VISUAL, Reading("mouth", "not open")),
        ("His jaw drops", Modality.VISUAL, Reading("mouth", "open")),
        ("语速并不快", Modality.ACOUSTIC, Reading("pace", "not fast")),
        ("About five syllables per second", Modality.ACOUSTIC, Reading("pace", NUMBER, 5, 5)),
        ("每秒五个音节", Modality.ACOUSTIC, Reading("pace", NUMBER, 5, 5)),
        ("头部在0.8秒点动", Modality.VISUAL, Reading("head", "nod")),
        ("Overjoyed, she jumps up", Modality.VISUAL, Reading("emotion", "happy")),
    ],
)
def test_words_between_are_passed_over_unless_they_deny(
    text: str, modality: Modality, told: Reading
) -> None:
    language: Language = "en" if text.isascii() else "zh"
    assert told in lexicon(language).read(text, modality)


@pytest.mark.parametrize(
    ("text", "modality", "aspect"),
    [
        ("He shouts as if he were angry", Modality.ACOUSTIC, "emotion"),
        ("Much has no tone, as when a voice is breathy or creaking", Modality.ACOUSTIC, "breathy"),
        ("The pitch begins near 155 Hz", Modality.ACOUSTIC, "pitch"),
        ("The loudness varies strongly, by 30 dB.", Modality.ACOUSTIC, "loudness"),
        ("Her lips are relaxed", Modality.VISUAL, "emotion"),
        ("The gaze turns away", Modality.VISUAL, "head"),
        ("The voice sets in hard", Modality.ACOUSTIC, "timbre"),
        ("The lips stay a little apart", Modality.VISUAL, "open"),
        ("The words agree", Modality.LEXICAL, "act"),
        ("He grinds his jaw", Modality.VISUAL, "smile"),
    ],
)
def test_what_only_looks_alike_is_not_read(text: str, modality: Modality, aspect: str) -> None:
    found = lexicon("en").read(text, modality)
    assert aspect not in {name for one in found for name in (one.aspect, one.value)}
