"""What follows what in a lesson: pure rules, without a store.

A lesson is a row of steps; a step is one clip as it is given: picture and sound, or one of them.
A clip may have several steps, and is revealed after its last. What is revealed can't be voted on
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a room stands with a step."""

    LOBBY = "lobby"
    """People join; no clip is shown yet."""
    WATCH = "watch"
    VOTE = "vote"
    CLOSED = "closed"
    REVEAL = "reveal"
    END = "end"


class Given(StrEnum):
    """What of a clip is played."""

    BOTH = "both"
    PICTURE = "picture"
    """The sound is off."""
    SOUND = "sound"
    """The picture is off."""


class Action(StrEnum):
    """What a teacher can do."""

    START = "start"
    NEXT = "next"
    CLOSE = "close"
    REOPEN = "reopen"
    REVEAL = "reveal"
    BACK = "back"
    END = "end"


@dataclass(frozen=True)
class Step:
    """One clip as it is given."""

    clip: str
    """Random id of the clip in its room."""
    given: Given
    file: str
    """Random name under which it is shown."""
    revealed: bool = False
    """Whether the clip has been revealed."""


@dataclass(frozen=True)
class Standing:
    """Where a room stands."""

    place: int
    """Which step, from 0."""
    stage: Stage


def possible(at: Standing, steps: Sequence[Step]) -> dict[Action, Standing]:
    """What a teacher can do now → where the room then stands."""
    if at.stage is Stage.LOBBY:
        found = {Action.START: _opened(0, steps)}
    elif at.stage is Stage.END:
        last = max((n for n, step in enumerate(steps) if step.revealed), default=None)
        return {} if last is None else {Action.BACK: Standing(last, Stage.REVEAL)}
    elif at.stage is Stage.WATCH:
        found = {Action.NEXT: Standing(at.place, Stage.VOTE)}
        if back := _before(at.place, steps):
            found[Action.BACK] = back
    elif at.stage is Stage.VOTE:
        found = {
            Action.CLOSE: Standing(at.place, Stage.CLOSED),
            Action.BACK: Standing(at.place, Stage.WATCH),
        }
    elif at.stage is Stage.CLOSED:
        found = {Action.REOPEN: Standing(at.place, Stage.VOTE)}
        if is_last_of_clip(at.place, steps):
            found[Action.REVEAL] = Standing(at.place, Stage.REVEAL)
        else:
            found[Action.NEXT] = Standing(at.place + 1, Stage.WATCH)
    else:
        found = {Action.NEXT: _opened(at.place + 1, steps)}
        if back := _before(_first(at.place, steps), steps):
            found[Action.BACK] = back
    return {**found, Action.END: Standing(at.place, Stage.END)}


def is_last_of_clip(place: int, steps: Sequence[Step]) -> bool:
    """Whether no further step shows the clip of this one."""
    return place + 1 == len(steps) or steps[place + 1].clip != steps[place].clip


def same_clip(place: int, steps: Sequence[Step]) -> list[int]:
    """The places of all steps of the clip of this one."""
    return [n for n, step in enumerate(steps) if step.clip == steps[place].clip]


def over(at: Standing, steps: Sequence[Step]) -> bool:
    """Whether nothing is left to be kept secret."""
    return at.stage is Stage.END or all(step.revealed for step in steps)


def _opened(place: int, steps: Sequence[Step]) -> Standing:
    """Watching a step; its clip's reveal where that has been; the end after the last."""
    if place >= len(steps):
        return Standing(len(steps) - 1, Stage.END)
    if steps[place].revealed:
        return Standing(same_clip(place, steps)[-1], Stage.REVEAL)
    return Standing(place, Stage.WATCH)


def _before(place: int, steps: Sequence[Step]) -> Standing | None:
    """What came before watching the step at `place`."""
    if place == 0:
        return Standing(0, Stage.LOBBY) if not steps[0].revealed else None
    if steps[place - 1].clip == steps[place].clip:
        return Standing(place - 1, Stage.CLOSED)
    return Standing(place - 1, Stage.REVEAL)


def _first(place: int, steps: Sequence[Step]) -> int:
    return same_clip(place, steps)[0]
