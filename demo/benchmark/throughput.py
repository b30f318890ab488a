"""How fast a run goes, when it will be done, and what a clip costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from demo.benchmark.results import Result


@dataclass(frozen=True)
class Cost:
    """What a run has cost so far, over all its starts; read from its results."""

    clips: int
    """With at least one result."""
    wall: float
    """Seconds by the clock while it ran."""
    cpu: float
    """Seconds of this machine's processors."""
    peak_memory: int | None
    """Bytes."""

    @classmethod
    def of(cls, results: Sequence[Result]) -> Self:
        """Sum up what the lines say."""
        peaks = [r.spent.peak_memory for r in results if r.spent.peak_memory is not None]
        return cls(
            clips=len({result.clip for result in results}),
            wall=sum(result.spent.wall for result in results),
            cpu=sum(result.spent.cpu for result in results),
            peak_memory=max(peaks, default=None),
        )

    @property
    def clips_a_minute(self) -> float | None:
        """Throughput, with all backends on every clip; None before the first result."""
        return 60 * self.clips / self.wall if self.wall else None

    @property
    def wall_a_clip(self) -> float | None:
        """Seconds."""
        return self.wall / self.clips if self.clips else None

    @property
    def cpu_a_clip(self) -> float | None:
        """Seconds."""
        return self.cpu / self.clips if self.clips else None


def seconds_left(results: Sequence[Result], total: int) -> float | None:
    """How long what is left will take, at the pace so far; None before there is one."""
    wall = sum(result.spent.wall for result in results)
    return wall * (total - len(results)) / len(results) if results else None


def spoken(seconds: float | None) -> str:
    """A length of time for a person: "42 s", "3 min 05 s", "2 h 10 min"; "–" where unknown."""
    if seconds is None:
        return "–"
    if round(seconds) < 60:
        return f"{round(seconds)} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"
