"""What answers are called and how their emotions are told, on the page and to screen readers."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase

import backends
from backends.base import Explanation, Language
from demo.percents import shares
from demo.side_by_side import Answer
from demo.strings import STRINGS

ANNOUNCED = 3
"""So many emotions of an answer are told to a screen reader."""


def titles(
    answers: Mapping[str, Answer], language: Language, *, covered: bool = False
) -> dict[str, str]:
    """Name of a backend → what it is called; covered, a letter by the order of the answers."""
    if covered:
        told = STRINGS[language]["covered_backend"]
        return {name: told.format(letter=ascii_uppercase[i % 26]) for i, name in enumerate(answers)}
    return {name: backends.get(name).card.text("title", language) for name in answers}


def keys_of(named: Mapping[str, str], *, covered: bool = False) -> Mapping[str, str]:
    """Name of a backend → its name in the page's source; covered, what it is called (`titles`)."""
    return named if covered else {name: name for name in named}


def announced(answers: Mapping[str, Answer], language: Language, *, covered: bool = False) -> str:
    """What the answers come to, as a person hears it: who names which emotions, and why."""
    t = STRINGS[language]
    named = titles(answers, language, covered=covered)
    told = []
    for name, answer in answers.items():
        if answer.error:
            told.append(t["announce_failed"].format(who=named[name], why=answer.error))
        elif answer.explanation and not answer.cancelled:
            said = t["announce"].format(
                who=named[name], emotions=_emotions(name, answer.explanation, language)
            )
            told.append(f"{said} {answer.explanation.rationale.conclusion or ''}".strip())
    return " ".join(told)


def _emotions(name: str, explanation: Explanation, language: Language) -> str:
    t = STRINGS[language]
    words = [emotion.word for emotion in explanation.emotions][:ANNOUNCED]
    if not words:
        return t["no_emotion"]
    if backends.get(name).card.weighs:
        percents, left = shares(explanation)
        words = [
            t["share_of"].format(word=word, percent=percent)
            for word, percent in zip(words, percents, strict=False)
        ]
        if left:
            words.append(t["share_of"].format(word=t["open_share"], percent=left))
    return t["list_comma"].join(words)
