"""How far the marks can be trusted: `python -m demo.fact_check [own|turned|hand|blind|speed]...`.

Prints Markdown; without a name, all of it. `coverage FILE` tells how much of a table `name,reason`
is read as claims: it needs no clip, and nothing of the texts is kept. Exit codes: 0 done; 2 bad use
or a file that can't be used.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time

from backends.base import Language
from backends.errors import EmerError
from demo.command import BAD_INPUT, DONE, add_language, given, refused, run_command
from demo.fact_check.check import check
from demo.fact_check.claims import stated
from demo.fact_check.report.against import blind_against_seen, own_against_other
from demo.fact_check.report.by_hand import by_hand
from demo.fact_check.report.judged import measured_clip, rationales
from demo.fact_check.report.lines import table
from demo.fact_check.report.turned import turned_round
from demo.ground_truth import predictions
from demo.ground_truth.rationale_parts import split


def speed() -> list[str]:
    """Processor time of checking one rationale, once its clip is measured."""
    times = []
    for one in rationales():
        found, rationale = measured_clip(one.clip), split(one.text, one.language)
        check(rationale, found, one.language)  # patterns are compiled
        began = process_time()
        check(rationale, found, one.language)
        times.append(1000 * (process_time() - began))
    return [
        "## Speed",
        "",
        f"Checking one of {len(times)} rationales on its measured clip takes "
        f"{median(times):.0f} ms of processor time (median; at most {max(times):.0f} ms).",
    ]


REPORTS: dict[str, Callable[[], list[str]]] = {
    "own": own_against_other,
    "turned": turned_round,
    "hand": by_hand,
    "blind": blind_against_seen,
    "speed": speed,
}


def coverage(path: Path, language: Language) -> list[str]:
    """How many claims of a table's rationales are read, and how many not. Raises EmerError."""
    reasons = predictions.read(path).rationales.values()
    found = [one for text in reasons for one in stated(split(text, language), language)]
    read: Counter[str] = Counter()
    for one in found:
        read[f"{one.modality}: " + ("of an aspect" if one.reading else one.reason)] += 1
    rows = [(name, n, f"{n / len(found):.2f}") for name, n in read.most_common()]
    head = f"{len(reasons)} rationales, {len(found)} claims."
    return ["## Coverage", "", head, "", *table(("claims", "n", "share"), rows)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo.fact_check", description=__doc__)
    parser.add_argument(
        "reports", nargs="*", metavar="REPORT",
        help=f"of {', '.join(REPORTS)}; or coverage and a CSV file; default: all",
    )  # fmt: skip
    add_language(parser, "of the rationales of coverage")
    options = parser.parse_args(given(arguments))
    names: list[str] = options.reports or [*REPORTS]
    if names[0] == "coverage" and len(names) == 2:
        try:
            print("\n".join(coverage(Path(names[1]), options.language)))
        except EmerError as error:
            return refused(error, options.language, BAD_INPUT)
        return DONE
    if unknown := [name for name in names if name not in REPORTS]:
        print(f"There is no report “{unknown[0]}”; known: {', '.join(REPORTS)}.", file=sys.stderr)
        return BAD_INPUT
    for name in names:
        print("\n".join([*REPORTS[name](), ""]), flush=True)
    return DONE


if __name__ == "__main__":
    run_command(main)
