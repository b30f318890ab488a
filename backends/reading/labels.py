"""Which basic emotion a label means, however a data set or a person writes it."""

from __future__ import annotations

from backends.reading.traditional import simplified
from backends.words import Words

_NORMAL = {
    form: emotion
    for labels in Words(__file__, "labels").every("").values()
    for emotion, forms in labels.items()
    for form in forms.split()
}
"""How a data set or a person writes a basic emotion, in any language → the emotion."""


def normalise(word: str) -> str:
    """The basic emotion that a label means ("Anger" → "angry"); other words in small letters.

    Traditional Chinese is read as simplified.
    """
    word = simplified(word.strip().casefold())
    return _NORMAL.get(word, word)
