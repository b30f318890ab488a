"""How well the tables of emotion words agree: ours and the published one.

`python -m demo.wheels --wheels DIR [--words CSV...]` prints how often the two put a word in the
same sector, and how many of the words in label tables each of them knows.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from backends.errors import EmerError
from demo.command import DONE, refused, run_command
from demo.ground_truth.predictions import read
from demo.metrics.wheels import own, published, same_sector


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, or 2 where a file can't be used."""
    parser = argparse.ArgumentParser(prog="python -m demo.wheels", description=__doc__)
    parser.add_argument("--wheels", type=Path, required=True, help="folder of published lists")
    parser.add_argument("--words", type=Path, nargs="*", default=[], help="label tables (CSV)")
    options = parser.parse_args(arguments)
    try:
        table, ours = published(options.wheels), own()
        counts = _counts(options.words)
    except EmerError as error:
        return refused(error)
    both = [word for word in table.roots if ours.knows(word)]
    print(f"Words known to both tables: {len(both)}")
    for number in range(len(ours.wheels)):
        same, placed = same_sector(ours, table, number, both)
        print(
            f"  wheel {number + 1}: {same} of the {placed} that both place are in the same sector"
        )
    if counts:
        print(f"Words in the tables: {len(counts)}, used {counts.total()} times")
        for name, known in (("ours", ours), ("published", table)):
            words = [word for word in counts if known.knows(word)]
            used = sum(counts[word] for word in words) / counts.total()
            print(f"  {name}: knows {len(words) / len(counts):.1%} of them, {used:.1%} of the uses")
    return DONE


def _counts(paths: Sequence[Path]) -> Counter[str]:
    lists = [words for path in paths for words in read(path).words.values()]
    return Counter(word for words in lists for word in words.words)


if __name__ == "__main__":
    run_command(main)
