"""An answer as lanes over one axis of time, to be drawn on paper and in a film.

One lane for what all modalities come to, one for each face and voice, one for what is said. What is
unsure has a question mark; where nothing could be read there is a bar without an emotion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from backends.base import Merged, Modality, Stretch
from demo.captions import captions
from demo.take_away.taken import Taken, plain
from demo.take_away.tiers import SURE, weights

Look = Literal["sure", "unsure", "nothing"]
Kind = Literal["visual", "acoustic", "lexical", "conclusion"]
"""What gives a lane its colour."""


@dataclass(frozen=True)
class Bar:
    """What is told from `start` to `end` (s), in short and with its shares."""

    start: float
    end: float
    label: str
    told: str
    look: Look


@dataclass(frozen=True)
class Lane:
    """A row of bars in order of time."""

    name: str
    kind: Kind
    bars: tuple[Bar, ...]


def lanes(taken: Taken) -> list[Lane]:
    """The lanes of an answer, from top to bottom; those that would be empty are left out."""
    say, answer = taken.say["tier"], taken.answer
    found = [Lane(say["merged"], "conclusion", _bars(taken, answer.merged))]
    for modality in (Modality.VISUAL, Modality.ACOUSTIC):
        course = [one for one in answer.course if one.modality is modality]
        people = sorted({one.person or "" for one in course if one.emotions})
        kind: Kind = "visual" if modality is Modality.VISUAL else "acoustic"
        for person in people or [""]:
            # what is of nobody (no face is in view) stands with the first
            mine = [one for one in course if (one.person or next(iter(people), "")) == person]
            name = f"{say[modality.value]} {person}".strip()
            found.append(Lane(name, kind, _bars(taken, mine)))
    said = tuple(
        Bar(one["start"], one["end"], plain(one["text"]), "", "sure")
        for one in captions(answer.transcript)
    )
    return [lane for lane in [*found, Lane(say["words"], "lexical", said)] if lane.bars]


def _bars(taken: Taken, pieces: Sequence[Stretch | Merged]) -> tuple[Bar, ...]:
    return tuple(_bar(taken, one) for one in pieces)


def _bar(taken: Taken, one: Stretch | Merged) -> Bar:
    say = taken.say
    if not one.emotions:
        if isinstance(one, Merged):
            label = say["tier"]["open"]
        else:
            label = say["lane"]["silent" if one.silent else f"unread_{one.modality}"]
        return Bar(one.start, one.end, label, "", "nothing")
    first, told = one.emotions[0], weights(one, say["tier"])
    if first.score >= SURE:
        return Bar(one.start, one.end, first.word, told, "sure")
    label = say["tier"]["unsure"].format(word=first.word)
    return Bar(one.start, one.end, label, told, "unsure")
