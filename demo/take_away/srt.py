"""SubRip subtitles (.srt), by pysubs2.

SubRip has no way to write a sign that its players take for markup: `<i>`, `{...}` and a backslash
get signs that look alike. `A & B <3` is none and stays.
"""

from __future__ import annotations

import re
from pathlib import Path

from demo.take_away.cues import cues
from demo.take_away.taken import Taken
from demo.take_away.tiers import Mark

ALIKE = str.maketrans({"{": "｛", "}": "｝", "\\": "＼"})


def write(taken: Taken, target: Path) -> None:
    """UTF-8 without a byte-order mark; times in milliseconds."""
    save([(one, _unmarked(one.text)) for one in cues(taken)], target, "srt")


def save(told: list[tuple[Mark, str]], target: Path, form: str) -> None:
    """Marks, each with its text as the format wants it, by pysubs2."""
    import pysubs2

    file = pysubs2.SSAFile()
    for one, text in told:
        cue = pysubs2.SSAEvent(start=round(1000 * one.start), end=round(1000 * one.end))
        cue.plaintext = text
        file.append(cue)
    file.save(str(target), encoding="utf-8", format_=form)


def _unmarked(text: str) -> str:
    return re.sub(r"<(/?[A-Za-z][^<>]*)>", r"‹\1›", text.translate(ALIKE))
