"""What is asked of whom: the arguments that decide every answer, and which clips are drawn."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from backends.backend import Request
from backends.base import Language, Modality, Rationale
from backends.words import Sentence, Words
from demo.benchmark import BenchmarkError
from demo.ground_truth import GroundTruth, GroundTruthError, datasets, gallery
from demo.ground_truth.datasets import Dataset, LabelledClip

_SAY = Words(__file__)

GALLERY = "gallery"
"""The project's own clips as a small data set, so that there always is one."""


def kinds() -> list[str]:
    """The kinds of data set that a benchmark can be run over."""
    return [*datasets.DATASETS, GALLERY]


class Plan(BaseModel):
    """A benchmark as it was asked for. Two runs with equal plans answer the same questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: str
    root: str
    """The data set's folder; empty for the gallery."""
    backends: tuple[str, ...] = Field(min_length=1)
    language: Language = "en"
    modalities: tuple[Modality, ...] = tuple(Modality)
    options: dict[str, str] = Field(default_factory=dict)
    """How backends answer; see `Request.options`."""
    limit: int | None = Field(default=None, ge=1)
    """At most so many clips; None: all."""
    seed: int = 0
    """Of the draw of the clips."""

    @property
    def request(self) -> Request:
        """How every clip is to be explained."""
        return Request(self.language, frozenset(self.modalities), self.options)

    @property
    def title(self) -> str:
        """The data set as a person names it: its kind and the folder's name."""
        return f"{self.dataset} · {Path(self.root).name}" if self.root else self.dataset

    def differences(self, other: Plan) -> list[Sentence]:
        """The arguments that make another run of it, in words that follow “another”."""
        return [
            _SAY(f"differs.{name}")
            for name in Plan.model_fields
            if name not in ("options", "root") and getattr(self, name) != getattr(other, name)
        ]

    def changes(self, before: Plan) -> list[Sentence]:
        """What else is asked for otherwise than before, in such words."""
        found = [_SAY("differs.root")] if self.root != before.root else []
        for name in sorted({*before.options, *self.options}):
            was, now = (one.options.get(name) or _SAY("differs.nothing") for one in (before, self))
            if was != now:
                found.append(_SAY("differs.option", name=name, before=was, after=now))
        return found


def label_of(truth: GroundTruth) -> str | None:
    """The basic emotion that is true of a clip: its label, else what the actor was asked for."""
    return truth.label or truth.intended


def read(plan: Plan) -> Dataset:
    """The whole data set of a plan.

    Raises BenchmarkError or GroundTruthError, one sentence, where it can't be read.
    """
    if plan.dataset == GALLERY:
        truths = ((path, gallery.of(path.stem, plan.language)) for path in gallery.clips())
        clips = [LabelledClip(path.stem, path, truth) for path, truth in truths if truth]
        return Dataset(GALLERY, clips, [])
    return datasets.read(plan.dataset, Path(plan.root), plan.language)


def drawn(plan: Plan, dataset: Dataset) -> list[LabelledClip]:
    """The clips of the plan, sorted by name: all that have a file, or a stratified draw of them.

    Each label has the share that it has in the data set, to within one clip, and at least one clip
    where `limit` allows it. The same plan draws the same clips.
    Raises BenchmarkError where no clip has a file.
    """
    there = [clip for clip in dataset.clips if clip.path is not None]
    if not there:
        raise BenchmarkError(_SAY("plan.no_file", n=len(dataset.clips), title=plan.title))
    if plan.limit is None:
        return there
    return sorted(_stratified(there, plan.limit, plan.seed), key=lambda clip: clip.name)


def _stratified(clips: Sequence[LabelledClip], n: int, seed: int) -> list[LabelledClip]:
    """`n` clips: the first of each label, then each label's at equal steps through the rest."""
    draw = random.Random(seed)
    by_label: dict[str, list[LabelledClip]] = defaultdict(list)
    for clip in clips:
        by_label[label_of(clip.truth) or ""].append(clip)
    turns: list[tuple[float, float, LabelledClip]] = []
    for _, same in sorted(by_label.items()):
        draw.shuffle(same)
        for i, clip in enumerate(same):
            turn = (i + 0.5) / len(same) if i else 0.0
            turns.append((turn, draw.random(), clip))
    turns.sort(key=lambda turn: turn[:2])
    return [clip for _, _, clip in turns[:n]]


def recognised(root: Path) -> str | None:
    """The first kind of data set whose reader finds more than subtitles there; None for none."""
    for kind in datasets.DATASETS:
        try:
            clips = datasets.read(kind, root).clips
        except GroundTruthError:
            continue
        if any(clip.truth.emotions or clip.truth.rationale != Rationale() for clip in clips):
            return kind
    return None
