"""How many syllables a word has, by its spelling."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[^a-z']")
_CONTRACTED = re.compile(r"'(?:re|ve|ll|m|d|s)$")
_NOT_BY_ITSELF = re.compile(r"(?:(?<=[dst])|(?<=ve))n't$")
"""The "n't" that is a syllable: of "didn't", not of "don't"."""

_SILENT = (
    re.compile(
        r"(?<=[aeiouy])([^aeiouy]{1,2})e(?=(?:thing|times?|day|where|ly|ty|ful|less|ment|ness)$)"
    ),
    re.compile(
        r"(?<=[aeiouy])([^aeiouy]{1,3})(?<![^aeiouy]l)e(?:s(?<![cgsxz]es)(?<!ches)(?<!shes))?$"
    ),
    re.compile(r"(?<![td])e(?=d$)"),
)
"""An e that is written and not spoken: at the end, before -d, before the rest of a compound."""

_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(
    r"[aeiouy]ing$|(?<![ctgx])ious|ia(?!l\b|n\b|ge)|io(?!n|us)|ua(?=l|t)|eo$|eum|(?<=[aeiou][^aeiou])ea$"
)
"""Vowels beside each other that are of two syllables."""

_IRREGULAR = {
    "business": 2, "create": 2, "employee": 3, "evening": 2, "every": 2, "everybody": 4,
    "everyone": 3, "everything": 3, "everywhere": 3, "hundred": 2, "lion": 2, "maybe": 2,
    "mr": 2, "mrs": 2, "people": 2, "poem": 2, "quiet": 2, "science": 2, "someone": 2,
    "somebody": 3, "anyone": 3, "sometime": 2, "theory": 3, "tv": 2,
}  # fmt: skip
"""Frequent words that the rules miss."""


_CHARACTERS, _SPELLING = frozenset({"zh", "yue"}), frozenset({"en"})
"""Languages in which a character is a syllable, and those whose spelling tells them by the rules
above; another language needs rules of its own here."""


def syllables(word: str, language: str) -> int | None:
    """Syllables of a word in English (by rules of spelling) or Chinese (one a character).

    `language` is a BCP 47 tag. None in other languages, and for what is not spelt out, as figures.
    """
    tag = language.split("-")[0].lower()
    if any(letter.isdigit() for letter in word):
        return None
    if tag in _CHARACTERS:
        return len(_HAN.findall(word))
    return _english(word) if tag in _SPELLING else None


def _english(word: str) -> int:
    parts = [_OTHER.sub("", part) for part in re.split(r"[-–—]", word.lower().replace("’", "'"))]
    return sum(_of_part(part) for part in parts if part.strip("'"))


def _of_part(word: str) -> int:
    bare = _CONTRACTED.sub("", word)
    extra = len(_NOT_BY_ITSELF.findall(bare))
    bare = bare.removesuffix("n't").replace("'", "")
    if bare in _IRREGULAR:
        return _IRREGULAR[bare]
    for silent in _SILENT:
        bare = silent.sub(r"\1" if silent.groups else "", bare)
    return max(1, len(_VOWELS.findall(bare)) + len(_APART.findall(bare)) + extra)
