"""A part of a rationale, cut where a sentence begins or ends that is more than text."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from backends.base import Explanation, Modality


class Piece(NamedTuple):
    """A piece of a rationale's part, as it is drawn."""

    text: str
    alone: bool
    """Whether it is a sentence that no clue stands behind."""
    moments: tuple[tuple[float, float], ...]
    """Start and end (s) of what it tells; none where that is not known."""


def pieces(part: Modality | Literal["conclusion"], known: Explanation) -> list[Piece]:
    """A part of the rationale, cut where a sentence begins or ends that is more than text."""
    moments = {s.text: tuple(s.moments) for s in known.sentences if s.modality == part}
    for clue in known.clues:
        if clue.modality == part:
            moments.setdefault(clue.text, ((clue.start, clue.end),))
    words = {emotion.word for emotion in known.emotions}  # marked where they are listed
    unsupported = set(known.unsupported) - words
    longest_first = sorted({*unsupported, *moments}, key=len, reverse=True)
    text = getattr(known.rationale, part)
    cut = (
        re.split(f"({'|'.join(map(re.escape, longest_first))})", text) if longest_first else [text]
    )
    return [Piece(one, one in unsupported, moments.get(one, ())) for one in cut if one]
