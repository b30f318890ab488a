"""Free text of a model → the parts of the rationale and the emotion words.

Models answer as asked, or with Markdown headings, in JSON, in other words, or with a part missing.
All of it is read as far as it goes and becomes plain text; HTML in it is left as it stands, for
what shows it to escape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from backends.reading.emotion_list import EmotionList, parse
from backends.reading.heads import PARTS, announced, split
from backends.reading.patterns import Patterns

__all__ = ["PARTS", "Parts", "plain", "read", "readable", "split"]


@dataclass(frozen=True)
class Parts:
    """What was found. `words` is None where no list of emotion words could be found."""

    texts: dict[str, str] = field(default_factory=dict)
    """Of PARTS, those that were found."""
    words: tuple[str, ...] | None = None
    thought: str = ""
    """What a thinking model wrote between <think> and </think>."""

    @property
    def found(self) -> bool:
        """Whether anything was understood."""
        return self.words is not None or any(part in self.texts for part in PARTS[:3])


_SAID = Patterns(__file__, "parts")
_LIST_LINE = re.compile(  # or the end of a line, after a sentence
    r"(?:^|(?<=[.!?。！？])(?=[^.!?。！？\n]*[.。]?[ \t]*$))[ \t]*"
    rf"(?:{_SAID.every('list_begins')})(?:{_SAID.every('list')})[ \t]*[:：=](?P<list>.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_REFUSAL = re.compile(_SAID.every("refusal"), re.IGNORECASE)
"""A phrase, as short as an emotion's, with which a model says that it names none."""
_SORRY = re.compile(_SAID.every("sorry"), re.IGNORECASE)
"""An emotion beside others, and alone a refusal."""
_BRACKETED = re.compile(r"[\[【［]([^\[\]【】［］]*)[\]】］](?!\()")  # not [text](link)
_THOUGHT = re.compile(r"<think(?:ing)?>(.*?)(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_UNOPENED = re.compile(r"\A(.*)</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(r"</?(?:answer|output|final)>|<\|[^|<>\n]{1,40}\|>", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)\w*[ \t]*$", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_TABLE_HEAD = re.compile(r"^[ \t]*\|.*\n[ \t]*\|[-:| \t]+$", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ \t]*[“\"「]([^“”\"「」\n]*)[”\"」][ \t]*$", re.MULTILINE)
"""As the prompt shows the parts."""
_LINE_MARKS = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*•|][ \t]+|[-*_=|: ]{3,}[ \t]*$"
    r"|[(（]?(?:\d{1,2}|[一二三四])[.)、．）](?!\d)[ \t]*|[①②③④][ \t]*)+",
    re.MULTILINE,
)
_EDGES = " \t\n;；,，|"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def read(text: str) -> Parts:
    """Find parts and emotion words in a model's answer, however it is laid out."""
    said, thought = _without_thought(readable(text))
    found = _from_json(said) or _from_text(plain(said))
    return Parts(found.texts, found.words, plain(thought))


def readable(text: str) -> str:
    """Without characters that can't be stored or that change what is seen around them."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[^\S\n]+", " ", _CONTROL.sub("", text)))


def _without_thought(text: str) -> tuple[str, str]:
    thoughts = _THOUGHT.findall(text)
    said = _THOUGHT.sub("", text)
    if unopened := _UNOPENED.search(said):  # chat templates may open the block for the model
        thoughts.append(unopened[1])
        said = said[unopened.end() :]
    return _TAGS.sub("", said).strip(), "\n".join(thoughts).strip()


def plain(text: str) -> str:
    """Markdown's marks taken off; the words stay as they are. It is what `split` takes apart."""
    text = _MARKS.sub("", _LINE_MARKS.sub("", _TABLE_HEAD.sub("", _FENCE.sub("", text)))).strip()
    return _QUOTED_LINE.sub(lambda line: line[1] if announced(line[1]) else line[0], text)


def _from_json(text: str) -> Parts | None:
    start, end = text.find("{"), text.rfind("}")
    try:
        fields = list(_fields(json.loads(text[start : end + 1]))) if 0 <= start < end else []
    except (ValueError, RecursionError):
        return None
    texts: dict[str, str] = {}
    words: tuple[str, ...] | None = None
    for key, value in fields:
        name = key.replace("_", " ").strip()
        listed = value if isinstance(value, list) else [value]
        told = [plain(item) for item in listed if isinstance(item, str)]
        if _LIST_LINE.match(f"{name}:"):
            found = _listed(", ".join(told))
            words = found.words if found.words or not found.unparsed else None
        elif (part := announced(f"{name}:")) and any(told):
            texts[part] = " ".join(told).strip()
    return Parts(texts, words) if texts or words is not None else None


def _fields(data: object) -> Iterator[tuple[str, object]]:
    """The fields of an object, and of those within it."""
    for key, value in data.items() if isinstance(data, dict) else ():
        if isinstance(value, dict):
            yield from _fields(value)
        else:
            yield f"{key}", value


def _from_text(text: str) -> Parts:
    text, words = _list_of(text)
    texts: dict[str, str] = {}
    before = ""
    for part, start, end in split(text):
        said = text[start:end].strip(_EDGES)
        if part is None:
            before = (
                said if not said.endswith((":", "：")) else ""
            )  # it announces, and says nothing
        elif said:
            texts[part] = f"{texts[part]} {said}" if part in texts else said
    if not texts:
        return Parts({"conclusion": text} if text else {}, words)
    if before:
        texts["conclusion"] = f"{before} {texts.get('conclusion', '')}".strip()
    return Parts(texts, words)


def _list_of(text: str) -> tuple[str, tuple[str, ...] | None]:
    """The text without its list of emotion words, and the words; None where there is no list."""
    if lines := list(_LIST_LINE.finditer(text)):
        line = lines[-1]
        below = not line["list"].strip()  # the words may stand on the lines under their heading
        found = _listed(text[line.end() :] if below else line["list"])
        if found.words or not found.unparsed:
            rest = "" if below else text[line.end() :]
            return (text[: line.start()] + rest).strip(), found.words
    if brackets := list(_BRACKETED.finditer(text)):
        last = brackets[-1]
        before, after = text[: last.start()].rstrip(" "), text[last.end() :]
        found = _listed(last[0])
        ends_the_text = not any(character.isalnum() for character in after)
        if not found.unparsed and (ends_the_text or len(found.words) > 1):
            in_a_sentence = before and before[-1] not in ".!?。！？\n"
            return text if in_a_sentence else f"{before}{after}".strip(), found.words
    found = _listed(text)
    return ("", found.words) if found.words and not found.unparsed else (text, None)


def _listed(text: str) -> EmotionList:
    """The words of a list without refusals; a list of nothing else is no list."""
    found = parse(text)
    words = tuple(word for word in found.words if not _REFUSAL.fullmatch(word))
    if found.words and all(_SORRY.fullmatch(word) for word in words):
        return EmotionList((), text)
    return EmotionList(words, found.unparsed)
