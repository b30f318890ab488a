"""What an answer of the default costs: `python -m demo.bench [--against CHECKOUT] [--json]`.

Processor time of one more clip, by stage and by face, of a fresh process, and peak memory, for a
clip of 2, 13 and 52 s. Two versions are measured in turn, each in an interpreter of its own.
Exit codes: as those of `demo.explain`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from backends.errors import EmerError
from backends.words import ENGLISH
from demo.bench.clips import LENGTHS, SHORT, make
from demo.bench.measuring import measure, practice
from demo.bench.processes import BenchError
from demo.bench.table import text
from demo.command import DONE, given, refused, run_command
from demo.machine import description
from demo.strings import COMMANDS

HERE = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(given(arguments))
    checkouts = {"this": HERE}
    if options.against:
        checkouts["against"] = options.against.resolve()
    try:
        for folder in checkouts.values():
            if not (folder / "backends" / "cascade").is_dir():
                raise BenchError(COMMANDS("bench.no_checkout", folder=str(folder)))
        if sys.platform == "win32" and options.cold:
            raise BenchError(COMMANDS("bench.no_cold"))
        with tempfile.TemporaryDirectory(prefix="emer-bench-") as made:
            clips = make(Path(made), options.clip or LENGTHS)
            found = measure(checkouts, clips, options.rounds, options.cold)
            practised = None
            if options.practice:
                practised = practice(HERE, make(Path(made), [SHORT]), options.practice)
    except EmerError as error:
        return refused(error, ENGLISH)
    if options.json:
        whole = {"machine": description(), "rounds": options.rounds, "practice": practised}
        print(json.dumps(whole | {name: one.to_json() for name, one in found.items()}))
    else:
        print(text(found, practised))
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo.bench", description="What an answer of the default costs."
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="CHECKOUT",
        help="a folder with another version, measured in turn with this one (git worktree add)",
    )
    parser.add_argument(
        "--clip",
        action="append",
        choices=LENGTHS,
        help="only this clip; may be given several times (default: all)",
    )
    parser.add_argument("--rounds", type=_rounds, default=3, help="of which the median is taken")
    parser.add_argument(
        "--warm", dest="cold", action="store_false", help="without fresh processes and memory"
    )
    parser.add_argument(
        "--practice",
        metavar="WEIGHTS",
        help="compare with openai-whisper and an expression net on every frame of the 2 s clip; "
        "a name or file as whisper.load_model takes it, such as base",
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    return parser


def _rounds(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of rounds from 1 up")
    return int(text)


if __name__ == "__main__":
    run_command(main)
