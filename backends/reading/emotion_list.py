"""Reading a list of emotion words in any of the notations that models and datasets write.

`[happy, sad]` and `['happy', 'sad']` (OV-MERD's label files), JSON, `Output: [..]`, bullets,
numbered lines, plain `happy, sad and calm` or `happy/sad`, words with figures (`happy: 0.9`), tags
around any of them, and the same with Chinese punctuation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from backends.reading.aspects import LEXICONS, lexicon
from backends.reading.patterns import Patterns
from backends.reading.readings import NOT

LONGEST = 5
"""Words in one emotion phrase: "desire for shared experiences" has four, a clause has more."""
LONGEST_CHINESE = 10
"""Characters in one Chinese emotion phrase."""
SURE, SURE_CHINESE = 2, 4
"""As many of both in one that begins a list with remarks, not a sentence ("sad music plays, …")."""

_SAID = Patterns(__file__, "emotion_list")

_NOTHING = {"", *_SAID.words("nothing")}
_AND_SO_ON = _SAID.words("and_so_on")
"""What ends a list that is not whole: no word of it."""
_SPEAKS_OF_SOMEONE = re.compile(_SAID.every("someone"), re.IGNORECASE)
"""Words of a sentence that no emotion phrase holds."""
_REFUSAL = re.compile(_SAID.every("refusal"), re.IGNORECASE)
"""What stands for an answer where there is none. In brackets it is an item as any other."""
_LABEL = (
    rf"[^\[\]【】,，、:：.。\n]{{0,40}}?(?:{_SAID.every('label')})"
    r"[^\[\]【】,，、:：.。\n]{0,20}[:：]\s*"
)
"""What stands before a list: "Output:", "The emotions are:", "情绪："."""
_LABEL_FIRST = re.compile(f"^{_LABEL}", re.IGNORECASE)
_LABEL_LAST = re.compile(f"{_LABEL}$", re.IGNORECASE)
_FENCE = re.compile(r"```\w*")
_TAG = re.compile(r"</?[A-Za-z]\w{0,30}>")
_BULLET = re.compile(r"^\s*([-*•·–]\s+|[(（]?\d+[.)）、．:：]\s*)")
_EXPLANATION = re.compile(r"\s*([:：(（]|\s[-–—]\s).*$")
_QUOTES = "\"'“”‘’「」《》`*"
_EDGES = " \n.。!！{}()（）" + _QUOTES
_FIGURE = re.compile(r"(?: ?[:：=(（-] ?| )(?:\d{1,3}(?:\.\d{1,9})?|\.\d{1,9}) ?%?[)）]?$")
"""How sure someone is of the word before it: "happy: 0.9", "sad (10%)"."""
_BRACKETED = re.compile(r"[\[【]([^\[\]【】]*)[\]】]?")
_SEPARATOR = re.compile(r"""[,，、;；\n]|["'”’]\s+["'“‘]""")
_AND = re.compile(rf"\s*(?:{_SAID.every('and')}|[&|｜]|(?<!\bn)/)\s*", re.IGNORECASE)
"""What parts words outside brackets."""


@dataclass(frozen=True)
class EmotionList:
    """Emotion words in the order written, lower case, each once; and what was no word list."""

    words: tuple[str, ...]
    unparsed: str = ""
    """Text that is not a list of words, e.g. a sentence. An answer with text here and no words
    could not be read; next to words it is an explanation that was left out."""


def parse(text: str) -> EmotionList:
    """The emotion words that `text` lists. "", "None" and "[]" are empty lists, not faults."""
    text = _tidy(text)
    read = _of_json(text)
    if read is None:
        read = _bracketed(text) if re.search(r"[\[【]", text) else _lines(text)
    words: dict[str, None] = {}
    for item in map(_clean, read.items):
        if _is_word(item):
            words[item.lower()] = None
        elif item.lower() not in _NOTHING:
            read.rest.append(item)
    return EmotionList(tuple(words), "\n".join(part for part in read.rest if part))


def _tidy(text: str) -> str:
    """The lines that say something, without tags and fences, and with single blanks only."""
    lines = (" ".join(line.split()) for line in _TAG.sub("\n", text).splitlines())
    return "\n".join(line for line in lines if line and not _FENCE.fullmatch(line))


@dataclass
class _Read:
    items: list[str] = field(default_factory=list)
    """What stands where a word of the list should."""
    rest: list[str] = field(default_factory=list)
    """What stands elsewhere."""


def _of_json(text: str) -> _Read | None:
    """The words in a JSON list, or in the lists of a JSON object; None if it is not JSON."""
    if not text.startswith(("[", "{")):
        return None
    try:
        value = json.loads(text)
        strings = list(_strings(value))
    except (ValueError, RecursionError):
        return None
    items = [item for string in strings for item in _parted(string)]
    return _Read(items) if items or not value else None  # "[true]" is a list of one word


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        if _is_weighed(value):
            yield from value
            return
        lists = [v for v in value.values() if isinstance(v, list) or _is_weighed(v)]
        for item in lists or value.values():
            yield from _strings(item)


def _is_weighed(value: object) -> bool:
    """Whether this gives every word a number, as in `{"happy": 0.9, "sad": 0.1}`."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(type(weight) in (int, float) for weight in value.values())
    )


def _parted(string: str) -> list[str]:
    """The items of a JSON string that holds a whole list; any other string as it is."""
    items = _SEPARATOR.split(string.strip("[]【】"))
    return items if all(map(_is_listed, items)) else [string]


def _bracketed(text: str) -> _Read:
    """The items of every innermost bracket, and the text around them.

    Items are parted at commas and quotes only, as the field's own scorer does: "happy and sad" is
    one item that no word list knows.
    """
    read = _Read()
    end = 0
    for part in _BRACKETED.finditer(text):
        read.rest.append(_around(text[end : part.start()]))
        read.items.extend(_SEPARATOR.split(part[1]))
        end = part.end()
    read.rest.append(_around(text[end:]))
    return read


def _around(text: str) -> str:
    """Text beside a bracket, without labels and stray punctuation."""
    return _LABEL_LAST.sub("", text).strip(" ,，、.。:：[]【】{}\n" + _QUOTES)


def _lines(text: str) -> _Read:
    """The items of each line. A line that is a sentence stays whole, so none of it is swallowed.

    One that begins with an emotion and speaks of no one is a list all the same: "happy, a little
    bit of sadness in the eyes".
    """
    read = _Read()
    for line in text.splitlines():
        bullet = _BULLET.match(line)
        listed = _LABEL_FIRST.sub("", line[bullet.end() :] if bullet else line.strip())
        figure = _FIGURE.search(listed)
        explanation = _EXPLANATION.search(listed) if bullet and not figure else None
        if explanation:
            listed = listed[: explanation.start()]
        items = [item for part in _SEPARATOR.split(listed) for item in _AND.split(part)]
        is_list = all(map(_is_listed, items)) or (
            _is_emotion(_clean(items[0])) and not _SPEAKS_OF_SOMEONE.search(listed)
        )
        if is_list and not _REFUSAL.fullmatch(listed.strip(_EDGES)):
            read.items.extend(items)
            read.rest.append(explanation[0].strip(" :：-–—*") if explanation else "")
        else:
            read.rest.append(line.strip())
    return read


def _clean(item: str) -> str:
    """An item without its bullet and figure, and without quotes, brackets and stops around it."""
    return _FIGURE.sub("", _BULLET.sub("", item).strip(_EDGES)).strip(_EDGES)


def _is_listed(item: str) -> bool:
    """Whether this can stand between two separators: a word, or nothing."""
    item = _clean(item)
    return _is_word(item) or item.lower() in _NOTHING | _AND_SO_ON


def _is_emotion(item: str) -> bool:
    """Whether this is a short word for an emotion that a lexicon knows, and that is not denied."""
    if not _is_word(item, SURE, SURE_CHINESE) or _REFUSAL.fullmatch(item):
        return False
    words = [lexicon(language).emotions_in(item) for language in LEXICONS.languages()]
    known = [reading.value for readings in words for reading in readings]
    return bool(known) and not any(value.startswith(NOT) for value in known)


def _is_word(item: str, longest: int = LONGEST, longest_chinese: int = LONGEST_CHINESE) -> bool:
    """Whether this can be one emotion word or phrase, rather than a sentence or a number."""
    alone = item.isascii() and len(item.split()) == 1  # one word makes no sentence
    if (not alone and _SPEAKS_OF_SOMEONE.search(item)) or re.search(
        r"[.。:：?？!！,，;；\[\]【】<>\n]", item
    ):
        return False
    if item.lower() in _NOTHING | _AND_SO_ON or not re.search(r"[^\W\d_]", item):
        return False
    chinese = len(re.findall(r"[\u4e00-\u9fff]", item))
    return len(item.split()) <= longest and chinese <= longest_chinese
