"""The metrics over many clips: from what each can be computed, and how it is made of rows by clip.

Metrics of one family are computed together (the three of the set level share one grouping). Titles
and meanings stand in `meanings.py`, definitions in each metric's own file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Literal, TypeVar

import numpy as np

from backends.base import Claim, Language
from demo.ground_truth.rationale_parts import split
from demo.metrics.basic import by_clip, statistics
from demo.metrics.cue_overlap import clip_score
from demo.metrics.emotion_wheel import ew_l1, hit_rate, m_avg, mean_f, mean_hits
from demo.metrics.grounding import KEYS as GROUNDING
from demo.metrics.grounding import grounding
from demo.metrics.intervals import Statistic, Values
from demo.metrics.judge import Judge, RequestRefused
from demo.metrics.judged import HIGHEST, LOWEST, Judged, clue_overlap, group_words, label_overlap
from demo.metrics.measured import Measured, Row
from demo.metrics.set_level import Grouping, set_level
from demo.metrics.wheels import WordTable

Column = Literal["words", "label", "rationale", "claims"]
"""What a table may tell of a clip: a field of `Told`."""

SHARES = ("accuracy", "top2")
"""Metrics in which each clip is right or wrong."""

QUESTIONS_AT_ONCE = 8
"""Clips that a judge is asked about at the same time."""
PATIENCE = 0.25
"""Seconds after which Ctrl-C is looked for, which ends no longer wait on every system."""


@dataclass(frozen=True)
class Told:
    """What one side tells of a clip; empty where it tells nothing."""

    words: tuple[str, ...] = ()
    """Open-vocabulary emotions, strongest first."""
    label: str = ""
    rationale: str = ""
    claims: tuple[Claim, ...] = ()
    """What the rationale claims, held against its clip; empty where that was not asked for."""

    def emotions(self, first: Literal["words", "label"]) -> tuple[str, ...]:
        """The words, a label being one; where there are both, what `first` says."""
        label = (self.label,) if self.label else ()
        return self.words or label if first == "words" else label or self.words


@dataclass(frozen=True)
class Pair:
    """One clip: what is true and what was said of it."""

    truth: Told
    said: Told


@dataclass(frozen=True)
class Tools:
    """What metrics need beyond the clips."""

    words: WordTable
    groups: Grouping | None
    """Which words the set level takes as one; None: a judge says so, clip by clip."""
    judge: Judge | None = None
    language: Language = "en"
    """Of the rationales, and of what a judge is asked."""


@dataclass(frozen=True)
class Family:
    """Metrics that are computed together from certain columns."""

    keys: tuple[str, ...]
    truth: tuple[Column, ...]
    """Any of these columns of the truth will do; the first that is there is used. None of them: no
    truth is needed, but the clips."""
    said: tuple[Column, ...]
    """The same of the predictions."""
    measure: Callable[[Sequence[Pair], Tools], Iterable[Measured]]
    by: Literal["wheels", "own table", "groups", "judge", ""] = ""
    """What decides which words or texts are alike."""


def _hit_rate(pairs: Sequence[Pair], tools: Tools) -> Iterable[Measured]:
    labels = [pair.truth.label for pair in pairs]
    hits = hit_rate(tools.words, labels, [pair.said.emotions("words") for pair in pairs])
    yield Measured("hit_rate", _counted(hits.wheels.rows), mean_hits)


def _wheels(pairs: Sequence[Pair], tools: Tools) -> Iterable[Measured]:
    truths, said = _words(pairs)
    yield Measured("ew_l1", _counted(ew_l1(tools.words, truths, said).rows), mean_f)
    rows = m_avg(tools.words, truths, said).rows  # M1, M2 and the wheels, three columns each
    yield Measured("m_avg", _counted(rows), mean_f)
    yield Measured("m1", _counted(rows[:, :3]), mean_f)
    yield Measured("m2", _counted(rows[:, 3:6]), mean_f)


def _counted(rows: Values) -> list[Row]:
    """Rows of a wheel score; None for a clip that no grouping counts."""
    counts = np.any(rows[:, 2::3], axis=1)
    return [row if counted else None for row, counted in zip(rows.tolist(), counts, strict=True)]


def _basic(pairs: Sequence[Pair], _: Tools) -> Iterable[Measured]:
    labelled = [index for index, pair in enumerate(pairs) if pair.truth.label]
    rows: list[Row] = [None] * len(pairs)
    labels: tuple[str, ...] = ()
    if labelled:
        rankings = [pairs[index].said.emotions("label") for index in labelled]
        labels, found = by_clip([pairs[index].truth.label for index in labelled], rankings)
        for index, row in zip(labelled, found.tolist(), strict=True):
            rows[index] = row
    for key, statistic in statistics(len(labels)).items():
        yield Measured(key, rows, statistic, is_share=key in SHARES)


def _set_level(pairs: Sequence[Pair], tools: Tools) -> Iterable[Measured]:
    truths, said = _words(pairs)
    rows: list[Row]
    judge, unread = None, 0
    if tools.groups:
        rows = list(set_level(tools.groups, truths, said).per_clip)
    else:
        judge = _needed(tools.judge)
        ask = partial(group_words, language=tools.language)
        both = [(true, words) for true, words in zip(truths, said, strict=True) if true]
        groups = _each(judge, ask, [{*true, *words} for true, words in both])
        unread = groups.count(None)
        found = (
            None if group is None else set_level(group, [true], [words]).per_clip[0]
            for group, (true, words) in zip(groups, both, strict=True)
        )
        rows = [next(found) if true else None for true in truths]
    parts: dict[str, Statistic] = {
        "set_accuracy": lambda means: means[..., 0],
        "set_recall": lambda means: means[..., 1],
        "set_average": lambda means: means.mean(axis=-1),
    }
    name = judge.name if judge else None
    for key, statistic in parts.items():
        yield Measured(key, rows, statistic, unparsed=unread, judge=name)


def _cues(pairs: Sequence[Pair], tools: Tools) -> Iterable[Measured]:
    def score(pair: Pair) -> float | None:
        true, said = (split(told.rationale, tools.language) for told in (pair.truth, pair.said))
        return clip_score(true, pair.truth.words, said, pair.said.words)

    found = map(score, pairs)
    yield Measured("cue_overlap", [None if value is None else (value,) for value in found])


def _clue_overlap(pairs: Sequence[Pair], tools: Tools) -> Iterable[Measured]:
    texts = [(pair.truth.rationale, pair.said.rationale) for pair in pairs]
    yield _judged("clue_overlap", clue_overlap, texts, tools)


def _label_overlap(pairs: Sequence[Pair], tools: Tools) -> Iterable[Measured]:
    def text(told: Told) -> str:
        return told.rationale or ", ".join(told.emotions("words"))

    texts = [(text(pair.truth), text(pair.said)) for pair in pairs]
    yield _judged("label_overlap", label_overlap, texts, tools)


def _judged(
    key: str,
    metric: Callable[[Judge, str, str, Language], Judged],
    texts: Sequence[tuple[str, str]],
    tools: Tools,
) -> Measured:
    judge = _needed(tools.judge)
    asked = [both for both in texts if both[0].strip()]
    rated = _each(judge, lambda one, both: metric(one, *both, tools.language).score, asked)
    found = iter(rated)
    scores = [next(found) if true.strip() else None for true, _ in texts]
    rows: list[Row] = [None if score is None else (score,) for score in scores]
    unread = rated.count(None)
    return Measured(
        key,
        rows,
        scale=(LOWEST, HIGHEST),
        is_fraction=False,
        unparsed=unread,
        judge=judge.name,
    )


def _grounding(pairs: Sequence[Pair], _: Tools) -> Iterable[Measured]:
    return grounding([pair.said.claims or None for pair in pairs])


def _words(pairs: Sequence[Pair]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    sides = [(pair.truth.emotions("words"), pair.said.emotions("words")) for pair in pairs]
    return [true for true, _ in sides], [said for _, said in sides]


def _needed(judge: Judge | None) -> Judge:
    if judge is None:
        raise ValueError("this metric needs a judge")
    return judge


Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def _each(
    judge: Judge, ask: Callable[[Judge, Asked], Answer | None], questions: Sequence[Asked]
) -> list[Answer | None]:
    """The answers in order, several asked at once; None where the judge gave none that can be read.

    A question that it refuses has no answer either; the first other failure ends the asking, and so
    does Ctrl-C: what is asked then is broken off. Raises JudgeError where it fails, and where every
    question is refused.
    """
    refusals: list[RequestRefused] = []
    over = Event()
    judge = judge.until(over)

    def answer(question: Asked) -> Answer | None:
        try:
            return ask(judge, question)
        except RequestRefused as refusal:
            refusals.append(refusal)
            return None

    pool = ThreadPoolExecutor(QUESTIONS_AT_ONCE)
    try:
        asked = [pool.submit(answer, question) for question in questions]
        waiting: Collection[Future[Answer | None]] = asked
        while waiting:
            done, waiting = wait(waiting, PATIENCE, FIRST_EXCEPTION)
            for one in done:
                one.result()  # raises a failure, though others that were asked before still wait
        answers = [one.result() for one in asked]
    finally:
        over.set()
        pool.shutdown(cancel_futures=True)
    if refusals and len(refusals) == len(questions):
        raise refusals[0]
    return answers


WORDS: tuple[Column, ...] = ("words", "label")
TEXTS: tuple[Column, ...] = ("rationale", "words")
BASIC_KEYS = ("accuracy", "uar", "weighted_f1", "top2")
FAMILIES = (
    Family(("hit_rate",), ("label",), WORDS, _hit_rate, "wheels"),
    Family(BASIC_KEYS, ("label",), ("label", "words"), _basic, "own table"),
    Family(("ew_l1", "m_avg", "m1", "m2"), ("words",), WORDS, _wheels, "wheels"),
    Family(("set_accuracy", "set_recall", "set_average"), ("words",), WORDS, _set_level, "groups"),
    Family(("cue_overlap",), ("rationale",), ("rationale",), _cues),
    Family(("clue_overlap",), ("rationale",), ("rationale",), _clue_overlap, "judge"),
    Family(("label_overlap",), TEXTS, TEXTS, _label_overlap, "judge"),
    Family(GROUNDING, (), ("claims",), _grounding),
)
FAMILY_OF = {key: family for family in FAMILIES for key in family.keys}
"""Key of every metric → its family, in the order in which scores are shown."""


def measure(
    keys: Sequence[str],
    pairs: Sequence[Pair],
    tools: Tools,
    began: Callable[[str], object] | None = None,
) -> list[Measured]:
    """The metrics of these keys over the clips, in the order of `FAMILY_OF`.

    `began` is told the keys of each family when it is its turn: many clips take a while.
    Raises JudgeError or BackendError, one sentence, where a judge or the weights of the sentence
    embedding can't be had; ValueError where a metric needs a judge and there is none.
    """
    found: list[Measured] = []
    for family in dict.fromkeys(family for key, family in FAMILY_OF.items() if key in keys):
        if began:
            began(", ".join(key for key in family.keys if key in keys))
        found += family.measure(pairs, tools)
    return [one for one in found if one.metric in keys]
