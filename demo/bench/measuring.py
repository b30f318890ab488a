"""Several versions in turn, so that what else the machine does meets them alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from demo.bench.clips import LENGTHS, LONG, SHORT
from demo.bench.processes import Spent, Worker, fresh


@dataclass
class Figures:
    """What one version costs. Every list has a value a round; all by the length of the clip."""

    warm: dict[str, list[float]] = field(default_factory=dict)
    """Processor seconds of one more answer."""
    first: dict[str, list[float]] = field(default_factory=dict)
    """Seconds by the clock to the first part of it."""
    stages: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    """Stage → processor seconds."""
    a_face: dict[str, list[float]] = field(default_factory=dict)
    """Processor seconds of all that is done with faces, by their number."""
    cold: dict[str, list[float]] = field(default_factory=dict)
    """Processor seconds of a fresh process with one clip."""
    peak: dict[str, list[int]] = field(default_factory=dict)
    """Bytes that such a process held at most."""

    def row(self, name: str, length: str) -> float | None:
        """The median of a row of the table over the rounds; None where it was not measured."""
        kind, _, stage = name.partition(": ")
        if kind == "stage":
            values: Sequence[float] = [one.get(stage, 0.0) for one in self.stages.get(length, [])]
        else:
            values = getattr(self, kind).get(length, [])
        return median(values) if values else None

    def to_json(self) -> dict[str, Any]:
        """As it is printed."""
        return asdict(self)


FOUR = "4 x 52 s"
"""Four of the longest in one command."""


def measure(
    checkouts: Mapping[str, Path], clips: Mapping[str, Path], rounds: int, cold: bool
) -> dict[str, Figures]:
    """Name of a version → its figures. `cold`: fresh processes are measured too.

    Raises BenchError if a checkout can't be measured.
    """
    found = {name: Figures() for name in checkouts}
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(Worker(checkout)) for name, checkout in checkouts.items()
        }
        for worker in workers.values():  # loads what is loaded once
            worker.ask("warm", clip=str(clips[min(clips, key=LENGTHS.index)]))
        for _ in range(rounds):
            for length, clip in clips.items():
                for name, worker in workers.items():
                    _warm(found[name], length, worker.ask("warm", clip=str(clip)))
        for _ in range(rounds):  # counting costs something, so it comes last
            for length, clip in clips.items():
                for name, worker in workers.items():
                    _stages(found[name], length, worker.ask("stages", clip=str(clip)))
    for _ in range(rounds if cold else 0):
        for length, clip in clips.items():
            for name, checkout in checkouts.items():
                _cold(found[name], length, fresh(checkout, [clip]))
    if cold and LONG in clips:
        for name, checkout in checkouts.items():
            _cold(found[name], FOUR, fresh(checkout, [clips[LONG]] * 4))
    return found


def practice(checkout: Path, clips: Mapping[str, Path], weights: str) -> dict[str, float]:
    """Processor seconds of openai-whisper and of an expression net on every frame, by what is
    done: "hearing" and "seeing", and the number of "frames", of the shortest clip."""
    clip = str(clips[SHORT])
    with Worker(checkout) as worker:
        worker.ask("practice", clip=clip, weights=weights)
        found: dict[str, float] = worker.ask("practice", clip=clip, weights=weights)
    return found


def _warm(figures: Figures, length: str, told: Mapping[str, float]) -> None:
    figures.warm.setdefault(length, []).append(told["cpu"])
    figures.first.setdefault(length, []).append(told["first"])


def _stages(figures: Figures, length: str, told: Mapping[str, Any]) -> None:
    figures.stages.setdefault(length, []).append(told["stages"])
    if told["a face"] is not None:
        figures.a_face.setdefault(length, []).append(told["a face"])


def _cold(figures: Figures, length: str, spent: Spent) -> None:
    figures.cold.setdefault(length, []).append(spent.cpu)
    figures.peak.setdefault(length, []).append(spent.peak_memory)
