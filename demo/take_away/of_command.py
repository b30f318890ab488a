"""Files that `demo.explain` writes beside what it prints: `--out DIR --formats LIST`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import backends
from backends.base import Language
from backends.clip import Clip
from backends.errors import EmerError
from demo.command import DONE, FAILED, refused
from demo.ground_truth import GroundTruth
from demo.side_by_side import Answer
from demo.strings import COMMANDS
from demo.take_away import Format, TakeAwayError, Taken, names
from demo.take_away import chosen as formats_named
from demo.take_away import write as write_files


def add_to(parser: argparse.ArgumentParser) -> None:
    """The two options."""
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="also write files that other tools open (--formats)"
    )
    parser.add_argument(
        "--formats",
        metavar="LIST",
        help=f"which files, of {','.join(names())} (default: all)",
    )


def chosen(options: argparse.Namespace) -> tuple[Format, ...]:
    """What is to be written to `--out`; nothing without it. Raises TakeAwayError."""
    if options.out is None:
        if options.formats is not None:
            raise TakeAwayError(COMMANDS("take_away.no_folder"))
        return ()
    return formats_named("all" if options.formats is None else options.formats)


def taken(clip: Clip, answer: Answer, truth: GroundTruth | None, language: Language) -> Taken:
    """What is to be taken away of an answer, which has an explanation."""
    assert answer.explanation
    title = backends.get(answer.backend).card.text("title", language)
    return Taken(clip, answer.explanation, language, title, truth)


def write(taken: Taken, formats: Sequence[Format], folder: Path, used: set[str]) -> int:
    """Write the files of one answer and name each, on standard error; returns the exit code."""
    try:
        for file in write_files(taken, formats, folder, used):
            print(file, file=sys.stderr)
    except EmerError as error:
        return refused(error, taken.language, FAILED)
    return DONE
