"""Emotion words in free prose: "he is fearful, worried and alarmed", 他感到害怕和担心.

They are found by our own table of words (`assets/words/meanings.toml`), whose words of one meaning
count once. A word that is denied ("not happy", "without anger", 没有生气) is not named, nor is one
of somebody's speech that is quoted. Words that in sentences mostly mean something else ("support",
"low", 支持) are passed over; `patterns.<language>.toml` lists them under `[emotion_words]`.
"""

from __future__ import annotations

import re

from backends.reading.aspects import QUOTED
from backends.reading.patterns import Patterns
from backends.reading.word_forms import UNIT, in_prose, key, longest, table

NEUTRAL = "neutral"
"""The meaning whose words say that there is no emotion in particular."""

_SAID = Patterns(__file__, "emotion_words")
_ONE = "\ue000"
"""Stands for an emotion word where its surroundings are read."""
_JOINT = re.compile(r"[ _-]?")
"""What stands between the units of one word."""
_SHORT = 15
"""Characters of a quotation that may be the writer's own word (“fearful”), not what was said."""
_SENTENCE_END = re.compile(r"(?<=[.!?;。！？；\n])")
_LIST = f"{_ONE}(?>(?:{_SAID.every('and')}){_ONE})*+"  # possessive: floods take no time
_DENIED = re.compile(
    f"(?:{_SAID.every('denier')})(?P<before>{_LIST})|(?P<after>{_LIST})(?:{_SAID.every('denied')})"
)
_CLAIMS_NONE = re.compile(_SAID.every("none"))
_IGNORED = re.compile(_SAID.every("ignore"))


def named(text: str) -> tuple[str, ...]:
    """The emotion words that `text` claims, as written (lower case), in order; often none."""
    found: dict[str, str] = {}
    for sentence in _SENTENCE_END.split(_bare(text)):
        marked, words = _marked(sentence)
        denied = [
            hit.span("before") if hit["before"] else hit.span("after")
            for hit in _DENIED.finditer(marked)
        ]
        places = [at for at, character in enumerate(marked) if character == _ONE]
        for at, word in zip(places, words, strict=True):
            if not any(start <= at < end for start, end in denied):
                found.setdefault(table()[key(word)][1], word)
    return tuple(found.values())


def is_neutral(word: str) -> bool:
    """Whether a word, as `named` gives it or a list holds it, is one for no emotion."""
    return table().get(key(word), ("", ""))[0] == NEUTRAL


def claims_none(text: str) -> bool:
    """Whether `text` says that it shows no clear emotion, or that none can be told."""
    return bool(_CLAIMS_NONE.search(_bare(text)))


def _bare(text: str) -> str:
    """Lower case, without what somebody says and without turns of speech that name no feeling."""
    text = text.replace("’", "'").replace(_ONE, "").lower()
    text = QUOTED.sub(lambda said: said[0][1:-1] if len(said[0]) <= _SHORT else "“”", text)
    return _IGNORED.sub("…", text)


def _marked(sentence: str) -> tuple[str, list[str]]:
    """The sentence with each emotion word as `_ONE`, and these words."""
    units = list(UNIT.finditer(sentence))
    words: list[str] = []
    pieces: list[str] = []
    done = index = 0
    while index < len(units):
        length = _length(sentence, units[index : index + longest()])
        if length:
            start, end = units[index].start(), units[index + length - 1].end()
            pieces += [sentence[done:start], _ONE]
            words.append(sentence[start:end])
            done = end
        index += length or 1
    return "".join([*pieces, sentence[done:]]), words


def _length(sentence: str, units: list[re.Match[str]]) -> int:
    """Of how many units the longest emotion word is made that they begin with; 0: no word."""
    near = 1
    while near < len(units) and _JOINT.fullmatch(
        sentence, units[near - 1].end(), units[near].start()
    ):
        near += 1
    keys = (" ".join(unit[0] for unit in units[:length]) for length in range(near, 0, -1))
    return next((near - back for back, one in enumerate(keys) if one in in_prose()), 0)
