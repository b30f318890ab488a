"""Characters of Windows-1252 that a careless conversion has left in a text as control characters.

Its quotation marks, dashes and dots are the bytes 0x80 to 0x9F, which Latin-1 has as the controls
U+0080 to U+009F. Nobody writes these; MELD's tables and many subtitles are full of them.
"""

from __future__ import annotations


def _meant() -> dict[int, str]:
    meant = {}
    for byte in range(0x80, 0xA0):
        try:
            meant[byte] = bytes([byte]).decode("windows-1252")
        except UnicodeDecodeError:  # five of them are not assigned
            continue
    return meant


_MEANT = _meant()


def mended(text: str) -> str:
    """`text` with what is meant: "didn\\x92t\\x85" → "didn’t…"."""
    return text.translate(_MEANT)
