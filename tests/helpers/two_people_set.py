"""The two-person clips on which tracks and speakers are judged: two halves that share no take.

Thresholds are set on the half "set", figures are told of the half "report". Each half has takes,
colours, places and sizes of its own; both show the gallery's one man (see `two_people.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

from tests.helpers.two_people import FULL, LEFT, RIGHT, Look, Place, Scene, in_turn, take

Half = Literal["set", "report"]
TAKES: dict[Half, tuple[str, str, str]] = {
    "set": ("ANG", "HAP", "NEU"),
    "report": ("DIS", "FEA", "SAD"),
}
LOOKS: dict[Half, tuple[Look, ...]] = {
    "set": (
        Look(mirrored=True, hue=70, narrow=0.9),
        Look(mirrored=True, hue=20, light=0.75),
        Look(hue=120, light=1.1, narrow=0.92),
    ),
    "report": (
        Look(mirrored=True, hue=95, narrow=0.94),
        Look(hue=35, light=0.8, narrow=0.88),
        Look(mirrored=True, hue=150, light=1.15),
    ),
}
"""The looks that person B has in turn; A looks as the man does."""
PLACES: dict[Half, tuple[tuple[Place, Place], ...]] = {
    "set": ((LEFT, RIGHT), (RIGHT, LEFT), ((0, 0, 360), (400, 100, 240))),
    "report": ((LEFT, RIGHT), ((340, 60, 300), (20, 40, 280)), ((0, 120, 220), (280, 0, 360))),
}
"""Where A and B are in turn, where both are on screen."""
APART: dict[Half, tuple[Place, Place]] = {
    "set": ((40, 0, 360), (240, 0, 360)),
    "report": ((0, 30, 330), (280, 0, 360)),
}
"""Where A and B are in shots of one of them, off the middle as in films."""


@dataclass(frozen=True)
class Composed:
    """One clip of the set."""

    kind: str
    name: str
    scene: Scene


def scenes(half: Half) -> list[Composed]:
    """All clips of one half."""
    found = [
        *_in_turn(half),
        *_swapped(half),
        *_one_speaks(half),
        *_both_move(half),
        *_counter_shot(half),
        *_reaction(half),
        *_off_screen(half),
        *_nearer(half),
    ]
    return [replace(one, name=f"{i:02d}-{one.kind}") for i, one in enumerate(found)]


def _some(half: Half, count: int) -> list[tuple[str, ...]]:
    """So many orders of the half's takes, each beginning otherwise than the one before."""
    orders = list(permutations(TAKES[half]))
    return (orders[::2] + orders[1::2])[:count]


def _looks(half: Half, i: int) -> dict[str, Look]:
    return {"A": Look(), "B": LOOKS[half][i % 3]}


def _places(half: Half, i: int) -> dict[str, Place]:
    a, b = PLACES[half][i % 3]
    return {"A": a, "B": b}


def _in_turn(half: Half) -> Iterator[Composed]:
    """Side by side, A speaks, then B."""
    for i, (one, other, _) in enumerate(permutations(TAKES[half])):
        scene = in_turn(_looks(half, i), [one, other])
        scene.shots = [(0, scene.seconds, _places(half, i))]
        yield Composed("in turn", "", scene)


def _swapped(half: Half) -> Iterator[Composed]:
    """The same, with the voice of each other's take."""
    for i, (one, other, _) in enumerate(_some(half, 4)):
        scene = in_turn(_looks(half, i + 1), [one, other], [other, one])
        scene.shots = [(0, scene.seconds, _places(half, i + 1))]
        yield Composed("voices swapped", "", scene)


def _one_speaks(half: Half) -> Iterator[Composed]:
    """Side by side, one of them speaks twice."""
    for i, (one, other, third) in enumerate(_some(half, 4)):
        speaker, silent = ("A", "B") if i % 2 else ("B", "A")
        scene = Scene(sum(len(take(code).pictures) for code in (one, other)) / 25, _looks(half, i))
        scene.says(speaker, one)
        scene.says(speaker, other)
        scene.listens(silent, third)
        scene.shots = [(0, scene.seconds, _places(half, i + 2))]
        yield Composed("one speaks", "", scene)


def _both_move(half: Half) -> Iterator[Composed]:
    """Both say the sentence, a little apart; one of them is heard."""
    for i, (one, other, third) in enumerate(permutations(TAKES[half])):
        speaker, silent = ("A", "B") if i % 2 else ("B", "A")
        scene = Scene(len(take(one).pictures) / 25 + 0.2, _looks(half, i + 1))
        scene.says(speaker, one)
        scene.listens(silent, third, 0.2 * (i % 3))
        scene.says(silent, other, muted=True)
        scene.listens(speaker, one)
        scene.shots = [(0, scene.seconds, _places(half, i))]
        yield Composed("both mouths move", "", scene)


def _shots(scene: Scene, half: Half, i: int, turns: list[float]) -> None:
    """One shot a turn, of A and B alternately; both in the middle, or each on a side."""
    a, b = (FULL, FULL) if i % 2 else APART[half]
    start = 0.0
    for at, seconds in enumerate(turns):
        shown = {"B": b} if at % 2 else {"A": a}
        scene.shots.append((start, start + seconds, shown))
        start += seconds


def _counter_shot(half: Half) -> Iterator[Composed]:
    """A speaks, a cut, B speaks, a cut, A speaks again."""
    for i, codes in enumerate(_some(half, 5)):
        scene = in_turn(_looks(half, i), codes)
        _shots(scene, half, i, [len(take(code).pictures) / 25 for code in codes])
        yield Composed("counter-shot", "", scene)


def _reaction(half: Half) -> Iterator[Composed]:
    """A is seen, and then speaks while B is on screen."""
    for i, (one, other, _) in enumerate(_some(half, 3)):
        first, second = (len(take(code).pictures) / 25 for code in (one, other))
        scene = Scene(first + second, _looks(half, i))
        scene.says("A", one)
        scene.listens("A", other)
        scene.listens("B", other)
        scene.voice(first, other)
        _shots(scene, half, i, [first, second])
        yield Composed("reaction", "", scene)


def _off_screen(half: Half) -> Iterator[Composed]:
    """Both listen to somebody who is not seen."""
    for i, (one, other, third) in enumerate(_some(half, 4)):
        scene = Scene(len(take(one).pictures) / 25 + 0.5, _looks(half, i))
        scene.listens("A", other)
        scene.listens("B", third)
        scene.voice(0.2, one)
        scene.shots = [(0, scene.seconds, _places(half, i))]
        yield Composed("voice off screen", "", scene)


def _nearer(half: Half) -> Iterator[Composed]:
    """Both are seen, then who speaks is seen from nearer."""
    for i, (one, other, _) in enumerate(_some(half, 3)):
        scene = in_turn(_looks(half, i), [one, other])
        both = _places(half, i)
        cut = len(take(one).pictures) / 25
        scene.shots = [(0, cut, both), (cut, scene.seconds, {"B": FULL})]
        yield Composed("nearer", "", scene)
