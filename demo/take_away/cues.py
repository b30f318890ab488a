"""What stands in subtitles: what is said, and in brackets what is seen and heard meanwhile.

Brackets are how captions for the deaf tell what is not said; read back, they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from backends.base import Modality
from demo.captions import captions
from demo.take_away.moments import moments
from demo.take_away.taken import Taken
from demo.take_away.tiers import Mark, mark

WHOLE = 0.85
"""What is told of this part of the clip is told of all of it, and of no moment."""
BRACKETS = str.maketrans("[]\n", "() ")
"""A bracket within brackets, or a line's end, would end them."""


def cues(taken: Taken) -> list[Mark]:
    """In order of time; more than one may be shown at once."""
    found = [*_said(taken), *_told(taken)]
    return sorted((one for one in found if one.text), key=lambda one: (one.start, one.end))


def _said(taken: Taken) -> Iterator[Mark]:
    """What is said, with the letter of who says it where that is known of several people."""
    answer = taken.answer
    for one in captions(answer.transcript):
        middle = (one["start"] + one["end"]) / 2
        turns = (turn for turn in answer.turns if turn.start <= middle <= turn.end)
        who = next((turn.person for turn in turns if turn.person), None)
        yield mark(one["start"], one["end"], f"{who}: {one['text']}" if who else one["text"])


def _told(taken: Taken) -> Iterator[Mark]:
    """The sentences of the rationale that tell of a moment; the clues of an answer without such."""
    length = taken.clip.end - taken.clip.start
    for one in moments(taken):
        if one.modality is not Modality.LEXICAL and one.end - one.start < WHOLE * length:
            yield mark(one.start, one.end, f"[{one.text.translate(BRACKETS)}]")
