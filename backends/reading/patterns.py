"""What text is recognised by: regular expressions, in `patterns.<language>.toml` beside a module.

Who reads a text of a model or a person often can't know its language, so each pattern may be had of
one language or of all that have files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from backends.base import Language
from backends.words import Words

_NAME = re.compile(r"\{([a-z_]+)\}")


class Patterns:
    """The patterns of one package.

    Args:
        beside: the `__file__` of a module; its folder holds the files.
        table: the table of the files that is read.
    """

    def __init__(self, beside: str, table: str) -> None:
        self._words, self._table = Words(beside, "patterns"), table

    def of(self, language: Language, key: str, **names: str) -> str:
        """The pattern of one language; "" where it has none. English where a file lacks it.

        A list is all of its patterns. `{name}` in a pattern stands for what `names` gives, or for
        the pattern of that name in the same table. "speaks_of.visual" is a key of a table within.
        """
        table = self._words.table(language, self._table)
        found: Any = table
        for step in key.split("."):
            found = found[step]
        return _filled("|".join(_listed(found)), {**table, **names})

    def every(self, key: str) -> str:
        """The patterns of all languages as one, English first."""
        return joined(self.of(language, key) for language in self._words.languages())

    def words(self, key: str) -> frozenset[str]:
        """The words of all languages, where a key gives a list of plain words."""
        tables = (self._words.table(tag, self._table) for tag in self._words.languages())
        return frozenset(word for table in tables for word in table[key])

    def by_language(self, key: str, within: str) -> str:
        """As `every`, where each language puts its own names, of the key `within`, at `{names}`."""
        tags = self._words.languages()
        return joined(self.of(tag, key, names=self.of(tag, within)) for tag in tags)


def joined(patterns: Iterable[str]) -> str:
    """Patterns as the alternatives of one; each once, and none that is empty."""
    return "|".join(dict.fromkeys(pattern for pattern in patterns if pattern))


def _listed(found: Any) -> list[str]:
    return [str(found)] if isinstance(found, str) else [str(one) for one in found]


def _filled(pattern: str, names: Mapping[str, Any]) -> str:
    return _NAME.sub(lambda name: "|".join(_listed(names[name[1]])), pattern)
