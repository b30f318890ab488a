"""Results → what is shown of them: scores with intervals, differences, confusions, failures.

Scores are over the clips that every backend has answered, so that all stand on the same clips while
a run goes on as at its end. A failure is an answer too, an empty one. Of these clips a metric may
leave some out by its own definition, and a judge's answer may not be readable: so each score has
its own number of clips, and a difference is over the clips that count for both backends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from statistics import median

import backends
from backends.base import Explanation, State
from demo.benchmark.folder import Folder, Meta
from demo.benchmark.measuring import Measuring, Sample, basic_of
from demo.benchmark.results import Result
from demo.benchmark.throughput import Cost
from demo.metrics import Score
from demo.metrics.agreement import is_asked_for
from demo.metrics.basic import Basic
from demo.metrics.intervals import Paired
from demo.metrics.measured import compared, scores
from demo.metrics.wheels import own


@dataclass(frozen=True)
class BackendScores:
    """Everything about one backend."""

    backend: str
    scores: dict[str, Score]
    """Key of the metric → score."""
    basic: Basic | None
    """By emotion, with the confusions; None where the data set has no labels."""
    answers: int
    """Of all clips that it has answered by now, failures and all."""
    failures: int
    ranked: bool
    """Whether its scores stand beside others: not those of a backend that explains nothing."""
    unnamed: Mapping[State, int]
    """Answers that name no emotion, by why; failures are not among them."""
    seconds: float | None
    """Median of what an answer took, while others were at work; None before the first answer."""


@dataclass(frozen=True)
class Comparison:
    """Two backends in one metric, on the same clips."""

    metric: str
    first: str
    second: str
    paired: Paired


@dataclass(frozen=True)
class Table:
    """A benchmark as far as it has come."""

    meta: Meta
    subtitled: int
    """For how many clips the backends are given what is said."""
    asked_for: int
    """Of how many clips the label is what an actor was asked for."""
    clips: int
    """How many clips every backend has answered: of these are the scores."""
    backends: list[BackendScores]
    comparisons: list[Comparison]
    results: list[Result]
    cost: Cost
    words: str
    """Name of the word table behind the emotion wheels."""
    own_words: bool
    """Whether that is this project's own, not the published one."""
    judge: str | None
    """Model and host of the judge that was asked; None where none was."""

    @property
    def failures(self) -> list[Result]:
        """The results that are a sentence and no explanation."""
        return [result for result in self.results if result.error]


def table(folder: Folder, measuring: Measuring) -> Table:
    """Score what there is in a folder. Raises JudgeError where a judge can't be asked."""
    plan = folder.meta.plan
    by_backend = {name: _samples(folder, name) for name in plan.backends}
    complete = set.intersection(*({s.clip for s in samples} for samples in by_backend.values()))
    counted = {
        name: [sample for sample in samples if sample.clip in complete]
        for name, samples in by_backend.items()
    }
    measured = {
        name: {one.metric: one for one in measuring.measure(samples)} if complete else {}
        for name, samples in counted.items()
    }
    ranked = [name for name in plan.backends if backends.get(name).card.explains]
    comparisons = [
        Comparison(metric, first, second, paired)
        for first, second in combinations(ranked, 2)
        for metric, one in measured[first].items()
        if (other := measured[second].get(metric)) and (paired := compared(one, other))
    ]
    scored = []
    for name in plan.backends:
        results = [result for result in folder.results if result.backend == name]
        answers = [result for result in results if result.explanation]
        scored.append(
            BackendScores(
                backend=name,
                scores={one.metric: one for one in scores(list(measured[name].values()))},
                basic=basic_of(counted[name]),
                answers=len(results),
                failures=len(results) - len(answers),
                ranked=name in ranked,
                unnamed=Counter(r.state for r in answers if r.state and not r.words),
                seconds=median(r.seconds for r in answers) if answers else None,
            )
        )
    results = sorted(folder.results, key=lambda result: (result.clip, result.backend))
    return Table(
        meta=folder.meta,
        subtitled=sum(clip.truth.subtitle is not None for clip in folder.clips),
        asked_for=sum(is_asked_for(clip.truth) for clip in folder.clips),
        clips=len(complete),
        backends=scored,
        comparisons=comparisons,
        results=results,
        cost=Cost.of(results),
        words=measuring.words.name,
        own_words=measuring.words is own(),
        judge=f"{judge.name} ({judge.host})" if (judge := measuring.judge) else None,
    )


def _samples(folder: Folder, backend: str) -> list[Sample]:
    """What there is to score of one backend, in the order of the clips."""
    said = {result.clip: result for result in folder.results if result.backend == backend}
    return [
        Sample(
            clip.name,
            clip.truth,
            said[clip.name].explanation or Explanation(clip=clip.name, backend=backend),
        )
        for clip in folder.clips
        if clip.name in said
    ]
