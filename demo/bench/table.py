"""The figures side by side, as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping

from demo.bench.measuring import FOUR, Figures

ROWS = (
    ("warm", "one more clip, warm", "CPU-s", 1.0),
    ("first", "first part of the answer", "s", 1.0),
    ("cold", "a fresh process", "CPU-s", 1.0),
    ("peak", "its peak memory", "GB", 1e-9),
    ("a_face", "all of the faces, a face", "CPU-ms", 1e3),
)
"""Figure, what it is called, its unit, and what the figure is multiplied by for that."""


def text(figures: Mapping[str, Figures], practised: Mapping[str, float] | None) -> str:
    """One line a figure and clip: a column a version, and how much the first has of the last."""
    names = list(figures)
    lengths = [*next(iter(figures.values())).warm, FOUR]
    lines = [_line("", "", "", [*names, "ratio"] if len(names) > 1 else names)]
    for name, title, unit, factor in ROWS:
        lines += _rows(figures, lengths, name, title, unit, factor)
    stages: dict[str, None] = {}
    for one in figures.values():
        for told in one.stages.values():
            stages |= dict.fromkeys(name for each in told for name in each)
    for stage in stages:
        lines += _rows(figures, lengths, f"stage: {stage}", stage, "CPU-s", 1.0)
    if practised:
        lines += ["", _practice(figures, practised)]
    return "\n".join(lines)


def _rows(
    figures: Mapping[str, Figures],
    lengths: list[str],
    name: str,
    title: str,
    unit: str,
    factor: float,
) -> list[str]:
    lines = []
    for length in lengths:
        values = [one.row(name, length) for one in figures.values()]
        if all(value is None for value in values):
            continue
        cells = ["–" if value is None else f"{value * factor:.3f}" for value in values]
        if len(values) > 1:
            first, last = values[0], values[-1]
            cells.append("–" if first is None or not last else f"{first / last:.2f}")
        lines.append(_line(title, length, unit, cells))
    return lines


def _line(title: str, length: str, unit: str, cells: list[str]) -> str:
    return f"{title:26} {length:>8} {unit:>6}" + "".join(f"{cell:>14}" for cell in cells)


def _practice(figures: Mapping[str, Figures], practised: Mapping[str, float]) -> str:
    """How much of today's practice the first version takes, for the shortest clip."""
    one = next(iter(figures.values()))
    ours = one.row("warm", next(iter(one.warm)))
    whole = practised["hearing"] + practised["seeing"]
    return (
        f"openai-whisper base, float32: {practised['hearing']:.2f} CPU-s; a face detector and an "
        f"expression net on each of {practised['frames']:.0f} frames: {practised['seeing']:.2f}. "
        f"This version takes {(ours or 0) / whole:.3f} of that."
    )
