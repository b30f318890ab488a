"""What people read, in every language that has files: `<package>/<language>.toml`.

English is complete. A sentence that another language lacks is told in English, so a language is
added file by file and nothing of it is code. Facts stand in braces, as `str.format` takes them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import Any

from backends.base import Language
from backends.errors import EmerError

ENGLISH: Language = "en"
_TAG = re.compile("[a-z]{2,3}(-[A-Za-z0-9]+)*")
"""A language tag (BCP 47), which no other name of a file is like."""


class Words:
    """The words of one package, or of one kind in it.

    Args:
        beside: the `__file__` of a module; its folder holds the files.
        kind: "" for `<language>.toml`; "prompts" for `prompts.<language>.toml`.
    """

    def __init__(self, beside: str, kind: str = "") -> None:
        self.folder = Path(beside).parent
        self.kind = kind

    def __call__(self, key: str, /, **facts: object) -> Sentence:
        """The sentence of this key, in whatever language it is then asked for.

        "off.visual" is the key `visual` of the table `off`. A fact may be a Sentence itself, or a
        list, which is joined by the `comma` of the same file.
        """
        return Sentence(self, key, facts)

    def text(self, language: Language, key: str, /, **facts: object) -> str:
        """The sentence of this key in one language."""
        return Sentence(self, key, facts).text(language)

    def joined(self, by: str, parts: Sequence[Sentence | str]) -> Sentence | str:
        """`parts` in a row, at least one; `by` is the key of a pattern of {before} and {last}."""
        return reduce(lambda before, last: self(by, before=before, last=last), parts)

    def table(self, language: Language, key: str = "") -> Mapping[str, Any]:
        """All words in a language, or those of one table; English ones stand in for lacking ones.

        Raises KeyError where there is no such table in English, EmerError where a file is no TOML.
        """
        table: Any = _table(self.folder, self.kind, language)
        for step in key.split(".") if key else ():
            table = table[step]
        found: Mapping[str, Any] = table
        return found

    def languages(self) -> tuple[Language, ...]:
        """The languages that have a file here, English first."""
        start = f"{self.kind}." if self.kind else ""
        found = {
            path.name.removeprefix(start).removesuffix(".toml")
            for path in self.folder.glob(f"{start}*.toml")
        }
        named = sorted(name for name in found if _TAG.fullmatch(name))
        return (ENGLISH, *(name for name in named if name != ENGLISH))

    def every(self, key: str) -> dict[Language, dict[str, str]]:
        """One table of words in every language that has them: language → key → words."""
        return {language: dict(self.table(language, key)) for language in self.languages()}


class Sentence:
    """One sentence with its facts, to be told in a person's language once that is known."""

    def __init__(self, words: Words, key: str, facts: Mapping[str, object]) -> None:
        self.words, self.key, self.facts = words, key, facts

    def text(self, language: Language) -> str:
        """In a language; English where it lacks this sentence, or spells a fact otherwise."""
        *steps, last = self.key.split(".")
        sentence = str(self.words.table(language, ".".join(steps))[last])
        facts = {name: self._told(fact, language) for name, fact in self.facts.items()}
        try:
            return sentence.format(**facts).rstrip()
        except (KeyError, IndexError, ValueError):
            if language == ENGLISH:
                raise
            return self.text(ENGLISH)

    def _told(self, fact: object, language: Language) -> object:
        if isinstance(fact, Sentence):
            return fact.text(language)
        if isinstance(fact, list):
            comma = str(self.words.table(language)["comma"])
            return comma.join(str(self._told(one, language)) for one in fact)
        return fact

    def __str__(self) -> str:
        return self.text(ENGLISH)

    def __eq__(self, other: object) -> bool:
        """Whether both say the same: the same words with the same facts."""
        return isinstance(other, Sentence) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def _said(self) -> tuple[object, ...]:
        return self.words.folder, self.words.kind, self.key, self.facts


@cache
def _table(folder: Path, kind: str, language: Language) -> dict[str, Any]:
    name = f"{kind}.{language}.toml" if kind else f"{language}.toml"
    path = folder / name
    if language == ENGLISH:
        return _read(path)
    return _over(_table(folder, kind, ENGLISH), _read(path) if path.is_file() else {})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:  # no TOML, or not UTF-8
        raise EmerError(f"{path} can't be read: {error}") from error


def _over(english: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """`other`, with what it lacks in English."""
    merged = {**english, **other}
    for key, value in english.items():
        if isinstance(value, dict) and isinstance(other.get(key), dict):
            merged[key] = _over(value, other[key])
    return merged
