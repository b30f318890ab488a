"""Score predictions against the truth: `python -m demo.score --truth FILE --predictions FILE...`.

Two tables, `name,openset`, `name,reason` or a basic label each; no model runs, except the judge of
a judged metric. With `--clips DIR` instead of `--truth`, reasons are held against the clips, which
are measured (`score_clips.py`). Exit codes: 0 done; 2 bad use or a file that can't be used; 1 a
judge failed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from tqdm import tqdm  # type: ignore[import-untyped]

from backends.base import Language
from backends.errors import EmerError
from backends.reading.emotion_list import EmotionList
from backends.reading.sentence_model import READS
from backends.words import Sentence
from demo import score_clips
from demo.command import BAD_INPUT, DONE, FAILED, add_language, given, refused, run_command
from demo.ground_truth import predictions
from demo.ground_truth.codes import Kind
from demo.ground_truth.predictions import Predictions
from demo.metrics import published
from demo.metrics.grounding import KEYS as GROUNDING
from demo.metrics.judge import NEEDED, Judge
from demo.metrics.measured import scores
from demo.metrics.over_clips import FAMILY_OF, Column, Pair, Told, Tools, measure
from demo.metrics.set_level import first_group, grouped_by
from demo.metrics.wheels import own
from demo.metrics.wheels import published as published_wheels
from demo.score_text import Scored, ScoreError, json_lines, mean, notes, published_rows, tables
from demo.strings import COMMANDS

JUDGE = "judge"
"""What `--groups` takes for "let the judge group the words of each clip"."""

NAMED_PROBLEMS = 3
"""How many of a file's problems are told, each in a line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(given(arguments))
    if options.clips:
        return score_clips.run(options)
    code = BAD_INPUT
    with tqdm(disable=None, leave=False, bar_format="{desc} [{elapsed}]") as bar:  # on a terminal
        try:
            if options.truth is None:
                raise ScoreError(COMMANDS("score.no_truth"))
            judge = Judge.from_environment() if _asks_a_judge(options) else None
            tools, grouping = _tools(options, judge)
            truth = _read(options.truth, options.language, bar)
            said = {
                str(path): _read(path, options.language, bar, truth) for path in options.predictions
            }
            keys = {path: _keys(options, truth, said[path], path, judge) for path in said}
            code = FAILED  # what goes wrong from here on is no bad use
            found = [
                _scored(keys[path], truth, said[path], path, tools, grouping, bar) for path in said
            ]
        except EmerError as error:
            bar.clear()
            return refused(error, options.language, code)
    for sentence in (note for one in found for note in notes(one, options.language)):
        print(sentence, file=sys.stderr)
    if options.json:
        told = [*found, mean(found)] if len(found) > 1 else found
        print(*(line for one in told for line in json_lines(one)), sep="\n")
        return DONE
    print(tables(options.truth.name, found, options.language))
    if options.published:
        print(published_rows(options.published, options.language))
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo.score", description=__doc__)
    against = parser.add_mutually_exclusive_group()
    against.add_argument("--truth", type=Path, metavar="FILE", help="CSV table")
    against.add_argument(
        "--clips", type=Path, metavar="DIR",
        help=f"folder of the clips that reasons are held against: {', '.join(GROUNDING)}",
    )  # fmt: skip
    parser.add_argument(
        "--predictions", type=Path, nargs="+", action="extend", required=True, metavar="FILE",
        help="CSV tables, matched with the truth by name; several are also averaged",
    )  # fmt: skip
    parser.add_argument(
        "--metrics", type=_listed, default=[], metavar="NAME,...",
        help=f"of {', '.join(FAMILY_OF)}; default: all that the columns allow without a judge",
    )  # fmt: skip
    parser.add_argument(
        "--wheels", type=Path, metavar="DIR",
        help="folder of published emotion wheels, instead of our own word table",
    )  # fmt: skip
    parser.add_argument(
        "--groups", metavar=f"FILE|{JUDGE}",
        help="which words mean the same, for the set level: JSON, a list of lists of words, or "
        f"“{JUDGE}”; default: the meanings of our own word table",
    )  # fmt: skip
    add_language(parser, "of rationales, and of the judge")
    parser.add_argument(
        "--published", choices=published.sets(), metavar="SET",
        help=f"below the text, also what others published, of {', '.join(published.sets())}",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one line of JSON a file and metric")
    return parser


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _asks_a_judge(options: argparse.Namespace) -> bool:
    named = [FAMILY_OF[key].by for key in options.metrics if key in FAMILY_OF]
    return options.groups == JUDGE or "judge" in named


def _tools(options: argparse.Namespace, judge: Judge | None) -> tuple[Tools, str | None]:
    """What the metrics need, and what the set level's grouping is called."""
    table = published_wheels(options.wheels.resolve()) if options.wheels else own()
    if options.groups == JUDGE:
        if judge is None:
            raise ScoreError(COMMANDS("score.groups_judge", needed=NEEDED))
        return Tools(table, None, judge, options.language), None
    if options.groups:
        path = Path(options.groups)
        return Tools(table, first_group(_groups(path)), judge, options.language), path.name
    return Tools(table, grouped_by(table), judge, options.language), table.name


def _groups(path: Path) -> list[list[str]]:
    try:
        groups = TypeAdapter(list[list[str]]).validate_json(path.read_bytes())
    except OSError:
        raise ScoreError(COMMANDS("score.unreadable", path=path)) from None
    except ValidationError:
        raise ScoreError(COMMANDS("score.not_groups", file=path.name)) from None
    return [group for group in groups if group]


def _read(
    path: Path, language: Language, bar: tqdm, truth: Predictions | None = None
) -> Predictions:
    """A table, its clips named as in the truth; its problems are told on standard error."""
    bar.set_description_str(f"reading {path.name}")
    table = predictions.read(path)
    table = table.named_as(truth) if truth else table
    bar.clear()
    if table.kind in (Kind.LETTERS, Kind.NUMBERS) and not _columns(table):
        raise ScoreError(table.problems[-1])
    for problem in table.problems[:NAMED_PROBLEMS]:
        print(problem.text(language), file=sys.stderr)
    if (more := len(table.problems) - NAMED_PROBLEMS) > 0:
        told = COMMANDS("score.told.more", n=more, file=path.name)
        print(told.text(language), file=sys.stderr)
    if not table.names:
        raise ScoreError(COMMANDS("score.says_nothing", path=path))
    return table


def _columns(table: Predictions) -> set[Column]:
    """What a truth tells. A label column may hold a few lists, and a list column a few labels."""
    lists = sum(bool(listed.words) for listed in table.words.values())
    there: dict[Column, bool] = {
        "words": lists > 0,
        "label": len(table.labels) >= max(lists, 1),
        "rationale": any(table.rationales.values()),
    }
    return {column for column, filled in there.items() if filled}


def _answered(table: Predictions) -> set[Column]:
    """What predictions tell: an empty answer, or one that can't be read, is an answer too."""
    told = _columns(table)
    if table.words and not told & {"words", "label"}:
        told.add("words")
    return told | ({"rationale"} if table.rationales else set())


def _keys(
    options: argparse.Namespace,
    truth: Predictions,
    said: Predictions,
    path: str,
    judge: Judge | None,
) -> list[str]:
    """The metrics to compute for one file. Raises ScoreError where one can't be."""
    if not truth.names.keys() & said.names.keys():
        raise ScoreError(COMMANDS("score.no_clip", truth=options.truth, path=path))
    for key in options.metrics:
        if key not in FAMILY_OF:
            near = get_close_matches(key, FAMILY_OF, n=1, cutoff=0.5)
            hint = COMMANDS("score.hint", near=near[0]) if near else ""
            raise ScoreError(COMMANDS("score.unknown", key=key, hint=hint, known=[*FAMILY_OF]))
        family = FAMILY_OF[key]
        if not family.truth:
            raise ScoreError(COMMANDS("score.needs_clips", key=key))
        for name, columns, told in (
            (str(options.truth), family.truth, _columns(truth)),
            (path, family.said, _answered(said)),
        ):
            if not set(columns) & told:
                raise ScoreError(
                    COMMANDS("score.column", key=key, wanted=_either(columns), name=name)
                )
        if family.by == "judge" and judge is None:
            raise ScoreError(COMMANDS("score.judge", key=key, needed=NEEDED))
        if key == "cue_overlap" and options.language != READS:
            raise ScoreError(COMMANDS("score.english", key=key))
    return options.metrics or _allowed(truth, said, options)


def _either(columns: Sequence[Column]) -> Sentence:
    """The columns as a person reads them, of which one will do."""
    first, *others = (COMMANDS(f"score.{column}") for column in columns)
    for other in others:
        first = COMMANDS("score.either", one=first, other=other)
    return first


def _allowed(truth: Predictions, said: Predictions, options: argparse.Namespace) -> list[str]:
    """All metrics without a judge that two tables have the columns for."""
    told, answered = _columns(truth), _answered(said)
    keys = [
        key
        for key, family in FAMILY_OF.items()
        if set(family.truth) & told
        and set(family.said) & answered
        and family.by != "judge"
        and not (key == "cue_overlap" and options.language != READS)
        and not (key == "hit_rate" and truth.kind is Kind.POLARITIES)  # no wheel has them
    ]
    if not keys:
        raise ScoreError(COMMANDS("score.none"))
    return keys


def _scored(
    keys: Sequence[str],
    truth: Predictions,
    said: Predictions,
    path: str,
    tools: Tools,
    grouping: str | None,
    bar: tqdm,
) -> Scored:
    """The metrics of one file. Raises JudgeError or BackendError where one can't be computed."""
    names, answered = truth.names, said.names
    pairs = [Pair(_told(truth, name), _told(said, name)) for name in names]
    unread = sum(_is_unread(said.words.get(name)) for name in names)
    measured = measure(keys, pairs, tools, began=bar.set_description_str)
    bar.set_description_str("intervals")
    found = [
        score.model_copy(update={"unparsed": unread})
        if score.judge is None and "words" in FAMILY_OF[score.metric].said
        else score
        for score in scores(measured)
    ]
    spoken = [word for pair in pairs for word in pair.said.emotions("words")]
    behind = {"wheels": tools.words.name, "own table": own().name, "groups": grouping}
    return Scored(
        predictions=path,
        scores=found,
        table=tools.words.name,
        words={score.metric: behind.get(FAMILY_OF[score.metric].by) for score in found},
        missing=[name for name in names if name not in answered],
        extra=[name for name in answered if name not in names],
        clips=len(names),
        unread_truths=sum(_is_unread(truth.words.get(name)) for name in names),
        said_words=len(spoken),
        unknown_words=sum(not tools.words.knows(word) for word in spoken),
    )


def _told(table: Predictions, name: str) -> Told:
    words = table.words[name].words if name in table.words else ()
    return Told(words, table.labels.get(name, ""), table.rationales.get(name, ""))


def _is_unread(answer: EmotionList | None) -> bool:
    """Whether there is an answer that no words could be read from; it counts as an empty one."""
    return answer is not None and bool(answer.unparsed) and not answer.words


if __name__ == "__main__":
    run_command(main)
