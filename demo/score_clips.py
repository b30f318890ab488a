"""`python -m demo.score --clips DIR --predictions FILE`: reasons held against the clips themselves.

No truth and no judge: each clip is measured once, whatever says something of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from tqdm import tqdm  # type: ignore[import-untyped]

from backends import measured
from backends.base import Claim, Language
from backends.clip import Clip
from backends.errors import EmerError
from demo.command import BAD_INPUT, DONE, refused
from demo.fact_check.check import check
from demo.ground_truth import predictions
from demo.ground_truth.clip_names import CLIP_SUFFIXES, Names, full_name
from demo.ground_truth.library import files
from demo.ground_truth.rationale_parts import split
from demo.metrics.grounding import KEYS, grounding
from demo.metrics.measured import scores
from demo.score_text import NAMED, Scored, ScoreError, json_lines, mean, tables
from demo.strings import COMMANDS


def run(options: argparse.Namespace) -> int:
    """Score all files of predictions; returns the exit code."""
    language = options.language
    try:
        if not set(options.metrics) <= set(KEYS):
            raise ScoreError(COMMANDS("score.only_clips", known=[*KEYS]))
        clips = _clips(options.clips)
        measured_clips: dict[Path, measured.Measured | None] = {}
        keys = options.metrics or [*KEYS]
        with tqdm(disable=None, leave=False, bar_format="{desc} [{elapsed}]") as bar:
            found = [
                _scored(path, clips, options.clips, keys, language, measured_clips, bar)
                for path in options.predictions
            ]
    except EmerError as error:
        return refused(error, language, BAD_INPUT)
    if options.json:
        told = [*found, mean(found)] if len(found) > 1 else found
        print(*(line for one in told for line in json_lines(one)), sep="\n")
    else:
        print(tables(str(options.clips), found, language))
    return DONE


def _clips(folder: Path) -> dict[str, Path]:
    """Full name → file of every clip below a folder. Raises ScoreError where there is none."""
    if not folder.is_dir():
        raise ScoreError(COMMANDS("score.unreadable", path=folder))
    clips = [path for path in files(folder) if path.suffix.lower() in CLIP_SUFFIXES]
    order = {suffix: at for at, suffix in enumerate(CLIP_SUFFIXES)}
    clips.sort(key=lambda path: order[path.suffix.lower()], reverse=True)
    return {full_name(str(path.relative_to(folder))): path for path in clips}


def _scored(
    path: Path,
    clips: Mapping[str, Path],
    folder: Path,
    keys: list[str],
    language: Language,
    known: dict[Path, measured.Measured | None],
    bar: tqdm,
) -> Scored:
    table = predictions.read(path)
    if not any(table.rationales.values()):
        raise ScoreError(COMMANDS("score.no_reasons", path=path))
    names = Names(clips)
    files_of = {
        name: clips[meant[0]] for name in table.rationales if len(meant := names.meant(name)) == 1
    }
    if not files_of:
        raise ScoreError(COMMANDS("score.no_file", folder=folder, path=path))
    checked: list[list[Claim] | None] = []
    for name, file in files_of.items():
        bar.set_description_str(name)
        if file not in known:
            known[file] = _measured(name, file, language)
        found = known[file]
        rationale = split(table.rationales[name], language)
        checked.append(check(rationale, found, language) if found else None)
    bar.clear()
    missing = [name for name in table.rationales if name not in files_of]
    if missing:
        named = [*missing[:NAMED], *["…"] * (len(missing) > NAMED)]
        facts = {"path": path, "n": len(missing), "names": named}
        print(COMMANDS("score.told.unfound", **facts).text(language), file=sys.stderr)
    every = [one for one in grounding(checked) if one.metric in keys]
    return Scored(str(path), scores(every), dict.fromkeys(keys), missing, [], len(files_of))


def _measured(name: str, file: Path, language: Language) -> measured.Measured | None:
    """What is measured in a clip; None, and a sentence on standard error, where it can't be."""
    try:
        return measured.measure(Clip.open(file))
    except EmerError as error:
        told = COMMANDS("score.told.unmeasured", name=name, why=error.text(language))
        print(told.text(language), file=sys.stderr)
        return None
