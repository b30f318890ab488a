"""What lies in the folder of a run, and going on where it was stopped or killed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import demo.benchmark.results as lines
from backends.clip import Limits
from backends.words import Sentence, Words
from demo import machine
from demo.benchmark import BenchmarkError
from demo.benchmark.conditions import Conditions, changed_versions, versions
from demo.benchmark.plan import Plan, drawn
from demo.benchmark.results import Result
from demo.benchmark.sweep import Sweep, Task
from demo.ground_truth.datasets import Dataset, LabelledClip

_SAY = Words(__file__)

META = "meta.json"


class Meta(BaseModel):
    """What has to be known about a run besides its answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: Plan
    conditions: Conditions
    clips: list[str]
    """Names of the clips, sorted."""
    in_dataset: int
    """How many labelled clips the whole data set has."""
    without_file: int
    """How many of those have no clip file, and so could not be drawn."""
    problems: list[str] = Field(default_factory=list)
    """What could not be read of the data set, a sentence a row, in the plan's language."""
    started: datetime
    machine: dict[str, str]
    versions: dict[str, str]
    """Of packages, and of the weights that ship, as a checksum of them all."""
    changed: list[str] = Field(default_factory=list)
    """What became another one while the run went on all the same, a sentence each."""


class Folder:
    """A run on the disk: `meta.json` and `results.jsonl`. Make one with `opened`."""

    def __init__(self, path: Path, meta: Meta, clips: Sequence[LabelledClip]) -> None:
        self.path, self.meta, self.clips = path, meta, clips
        self.results = lines.read(self._lines)

    @property
    def _lines(self) -> Path:
        return self.path / "results.jsonl"

    @property
    def total(self) -> int:
        """How many results there are once all is done."""
        return len(self.clips) * len(self.meta.plan.backends)

    @property
    def failures(self) -> list[Result]:
        """The results that are a sentence and no explanation."""
        return [result for result in self.results if result.error]

    def forget_failures(self) -> int:
        """Take the failures out of the file, that they are tried again; returns how many."""
        kept = [result for result in self.results if not result.error]
        forgotten = len(self.results) - len(kept)
        if forgotten:
            lines.replace(self._lines, kept)
            self.results = kept
        return forgotten

    def run(self, jobs: int = 1, limits: Limits | None = None, *, check: bool = False) -> Sweep:
        """What is not answered yet, ready to go; pass its results through `kept`.

        `check`: whether every answer is held against its clip, as `Sweep` says.
        """
        done = {(result.clip, result.backend) for result in self.results}
        tasks = []
        for clip in self.clips:
            left = [name for name in self.meta.plan.backends if (clip.name, name) not in done]
            if left:
                tasks.append(Task(clip, left))
        return Sweep(tasks, self.meta.plan.request, jobs, limits, check=check)

    def kept(self, sweep: Sweep) -> Iterator[Result]:
        """The results of a sweep, each once it is on the disk."""
        for result in lines.appended(self._lines, sweep.results()):
            self.results.append(result)
            yield result


@contextmanager
def opened(
    path: Path, plan: Plan, dataset: Dataset, *, resume: bool = False, despite: bool = False
) -> Iterator[Folder]:
    """The folder of a run, for this process alone.

    Without `resume` the folder has to be empty or not there yet. With it, a line that a killed run
    left half-written is cut off, and the run goes on with the clips that it was begun with, as
    long as the same is asked for under the same conditions. With `despite` it also goes on where
    options, models, weights, versions or truths are others, and notes which.
    Raises BenchmarkError or BackendError, one sentence, where that can't be.
    """
    clips = drawn(plan, dataset)
    conditions = Conditions.of(plan, clips)
    lock = FileLock(path / ".lock", timeout=0, thread_local=False)  # the page changes threads
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise BenchmarkError(_SAY("folder.busy", path=path)) from error
    except OSError as error:
        raise BenchmarkError(_SAY("folder.no_folder", path=path, why=error.strerror)) from error
    with lock:
        meta_path = path / META
        if resume and meta_path.exists():
            meta = _same(meta_path, plan, conditions, clips, despite=despite)
            lines.write_whole(meta_path, meta.model_dump_json(indent=2) + "\n")
            lines.mend(path / "results.jsonl")
        else:
            meta = _begun(path, plan, conditions, dataset, clips)
            lines.write_whole(meta_path, meta.model_dump_json(indent=2) + "\n")
        yield Folder(path, meta, clips)


def _begun(
    path: Path,
    plan: Plan,
    conditions: Conditions,
    dataset: Dataset,
    clips: Sequence[LabelledClip],
) -> Meta:
    there = {entry.name for entry in path.iterdir() if not entry.name.startswith(".")}
    if META in there:
        raise BenchmarkError(_SAY("folder.going_on", path=path))
    if there:
        raise BenchmarkError(_SAY("folder.not_empty", path=path, meta=META))
    return Meta(
        plan=plan,
        conditions=conditions,
        clips=[clip.name for clip in clips],
        in_dataset=len(dataset.clips),
        without_file=sum(clip.path is None for clip in dataset.clips),
        problems=[problem.text(plan.language) for problem in dataset.problems],
        started=datetime.now(UTC),
        machine=machine.description(),
        versions=versions(),
    )


def _same(
    meta_path: Path,
    plan: Plan,
    conditions: Conditions,
    clips: Sequence[LabelledClip],
    *,
    despite: bool,
) -> Meta:
    """What is to be noted of a run that goes on, if it may: that of its beginning, and changes."""
    try:
        meta = Meta.model_validate_json(meta_path.read_bytes())
    except ValidationError as error:
        raise BenchmarkError(_SAY("folder.foreign", path=meta_path)) from error
    folder, other = meta_path.parent, plan.differences(meta.plan)
    if other:  # another run
        raise BenchmarkError(_SAY("folder.another", folder=folder, what=_listed(other)))
    if meta.clips != [clip.name for clip in clips]:
        raise BenchmarkError(_SAY("folder.clips", title=plan.title, folder=folder))
    now = versions()
    changes = [
        *plan.changes(meta.plan),
        *meta.conditions.changes(conditions),
        *changed_versions(meta.versions, now),
    ]
    if not changes:
        return meta
    if not despite:
        raise BenchmarkError(_SAY("folder.changed", folder=folder, what=_listed(changes)))
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    told = [_SAY("folder.went_on", what=what, when=when).text(plan.language) for what in changes]
    news = {"plan": plan, "conditions": conditions, "versions": now}
    return meta.model_copy(update=news | {"changed": [*meta.changed, *told]})


def _listed(sentences: Sequence[Sentence]) -> Sentence:
    what, *others = sentences
    for other in others:
        what = _SAY("and", first=what, second=other)
    return what
