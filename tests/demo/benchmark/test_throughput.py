"""What a run costs, and how long it will still take."""

from __future__ import annotations

import pytest

from demo.benchmark.results import Result, Spent
from demo.benchmark.throughput import Cost, seconds_left, spoken


def test_cost_and_time_left_are_read_from_the_lines() -> None:
    def result(clip: str, backend: str, wall: float) -> Result:
        spent = Spent(wall=wall, cpu=2 * wall, peak_memory=int(wall * 1e9))
        return Result(clip=clip, backend=backend, label=None, error="x", seconds=1, spent=spent)

    done = [result("a", "x", 1), result("a", "y", 2), result("b", "x", 3)]
    cost = Cost.of(done)
    assert (cost.clips, cost.wall, cost.cpu, cost.peak_memory) == (2, 6, 12, 3_000_000_000)
    assert cost.clips_a_minute == pytest.approx(20)
    assert seconds_left(done, total=6) == pytest.approx(6)
    assert seconds_left([], total=6) is None
    assert [spoken(s) for s in (None, 59.4, 59.6, 125, 7_800)] == [
        "–", "59 s", "1 min 00 s", "2 min 05 s", "2 h 10 min",
    ]  # fmt: skip
