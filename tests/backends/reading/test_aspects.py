"""The lexicon of aspects and their values."""

from __future__ import annotations

import pytest

from backends.base import Language
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
