"""Run backends over a labelled data set: `python -m demo.benchmark --dataset KIND --root DIR`.

Exit codes: 0 done; 2 bad use, or a data set, folder or judge that can't be used; 1 a backend failed
on a clip, or the run or the scoring broke off; 130 it was interrupted (Ctrl-C).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm  # type: ignore[import-untyped]

import backends
from backends.base import Modality
from backends.clip import Limits
from backends.errors import EmerError
from backends.interrupt import INTERRUPTED
from backends.words import Words
from demo.benchmark import BenchmarkError, folder, plan, report, scores
from demo.benchmark.folder import Folder
from demo.benchmark.measuring import Measuring
from demo.benchmark.plan import GALLERY, Plan
from demo.command import (
    BAD_INPUT,
    DONE,
    FAILED,
    add_backends,
    add_language,
    add_max_seconds,
    backends_of,
    modalities,
    option,
    refused,
    run_command,
    unwritten,
)
from demo.metrics.judge import MODEL, NEEDED, URL, Judge, JudgeError
from demo.metrics.wheels import WordTable, own, published

_SAY = Words(__file__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.root is None) != (options.dataset == GALLERY):
        parser.error("--root DIR says where the data set lies (the gallery needs none).")
    try:
        asked = _plan(options)
        words = published(options.wheels) if options.wheels else own()
        judge = _judge() if options.judge else None
        dataset = plan.read(asked)
        resume, despite = options.resume or options.despite_changes, options.despite_changes
        with folder.opened(options.out, asked, dataset, resume=resume, despite=despite) as opened:
            for sentence in opened.meta.changed:
                print(sentence, file=sys.stderr)
            if options.retry_failed:
                print(f"{opened.forget_failures()} failures are tried again.", file=sys.stderr)
            limits = Limits(max_seconds=options.max_seconds)
            return _benchmark(opened, words, judge, options.jobs, limits, options.fact_check)
    except EmerError as error:
        return refused(error, options.language)
    except OSError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo.benchmark",
        description="Run backends over a labelled data set: a table with intervals, resumable.",
    )
    add = parser.add_argument
    add(
        "--dataset",
        required=True,
        choices=plan.kinds(),
        metavar="KIND",
        help=f"of {', '.join(plan.kinds())}",
    )
    add("--root", type=Path, metavar="DIR", help="where the data set lies")
    add_backends(parser)
    add("--out", type=Path, required=True, metavar="DIR", help="where the results go")
    add("--limit", type=_positive, metavar="N", help="so many clips, every label with its share")
    add("--jobs", type=_positive, default=1, metavar="N", help="clips in flight at once; default 1")
    add("--resume", action="store_true", help="go on with the run in --out")
    add(
        "--despite-changes",
        action="store_true",
        help="go on though options, models, weights, versions or truths changed; it is noted",
    )
    add("--retry-failed", action="store_true", help="with --resume: ask again where it failed")
    add_language(parser)
    add_max_seconds(parser)
    add(
        "--modalities",
        type=modalities,
        default=frozenset(Modality),
        metavar="LIST",
        help="what may be used, of visual,acoustic,lexical (default: all)",
    )
    add(
        "--option",
        type=option,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="how a backend answers, e.g. mode=labels or frames=16; may be given several times",
    )
    add(
        "--judge",
        action="store_true",
        help=f"ask the judge that {URL} and {MODEL} name: truths and answers are sent there",
    )
    add(
        "--fact-check",
        action="store_true",
        help="hold all reasons against the clips, each measured once; default: where cascade runs",
    )
    add("--wheels", type=Path, metavar="DIR", help="published emotion wheels; default: our own")
    add("--seed", type=int, default=0, metavar="N", help="of the draw of --limit; default 0")
    return parser  # fmt: skip


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 up")
    return int(text)


def _plan(options: argparse.Namespace) -> Plan:
    """Raises UnknownBackend, UnknownOption, or BenchmarkError where a backend can't be used."""
    names = backends_of(options)
    for name in names:
        if missing := backends.get(name).missing(options.language):
            raise BenchmarkError(_SAY("plan.not_ready", name=name, missing=missing[0]))
    backends.check_options(names, dict(options.option))
    return Plan(
        dataset=options.dataset,
        root=str(options.root.resolve()) if options.root else "",
        backends=names,
        language=options.language,
        modalities=tuple(one for one in Modality if one in options.modalities),
        options=dict(options.option),
        limit=options.limit,
        seed=options.seed,
    )


def _judge() -> Judge:
    """Raises BenchmarkError where none is named, JudgeError where it can't be one."""
    judge = Judge.from_environment()
    if judge is None:
        raise BenchmarkError(_SAY("plan.needs_judge", needed=NEEDED))
    return judge


def _benchmark(
    opened: Folder,
    words: WordTable,
    judge: Judge | None,
    jobs: int,
    limits: Limits,
    check: bool,
) -> int:
    """Run, score and report; returns the exit code."""
    if judge:
        n = len(opened.clips) + opened.total
        print(
            f"{n} texts go to {judge.name} at {judge.host}: the ground truths of "
            f"{len(opened.clips)} clips and {opened.total} answers, once these are there.",
            file=sys.stderr,
        )
    try:
        whole = _run(opened, jobs, limits, check)
        judged = _write(opened, words, judge if whole else None)
    except EmerError as error:
        return refused(error, opened.meta.plan.language, FAILED)
    except OSError as error:
        print(unwritten(error), file=sys.stderr)
        return FAILED
    if not whole:
        return INTERRUPTED
    return DONE if judged and not opened.failures else FAILED


def _run(opened: Folder, jobs: int, limits: Limits, check: bool) -> bool:
    """Ask everything that is left; False if the person has had enough of it before the end."""
    sweep = opened.run(jobs, limits, check=check)
    title = opened.meta.plan.title
    with tqdm(total=opened.total, initial=len(opened.results), desc=title, unit="answer") as bar:
        try:
            for result in opened.kept(sweep):
                bar.update()
                if result.error:
                    bar.write(f"{result.clip} {result.backend}: {result.error}", file=sys.stderr)
        except KeyboardInterrupt:
            sweep.stop()
            bar.write("Interrupted; --resume goes on from here.", file=sys.stderr)
            return False
    return True


def _write(opened: Folder, words: WordTable, judge: Judge | None) -> bool:
    """Score and report; False if there is a judge and it could not be asked: it is left out then,
    since the answers are worth a report without it."""
    language, asked = opened.meta.plan.language, True
    try:
        table = scores.table(opened, Measuring(words, language, judge))
    except JudgeError as error:
        told = error.text(language)
        print(f"{told} The report is written without the judge.", file=sys.stderr)
        table, asked = scores.table(opened, Measuring(words, language)), False
    report.write(opened.path, table)
    print(report.text(table))
    return asked


if __name__ == "__main__":
    run_command(main)
