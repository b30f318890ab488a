"""The forms of emotion words that our own table of words lists, and which are read in sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from backends.reading.patterns import Patterns

TABLE = Path(__file__).resolve().parents[2] / "assets" / "words" / "meanings.toml"
UNIT = re.compile(r"[a-z]+(?:'[a-z]+)?|[一-鿿]")
"""What a word is made of: English words, Chinese characters."""

_SAID = Patterns(__file__, "emotion_words")


def key(word: str) -> str:
    """One spelling for "light-hearted" and "light_hearted"; characters of Chinese stand apart."""
    return " ".join(UNIT.findall(word.lower().replace("’", "'")))


@cache
def table() -> dict[str, tuple[str, str]]:
    """Key of a word → its meaning, and the first of its forms."""
    lines = [
        (name, line.split())
        for name, meaning in tomllib.loads(TABLE.read_text("utf-8")).items()
        for line in meaning["words"].splitlines()
    ]
    return {key(form): (name, line[0]) for name, line in lines for form in line}


@cache
def in_prose() -> frozenset[str]:
    """Keys of the words that are read in sentences; one Chinese character is part of many words."""
    passed_over = {key(word) for word in _SAID.words("passed_over")}
    return frozenset(form for form in table() if form not in passed_over and len(form) > 1)


@cache
def longest() -> int:
    """Units of the longest word."""
    return max(form.count(" ") + 1 for form in in_prose())


def forms(meanings: Iterable[str]) -> list[str]:
    """Patterns of the words of some meanings, those that are read in sentences."""
    wanted = set(meanings)
    return [
        form.replace(" ", "" if re.search("[一-鿿]", form) else "[ -]")
        for form, (meaning, _) in table().items()
        if meaning in wanted and form in in_prose()
    ]
