"""Sentences as a person ends them, the seconds they name, and whether they speak of the sound."""

from __future__ import annotations

import pytest

from backends.base import Modality
from backends.reading import sentences


@pytest.mark.parametrize(
    ("sentence", "moment"),
    [
        ("From 11 to 12 s he smiles.", (11.0, 12.0)),
        ("He smiles (0:11-0:12.5).", (11.0, 12.5)),
        ("He frowns between 10.5 and 11 seconds.", (10.5, 11.0)),
        ("At around 13 seconds he turns.", (13.0, 13.0)),
        ("第13秒他转身。", (13.0, 13.0)),
        ("He pauses for 2 seconds.", (10.0, 15.0)),
        ("At 99 s he laughs.", (10.0, 15.0)),
        ("At 3 s he laughs.", (10.0, 15.0)),
        ("He is 30.", (10.0, 15.0)),
    ],
)
def test_seconds_that_a_sentence_names(sentence: str, moment: tuple[float, float]) -> None:
    assert sentences.moment(sentence, 10.0, 15.0) == moment


def test_sentences_end_where_a_person_ends_them() -> None:
    assert sentences.split('Dr. Lee says "No!" and goes. He waits 1.5 s.') == [
        'Dr. Lee says "No!" and goes.',
        "He waits 1.5 s.",
    ]
    assert sentences.split("他笑了。他说：“好！”然后走了。") == [
        "他笑了。",
        "他说：“好！”然后走了。",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "In the video, she shouts at him.",
        "Her loud, trembling speech rises.",
        "She speaks quickly.",
        "A sob is heard, and some noise.",
        "He sounds angry.",
        "她大声喊叫。",
        "听起来他很生气。",
    ],
)
def test_words_of_the_sound_are_noticed(sentence: str) -> None:
    assert Modality.ACOUSTIC in sentences.speaks_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The subtitle speaks of loss.", "Her words sound hopeful.", "He smiles and nods.", "他微笑。"],
)
def test_other_sentences_do_not_speak_of_the_sound(sentence: str) -> None:
    assert Modality.ACOUSTIC not in sentences.speaks_of(sentence)
