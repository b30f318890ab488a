"""Every word of the page and of the commands, from `<language>.toml` beside this file."""

from __future__ import annotations

from collections.abc import Mapping

from backends.base import Language
from backends.words import ENGLISH, Words

SAY = Words(__file__)

COMMANDS = Words(__file__, "commands")
"""What only commands say."""


class _Strings:
    """Language → key → words; English where the language lacks them."""

    def __getitem__(self, language: Language) -> Mapping[str, str]:
        return SAY.table(language)


STRINGS = _Strings()


def languages() -> dict[Language, str]:
    """The languages that page and commands speak → each one's own name, English first.

    A language is there once its file is.
    """
    names = {tag: str(SAY.table(tag)["own_name"]) for tag in SAY.languages()}
    english = names[ENGLISH]
    return {tag: tag if name == english and tag != ENGLISH else name for tag, name in names.items()}


def asked_language(named: str | None, accepted: str) -> Language:
    """The language that an address names (`?lang=<tag>`), else the first that the browser speaks.

    `accepted` is its Accept-Language header.
    """
    wanted = [named, *_accepted(accepted)]
    return next((tag for tag in wanted if tag in languages()), ENGLISH)


def _accepted(header: str) -> list[Language]:
    """The languages of an Accept-Language header, without their regions, the dearest first."""
    weighed = []
    for entry in header.split(","):
        tag, _, weight = entry.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]
