"""Traditional Chinese emotion words, read as simplified ones."""

from __future__ import annotations

import pytest

from backends.reading.traditional import SIMPLIFIED, simplified
from demo.metrics.wheels import own


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("高興", "高兴"),
        ("憤怒", "愤怒"),
        ("厭惡", "厌恶"),
        ("如釋重負", "如释重负"),
        ("擔心", "担心"),
    ],
)
def test_a_word_is_the_same_in_both_scripts(traditional: str, simple: str) -> None:
    assert simplified(traditional) == simple
    assert own().m1(traditional) == own().m1(simple) is not None
    assert own().m2(traditional) == own().m2(simple)


def test_what_a_character_becomes_is_final() -> None:
    assert not {ord(simple) for simple in SIMPLIFIED.values()} & set(SIMPLIFIED)
    assert len(SIMPLIFIED) > 200
