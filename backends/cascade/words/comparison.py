"""Whether a subtitle says something else than what is heard.

Misheard words, a part of what is said and a fuller text are no difference; another sentence is.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from backends.base import Transcript
from backends.cascade.words import surface

SECONDS = 12.0
"""Sound that is heard for it: enough of a sentence or two, whatever the clip's length."""
FEWEST_WORDS = 3
"""Fewer words heard, or given, say too little to tell two texts apart."""
SURE = 0.6
"""Mean probability of the heard words below which they may as well be misheard."""
SHARED_WORDS = 0.4
"""Share of the shorter text's words that the other has, in order, from which the two are alike."""
SHARED_LETTERS = 0.6
"""The same of letters, so that misheard words ("for get", "forget") are no difference."""


def differs(said: str, heard: Transcript) -> bool:
    """Whether what is heard, with word times, is surely another text than `said`.

    False where they are in different languages: one may translate the other.
    """
    given = surface.spoken_words(Transcript(language="und", text=said), 0, 0)
    if surface.language_of(given, None) != heard.language.split("-")[0].lower():
        return False
    sure = [word.probability for word in heard.words if word.probability is not None]
    if sure and sum(sure) / len(sure) < SURE:
        return False
    texts = [_tokens(" ".join(word.text for word in words)) for words in (given, heard.words)]
    if min(map(len, texts)) < FEWEST_WORDS:
        return False
    letters = ["".join(tokens) for tokens in texts]
    return _shared(*texts) < SHARED_WORDS and _shared(*letters) < SHARED_LETTERS


def _shared(one: list[str] | str, other: list[str] | str) -> float:
    """How much of the shorter one the other has in the same order, 0..1."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return shared / min(len(one), len(other))


def _tokens(text: str) -> list[str]:
    """Words in small letters; of Chinese, characters."""
    return re.findall(r"[\u4e00-\u9fff]|[^\W_]+", text.lower().replace("’", "").replace("'", ""))
