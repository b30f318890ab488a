"""WebVTT subtitles (.vtt), by pysubs2.

It leaves `&` and `<` as they are (1.8.1), and a browser would take `<happy>` for a tag: they are
handed to it as the standard wants them, `&amp;` and `&lt;`.
"""

from __future__ import annotations

from pathlib import Path

from demo.take_away.cues import cues
from demo.take_away.srt import save
from demo.take_away.taken import Taken

ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;", "\\": "&#92;"}
)
"""The last three are no markup here, but are to pysubs2."""


def write(taken: Taken, target: Path) -> None:
    """UTF-8; times in milliseconds."""
    save([(one, one.text.translate(ESCAPED)) for one in cues(taken)], target, "vtt")
