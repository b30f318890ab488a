"""Text in a film: the font that comes with the project, and lines that fit a width."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PIL import ImageFont

FONT = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "NotoSansSC-subset.ttf"
"""Noto Sans SC: Latin and Chinese. Other scripts are drawn as empty boxes."""
WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
"""Chinese and its marks: a line may end after each of them."""
TOGETHER = r"[\d.–]+ (?:s|Hz|dB|%)(?![A-Za-z])"
"""A number with its unit, which stay on one line."""
NARROW = str.maketrans("“”‘’", "\"\"''")
"""Quotation marks that this font draws as wide as Chinese, and those for other texts."""
NOT_FIRST = "，。、；：？！）”’》】％%,.;:?!)]"
"""No line begins with one of these."""


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(str(FONT), size)


def typeset(text: str) -> str:
    """A text as it is drawn: without Chinese in it, quotation marks are narrow."""
    return text if re.search(f"[{WIDE}]", text) else text.translate(NARROW)


def width(text: str, size: int) -> float:
    """Pixels that a line takes."""
    return font(size).getlength(text)


def lines(text: str, size: int, most: float) -> list[str]:
    """A text in lines of at most `most` pixels, broken between words, or between Chinese signs."""
    found: list[str] = []
    for paragraph in typeset(text).splitlines():
        line = ""
        for piece in re.findall(rf"{TOGETHER}|[{WIDE}]|[^\s{WIDE}]+|\s+", paragraph):
            fits = width((line + piece).rstrip(), size) <= most or piece[0] in NOT_FIRST
            if not line or fits:
                line += piece
                continue
            found.append(line.rstrip())
            line = piece.lstrip()
        found.append(line.rstrip())
    return [part for line in found for part in _cut(line, size, most)]


def fitting(text: str, size: int, most: float) -> str:
    """As much of a line as fits `most` pixels, with an ellipsis where that is not all."""
    text = typeset(text)
    if width(text, size) <= most:
        return text
    while text and width(f"{text}…", size) > most:
        text = text[:-1]
    return f"{text.rstrip()}…" if text.strip() else ""


def _cut(line: str, size: int, most: float) -> list[str]:
    """A line in pieces that fit, where a single word of it does not."""
    pieces: list[str] = []
    while len(line) > 1 and width(line, size) > most + size:
        end = len(line)
        while end > 1 and width(line[:end], size) > most:
            end -= max(1, end // 16)
        pieces.append(line[:end])
        line = line[end:]
    return [*pieces, line] if line else pieces
