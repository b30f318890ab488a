"""Where the parts of a rationale begin, by the words that announce them, and so how it is split.

EMER's own are "In the video", "In the audio", "In the text" and "Therefore" (arXiv 2306.15401);
models and people also write headings, "Visually", "The audio reveals", 画面中, 综上所述 and the
like. Which words these are stands in `patterns.<language>.toml`, under `[parts]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from backends.base import Part
from backends.reading.patterns import Patterns

CONCLUSION: Part = "conclusion"
PARTS: tuple[Part, ...] = ("visual", "acoustic", "lexical", CONCLUSION)


class Span(NamedTuple):
    """A stretch of a text that belongs to one part: `text[start:end]`."""

    part: Part | None
    """None: what stands before the first part is announced."""
    start: int
    """Behind a heading ("Video:"), before words of a sentence ("In the video, …")."""
    end: int


_SAID = Patterns(__file__, "parts")
_STOPS = ".!?;…。！？；"
_CLOSING = "”\"’'」』)）\\]】»"
_SENTENCE = (
    rf"(?:^[ \t“\"「]*|(?<=[{_STOPS}])[ \t]*|(?<=[{_STOPS}][{_CLOSING}])[ \t]*"
    rf"|(?<=[{_CLOSING}])[ \t]*(?=(?-i:[A-Z])|[一-鿿]))"
)
"""Where a sentence begins: also behind a quotation, with or without a stop in it."""
_CLAUSE = rf"(?:{_SENTENCE}|(?<=[,，、:：])[ \t]*(?:{_SAID.every('clause_opener')})?)"


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def _strong(part: Part) -> re.Pattern[str]:
    """What announces a part wherever it stands: words of a sentence (`said`), or a heading."""
    names = f"names.{part}"
    said = _SAID.by_language("opening", names)
    if part == CONCLUSION:
        said = f"{said}|{_SAID.every('therefore')}"
    heading = (
        rf"(?:^|(?<=[{_STOPS}]))[ \t]*(?:{_SAID.every('heading_begins')})?"
        rf"[【\[]?(?:{_SAID.by_language('heading', names)})"
        rf"(?: ?(?:{_SAID.every('heading_ends')}))?[ \t]*(?:[(（][^()（）\n]{{0,40}}[)）])?"
        r"[ \t]*(?:[】\]][ \t]*[:：]?|[:：]|[ \t][-–—](?=[ \t])|\||$)[ \t|]*"
    )
    return _pattern(rf"{_SENTENCE}(?P<said>{said})|{heading}")


def _weak(part: Part) -> re.Pattern[str]:
    """What announces a part that nothing else does: a clause, or a sentence on its subject."""
    names = f"names.{part}"
    said = _SAID.by_language("opening", names)
    if part == CONCLUSION:
        both = f"{_SAID.every('therefore')}|{_SAID.every('so')}"
        return _pattern(rf"{_CLAUSE}(?P<said>{both})")
    subject = _SAID.by_language("subject", names)
    return _pattern(rf"{_CLAUSE}(?P<said>{said})|(?:{_SENTENCE}|(?<=，))(?P<subject>{subject})")


_STRONG = {part: _strong(part) for part in PARTS}
_WEAK = {part: _weak(part) for part in PARTS}
_QUOTED = re.compile(r"“[^”\n]{0,400}”|「[^」\n]{0,400}」|『[^』\n]{0,400}』|\"[^\"\n]{0,400}\"")


class _Head(NamedTuple):
    at: int
    """Where the part before it ends."""
    begin: int
    part: Part


def split(text: str) -> list[Span]:
    """The parts of `text`, without Markdown, in order; [] where nothing announces any.

    A part that is announced twice has two spans. Nothing that is quoted announces a part. Of what
    could announce the conclusion, the first behind all modalities does ("Overall, the face is
    tense" within a part does not).
    """
    unquoted = _QUOTED.sub(_blank, text)
    heads = [head for part in PARTS[:-1] for head in _found(_STRONG[part], unquoted, part)]
    concluding = _found(_STRONG[CONCLUSION], unquoted, CONCLUSION)
    last = _late(concluding, heads)
    limit = last[0].at if last else len(text)
    missing = [part for part in PARTS[:-1] if part not in {head.part for head in heads}]
    firsts = [_found(_WEAK[part], unquoted[:limit], part)[:1] for part in missing]
    weak = [head for first in firsts for head in first]
    if len(heads) + len(weak) > 1:  # "His voice trembles." alone does not make a text of parts
        heads += weak
    if heads and not last:
        last = _late(_found(_WEAK[CONCLUSION], unquoted, CONCLUSION), heads)[:1]
    return _spans(sorted([*heads, *(last or concluding[:1])]), text)


def announced(text: str) -> Part | None:
    """The part that the beginning of a text, or a key of JSON ("visual:"), announces."""
    return next((part for part in PARTS if _STRONG[part].match(text)), None)


def _found(pattern: re.Pattern[str], text: str, part: Part) -> list[_Head]:
    heads = []
    for hit in pattern.finditer(text):
        named = next((name for name, words in hit.groupdict().items() if words is not None), None)
        heads.append(_Head(hit.start(), hit.start(named) if named else hit.end(), part))
    return heads


def _late(concluding: Sequence[_Head], heads: Sequence[_Head]) -> list[_Head]:
    """Of the heads of a conclusion, those behind all modalities."""
    return [one for one in concluding if all(head.at < one.at for head in heads)]


def _spans(heads: Sequence[_Head], text: str) -> list[Span]:
    if not heads:
        return []
    ends = [*(head.at for head in heads[1:]), len(text)]
    spans = [Span(h.part, min(h.begin, end), end) for h, end in zip(heads, ends, strict=True)]
    return [Span(None, 0, heads[0].at), *spans] if heads[0].at else spans


def _blank(quoted: re.Match[str]) -> str:
    """As long, and ending as it does."""
    words = quoted[0][1:-1]
    return quoted[0] if len(words) < 2 else f"{quoted[0][0]}{'_' * len(words[1:])}{quoted[0][-2:]}"
