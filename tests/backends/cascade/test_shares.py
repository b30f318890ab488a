"""Shares of the named emotions and what is open: always all of the evidence, never more."""

from __future__ import annotations

import numpy as np
import pytest

from backends.base import Language, Modality
from backends.cascade.findings import Finding
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion, merge
from backends.cascade.shares import shares
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC
from tests.helpers.opinions import opinion

FACE, WORDS = Modality.VISUAL, Modality.LEXICAL


def said(**supports: float) -> Finding:
    return Finding(WORDS, "speaks_of", "meaning", 0, 1, 90.0, "%", {"label": "joy"}, supports)


def named(
    opinions: list[Opinion], *findings: Finding, language: Language = "en"
) -> tuple[dict[str, float], float]:
    words, left = shares(merge(opinions), findings, Phrases(language, 0, 1))
    return {one.word: one.score for one in words}, left


def test_basic_emotions_keep_their_shares_and_the_rest_is_open() -> None:
    assert named([opinion(FACE, happy=0.6, sad=0.25)]) == ({"happy": 0.6, "sad": 0.25}, 0.15)


def test_what_a_reading_is_not_trusted_in_is_open() -> None:
    """Of Chinese words that name an emotion with .93, about six in ten are right."""
    found, left = named([opinion(WORDS, trust=0.6, happy=0.93)], said(joy=0.93))
    assert found == {"joyful": pytest.approx(0.6 * 0.93 + 0.4 / 7, abs=0.001)}
    assert left == pytest.approx(1 - sum(found.values()), abs=0.001)
    anger = opinion(WORDS, trust=0.6, angry=0.9)
    assert named([anger], said(caring=0.9))[0]["caring"] <= 0.45


def test_nothing_named_leaves_all_open() -> None:
    assert named([opinion(FACE, happy=0.2)]) == ({}, 1.0)
    assert named([]) == ({}, 1.0)
    assert named([], said(gratitude=0.9)) == ({}, 1.0)


def test_a_finer_word_is_a_part_of_its_basic_emotion() -> None:
    found, left = named([opinion(WORDS, happy=0.9)], said(gratitude=0.6))
    assert list(found) == ["grateful", "happy"]
    assert found["grateful"] == 0.6
    assert found["happy"] + 0.6 + left == pytest.approx(1)


def test_a_finer_word_without_its_basic_emotion_is_taken_from_what_is_open() -> None:
    opinions = [opinion(FACE, angry=0.8), opinion(WORDS, neutral=0.2, sad=0.7)]
    found, left = named(opinions, said(caring=0.9))
    assert "happy" not in found and found["caring"] >= 0.1
    assert sum(found.values()) + left == pytest.approx(1)


def test_what_would_be_shown_as_nothing_is_not_named() -> None:
    assert list(named([opinion(WORDS, happy=0.9)], said(gratitude=0.004))[0]) == ["happy"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shares_and_what_is_open_are_all_of_the_evidence(language: Language) -> None:
    """Over made-up opinions and words, with labels whose words are equal to a basic emotion's."""
    random = np.random.default_rng(0)
    labels = [label for label in GOEMOTIONS_TO_BASIC if label not in BASIC]
    for _ in range(300):
        opinions = [
            Opinion(modality, random.dirichlet(np.full(len(BASIC), 0.4)), float(random.random()))
            for modality in random.permutation(list(Modality))[: random.integers(1, 4)]
        ]
        findings = [
            said(**{str(label): float(random.random()) for label in random.permutation(labels)[:3]})
            for _ in range(2)
        ]
        found, left = named(opinions, *findings, language=language)
        assert sum(found.values()) + left == pytest.approx(1, abs=1e-6)
        assert left >= 0 and all(score > 0 for score in found.values())
        assert not {"animated", "subdued", "激动", "低沉"} & set(found)
