"""What of a subtitle is said: captions for the deaf also hold sounds, songs and speakers' names.

`[LAUGHING]`, `(sighs)`, `<sighs>`, `*laughs*`, `♪ happy birthday ♪` and `JOHN:` are the captioner's
words. Read as the speaker's they would speak for joy, or for grief, that nobody put into words.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from backends.reading.patterns import Patterns
from backends.windows_1252 import mended

_READ = Patterns(__file__, "captions")

_NOTES = "♪♫♬♩"
_TAG = r"</?[A-Za-z][^<>]*>"
_FORMAT = re.compile(rf"</?(?:{_READ.every('format')})\b[^<>]*>|\{{\\[^{{}}]*\}}", re.IGNORECASE)
"""Tags that say how the words look; what they enclose is said."""
_NOT_SAID = re.compile(
    rf"[{_NOTES}][^{_NOTES}\n]*(?:[{_NOTES}]+|$)"  # a song, which may be left open
    r"|(?:^|(?<=\s))#\s[^#\n]+\s#(?=\s|$)"
    r"|\[[^\[\]\n]*\]|\([^()\n]*\)|【[^【】\n]*】|（[^（）\n]*）|［[^［］\n]*］"
    rf"|\*\s*(?:{_READ.every('sound')})[^*\n]*\*"
    rf"|{_TAG}",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINS = r"(?:^|(?<=[.!?…。！？\"”])\s+)[\s>–—-]*"
_SPEAKER = re.compile(
    rf"{_BEGINS}((?!(?:{_READ.every('no_name')})\b)"
    r"[A-Z][A-Z.'’&#0-9-]*(?: [A-Z&#0-9][A-Z.'’&#0-9-]*){0,2}\s*[:：])(?!\d)",
    re.MULTILINE,
)
"""A name in capitals at the beginning of a sentence, as captions give it."""
_NAMED = re.compile(
    rf"^[\s>–—-]*((?!(?i:{_READ.every('no_name')})\b)[A-Z][a-z]+(?: [A-Z][a-z]+)?\s*[:：])(?!\d)",
    re.MULTILINE,
)
"""One in small letters, at the beginning of a line only."""
_CALLED = re.compile(
    rf"{_BEGINS}((?:{_READ.every('speaker')})\b[^:：\n]{{0,15}}[:：])", re.MULTILINE
)
"""The same where it is no name: "Speaker 2:", "Man:"."""
_GAP = re.compile(r" (?=[.,!?;…]+(?: |$))")
"""What is left where a tag stood before a stop."""
_TURN = re.compile(r"^[\s]*(?:>>+|[–—-])\s*", re.MULTILINE)


@dataclass(frozen=True)
class Said:
    """A subtitle taken apart."""

    text: str
    """What is said."""
    left_out: tuple[str, ...]
    """What is not, in the order written: `[LAUGHING]`, `JOHN:`."""


def said(subtitle: str) -> Said:
    """What of a subtitle is said, and what its writer tells beside it."""
    found: list[tuple[int, str]] = []

    def drop(match: re.Match[str], group: int = 0) -> str:
        told = match[group].strip()
        if told:
            found.append((match.start(group), told))
        before = match[0][: match.start(group) - match.start()]
        return f"{before}{' ' * (match.end() - match.start(group))}"  # what follows keeps its place

    text = html.unescape(mended(subtitle))
    text = _FORMAT.sub(lambda match: " " * len(match[0]), text)
    text = _NOT_SAID.sub(drop, text)
    for name in (_SPEAKER, _NAMED, _CALLED):
        text = name.sub(lambda match: drop(match, 1), text)
    text = _TURN.sub("", text)
    lines = (_GAP.sub("", " ".join(line.split())) for line in text.splitlines())
    kept = tuple(told for _, told in sorted(found) if not re.fullmatch(r"\W*", told))
    return Said("\n".join(line for line in lines if line), kept)
