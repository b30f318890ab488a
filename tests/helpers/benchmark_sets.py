"""Small labelled sets and backends for the tests of the benchmark."""

from __future__ import annotations

import threading
import wave
from pathlib import Path

import pytest

import backends
from backends.backend import Request
from backends.base import EmotionScore, Events, Explanation
from backends.clip import Clip
from backends.errors import BackendError
from demo.benchmark import folder as folders
from demo.benchmark import report, scores
from demo.benchmark.measuring import Measuring
from demo.benchmark.plan import Plan, read
from demo.benchmark.scores import Table
from demo.ground_truth.file_names import RAVDESS_EMOTIONS
from demo.metrics.wheels import own
from tests.helpers.fakes import Scripted
from tests.helpers.patience import PATIENCE


def ravdess(folder: Path, clips: int, seconds: float = 0.2) -> Path:
    """A folder of silent recordings named as RAVDESS names them, all eight emotions in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(clips):
        rest, emotion = divmod(i, 8)
        rest, actor = divmod(rest, 24)
        name = f"03-01-0{emotion + 1}-0{1 + rest % 2}-0{1 + rest // 2 % 2}-01-{actor + 1:02d}.wav"
        with wave.open(str(folder / name), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(bytes(round(2 * 16_000 * seconds)))
    return folder


class Knowing(Scripted):
    """Reads the emotion off the clip's name, except of the clips that it is told to get wrong."""

    def __init__(self, name: str, wrong: set[str] = frozenset(), broken: set[str] = frozenset()):
        super().__init__()
        self.name, self.wrong, self.broken = name, wrong, broken
        self.asked: list[str] = []
        self.together: threading.Barrier | None = None
        """If set, an answer waits until so many are being given at once."""

    def explain(self, clip: Clip, request: Request) -> Events:
        """Answer at once; how it is asked makes no difference."""
        del request
        self.asked.append(clip.name)
        if self.together:
            self.together.wait(PATIENCE)
        if clip.name in self.broken:
            raise BackendError("It needs a rest.")
        word = RAVDESS_EMOTIONS[clip.name.split("-")[2]]
        said = "sad" if clip.name in self.wrong else word
        yield Explanation(
            clip=clip.name,
            backend=self.name,
            emotions=[EmotionScore(word=said, score=0.9), EmotionScore(word=word, score=0.1)],
        )


def put(monkeypatch: pytest.MonkeyPatch, *known: Knowing) -> None:
    """Let these backends be found by name."""
    real, fakes = backends.get, {one.name: one for one in known}
    monkeypatch.setattr(backends, "get", lambda name: fakes.get(name) or real(name))


def plan_of(root: Path, *names: str, limit: int | None = None, seed: int = 0) -> Plan:
    """A plan over a folder as `ravdess` makes it."""
    return Plan(dataset="ravdess", root=str(root), backends=names, limit=limit, seed=seed)


def names_of(plan: Plan) -> list[str]:
    """The names of all clips of the plan's data set."""
    return [clip.name for clip in read(plan).clips]


def table_of(asked: Plan, out: Path, only: int | None = None) -> Table:
    """Run a plan, or its first results only, and score it."""
    with folders.opened(out, asked, read(asked), resume=True) as opened:
        run = opened.run()
        for count, _ in enumerate(opened.kept(run), start=1):
            if count == only:
                break
        table = scores.table(opened, Measuring(own(), asked.language))
        report.write(out, table)
    return table
