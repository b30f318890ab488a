"""What a report says, as words and figures that the templates only lay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import backends
from backends.base import Language
from demo.benchmark import dependence, published_figures
from demo.benchmark.conditions import fact_name
from demo.benchmark.measuring import GROUPS
from demo.benchmark.scores import BackendScores, Comparison, Table
from demo.metrics import Score, published
from demo.metrics.intervals import SEED, resamples
from demo.metrics.meanings import meanings
from demo.strings import STRINGS

OF_WHEELS = ("hit_rate", "ew_l1", "m_avg")
"""Metrics whose figures depend on the word table."""

FEW = 30
"""Clips below which a bootstrap says little; a common rule of thumb."""


@dataclass(frozen=True)
class Metric:
    """One block of the leaderboard."""

    key: str
    title: str
    meaning: str
    rows: list[dict[str, Any]]
    """Of the backends: title, score, and what it is over."""
    published: dict[str, list[dict[str, Any]]]
    """Of others: source and remarks → systems with their scores, the best first."""


def figure(value: float, score: Score) -> str:
    """A value of a score, or an end of its interval: per cent, or a judge's rating as it is."""
    return percent(value) if score.is_fraction else f"{value:.2f}"


def percent(fraction: float) -> str:
    """A fraction in per cent, with one decimal."""
    return f"{100 * fraction:.1f}"


def of(table: Table, language: Language) -> dict[str, Any]:
    """Everything that the templates of a report show."""
    groups = [
        {"name": name, "metrics": found}
        for name, keys in GROUPS.items()
        if (found := [m for key in keys if (m := _metric(table, key, language))])
    ]
    plan = table.meta.plan
    return {
        "title": plan.title,
        "lead": _lead(table, language),
        "warnings": [*_warnings(table, language), *table.meta.changed],
        "groups": groups,
        "published_only": list(_published_only(table, groups, language)),
        "comparisons": [_comparison(one, language) for one in table.comparisons],
        "by_emotion": [
            _by_emotion(one, language) for one in table.backends if one.basic and one.ranked
        ],
        "failures": table.failures,
        "answered": len(table.results),
        "cost": list(_cost(table, language)),
        "facts": list(_facts(table, language)),
        "problems": table.meta.problems,
    }


def title(backend: str, language: Language) -> str:
    """What a person calls a backend."""
    return backends.get(backend).card.text("title", language)


def _metric(table: Table, key: str, language: Language) -> Metric | None:
    scores = {one.backend: one.scores[key] for one in table.backends if key in one.scores}
    if all(score.value is None for score in scores.values()):
        return None  # such as a rating that knows English only, of Chinese answers
    theirs = [row for row in published_figures.rows(table) if row.metric == key]
    words = meanings(language)[key]
    return Metric(
        key=key,
        title=words.title,
        meaning=words.meaning,
        rows=[
            {"title": title(name, language), "score": score, "sample": _sample(score, language)}
            for name, score in _ranked(table, scores, language).items()
        ],
        published=published_figures.by_source(theirs),
    )


def _ranked(table: Table, scores: dict[str, Score], language: Language) -> dict[str, Score]:
    """The scores, without the figures of a backend that explains nothing, which would mislead."""
    unranked = {one.backend for one in table.backends if not one.ranked}
    hidden = {"value": None, "interval": None, "needs": STRINGS[language]["bench_unranked"]}
    return {
        name: score.model_copy(update=hidden) if name in unranked else score
        for name, score in scores.items()
    }


def _sample(score: Score, language: Language) -> str:
    """What a score is over, and whose it is: clips, those left out and why, the judge."""
    t = STRINGS[language]
    said = [t["bench_sample"].format(n=score.clips)]
    if score.skipped:
        said.append(t["bench_skipped"].format(n=score.skipped))
    if score.unparsed:
        said.append(t["bench_unparsed"].format(n=score.unparsed))
    if score.value is not None and score.interval is None:
        said.append(t["bench_one_clip" if score.clips == 1 else "bench_alike"])
    if score.judge:
        said.append(t["bench_judge"].format(judge=score.judge))
    return " ".join(said)


def _published_only(
    table: Table, groups: Sequence[dict[str, Any]], language: Language
) -> Iterator[Metric]:
    """Published figures for this data set in metrics that have no score of ours to stand beside."""
    ours = {metric.key for group in groups for metric in group["metrics"]}
    by_metric: dict[str, list[published.Row]] = {}
    for row in published_figures.rows(table):
        if row.metric not in ours:
            by_metric.setdefault(row.metric, []).append(row)
    for key, rows in by_metric.items():
        known = meanings(language).get(key)
        yield Metric(
            key=key,
            title=known.title if known else STRINGS[language][f"bench_{key}"],
            meaning=known.meaning if known else STRINGS[language][f"bench_{key}_meaning"],
            rows=[],
            published=published_figures.by_source(rows),
        )


def _lead(table: Table, language: Language) -> str:
    t, plan = STRINGS[language], table.meta.plan
    sentence = t["bench_lead" if plan.limit else "bench_all_clips"]
    return sentence.format(
        clips=len(table.meta.clips),
        all=table.meta.in_dataset,
        backends=t["list_comma"].join(title(one, language) for one in plan.backends),
        modalities=_modalities(table, language),
        seed=plan.seed,
    )


def _modalities(table: Table, language: Language) -> str:
    t = STRINGS[language]
    return t["list_comma"].join(t[f"{one}_switch"].lower() for one in table.meta.plan.modalities)


def _warnings(table: Table, language: Language) -> Iterator[str]:
    """What must be known before any figure is read."""
    t, meta = STRINGS[language], table.meta
    total = len(meta.clips) * len(meta.plan.backends)
    if len(table.results) < total:
        yield t["bench_partial"].format(done=len(table.results), total=total)
    if 0 < table.clips < FEW:
        yield t["bench_few"].format(n=table.clips)
    for name in meta.plan.backends:
        if meta.plan.dataset in backends.get(name).card.trained_on:  # scores there flatter
            yield t["bench_seen"].format(title=title(name, language))
    yield from dependence.warnings(meta.plan.dataset, meta.clips, language)
    if table.asked_for:
        yield t["bench_asked_for"].format(n=table.asked_for, of=len(meta.clips))
    if table.failures:
        sentence = t["bench_failures_meaning"]
        yield sentence.format(n=len(table.failures), of=len(table.results))
    for one in table.backends:
        for state, n in one.unnamed.items():
            sentence = t[f"bench_{state.replace(' ', '_')}"]
            yield sentence.format(title=title(one.backend, language), n=n, of=one.answers)
    if table.own_words and any(row.metric in OF_WHEELS for row in published_figures.rows(table)):
        yield t["bench_wheels"]
    if meta.without_file:
        yield t["bench_without_file"].format(n=meta.without_file)


def _comparison(one: Comparison, language: Language) -> dict[str, Any]:
    t, paired = STRINGS[language], one.paired
    in_percent = meanings(language)[one.metric].is_fraction

    def signed(value: float) -> str:
        return f"{100 * value:+.1f}" if in_percent else f"{value:+.2f}"

    interval, verdict = "–", "bench_ahead_here" if paired.difference else "bench_level"
    if paired.interval:
        interval = f"{signed(paired.interval.low)} … {signed(paired.interval.high)}"
        apart = paired.interval.low > 0 or paired.interval.high < 0
        verdict = "bench_ahead" if apart else "bench_level"
    ahead = one.first if paired.difference > 0 else one.second
    return {
        "title": meanings(language)[one.metric].title,
        "first": title(one.first, language),
        "second": title(one.second, language),
        "difference": signed(paired.difference),
        "interval": interval,
        "clips": paired.clips,
        "verdict": t[verdict].format(backend=title(ahead, language)),
    }


def _by_emotion(one: BackendScores, language: Language) -> dict[str, Any]:
    """Precision and recall by emotion, and who is taken for whom."""
    t, basic = STRINGS[language], one.basic
    assert basic is not None  # `of` asks only where there is one
    word = {label: t.get(f"word_{label}", label) for label in basic.labels}
    confusion = [
        {
            "word": word[label],
            "cells": [
                {"n": int(n), "share": n / max(row.sum(), 1), "right": column == index}
                for column, n in enumerate(row)
            ],
        }
        for index, (label, row) in enumerate(zip(basic.labels, basic.confusion, strict=True))
    ]
    return {
        "title": title(one.backend, language),
        "emotions": [{"word": word[w], "scores": s} for w, s in basic.per_emotion.items()],
        "columns": [*word.values(), t["bench_other"]],
        "confusion": confusion,
    }


def _cost(table: Table, language: Language) -> Iterator[tuple[str, str]]:
    t, cost = STRINGS[language], table.cost
    figures = {
        "throughput": cost.clips_a_minute,
        "wall": cost.wall_a_clip,
        "cpu": cost.cpu_a_clip,
        "memory": cost.peak_memory and cost.peak_memory / 1e9,
    }
    for name, value in figures.items():
        if value is not None:
            yield t[f"bench_{name}"], t[f"bench_{name}_value"].format(n=value)
    for one in table.backends:
        if one.seconds is not None:
            name = t["bench_median"].format(backend=title(one.backend, language))
            yield name, t["bench_median_value"].format(n=one.seconds)


def _facts(table: Table, language: Language) -> Iterator[tuple[str, str]]:
    """How to run the same again; what a backend depends on stands beside its title."""
    t, meta = STRINGS[language], table.meta
    plan, comma = meta.plan, STRINGS[language]["list_comma"]
    facts = {
        "dataset": plan.title,
        "backends": comma.join(plan.backends),
        "draw": t["bench_fact_draw_value"].format(n=plan.limit, seed=plan.seed)
        if plan.limit
        else t["bench_fact_draw_all"],
        "modalities": _modalities(table, language),
        "options": comma.join(f"{name}={value}" for name, value in plan.options.items())
        or t["bench_fact_options_none"],
        "language": plan.language,
        "subtitles": t["bench_fact_subtitles_value"].format(n=table.subtitled, of=len(meta.clips)),
        "wheels": table.words,
        "judge": table.judge or t["bench_fact_judge_none"],
        "interval": t["bench_fact_interval_value"].format(n=resamples(table.clips), seed=SEED),
        "started": f"{meta.started:%Y-%m-%d %H:%M} UTC",
        "machine": comma.join(
            t["bench_cores"].format(n=value) if name == "cores" else value
            for name, value in meta.machine.items()
        ),
        "versions": comma.join(
            f"{fact_name(name, language)} {version}" for name, version in meta.versions.items()
        ),
    }
    for name, value in facts.items():
        yield t[f"bench_fact_{name}"], value
    for name, found in meta.conditions.backends.items():
        if found:
            yield (
                title(name, language),
                " · ".join(f"{fact_name(what, language)}: {told}" for what, told in found.items()),
            )
