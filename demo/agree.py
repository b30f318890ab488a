"""Explain clips and print how the answers agree with the ground truth, line by line.

    python -m demo.agree CLIP... [--backend NAME] [--language TAG]

A statement is ✓ matched or ✗ missed; under it the clues that say the same about one aspect (=), or
what can't be true beside it (≠: “ordinary” beside “quick”); “hedged” where one of the two is not
sure of itself. A clue that the ground truth doesn't say is marked +. How this is decided, and how
far people would agree, is told in docs/scores.md.
Exit codes: 0 done, 1 a backend failed, 2 bad input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import backends
from backends.backend import Request
from backends.base import Explanation, Language, Modality
from backends.clip import Clip
from backends.errors import EmerError
from demo import side_by_side
from demo.command import DONE, FAILED, add_language, given, refused, run_command
from demo.ground_truth import GroundTruthError, gallery
from demo.metrics import Agreement, Score
from demo.metrics.agreement import agreement
from demo.metrics.meanings import meanings
from demo.strings import COMMANDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.agree",
        description="Explain clips of the gallery and compare the answers with the ground truth.",
    )
    parser.add_argument("clips", nargs="+", metavar="CLIP", help="a clip with a ground truth")
    parser.add_argument(
        "--backend",
        default=backends.DEFAULT,
        metavar="NAME",
        help=f"of {', '.join(backends.names())}, or module:Class; default {backends.DEFAULT}",
    )
    add_language(parser)
    options = parser.parse_args(given(arguments))
    code = DONE
    for path in options.clips:
        try:
            clip = Clip.open(path)
            truth = gallery.of(clip.name, options.language)
            if truth is None:
                raise GroundTruthError(COMMANDS("truth.none", file=Path(path).name))
            backend = backends.known(options.backend)
        except EmerError as error:
            return refused(error, options.language)
        *_, answers = side_by_side.explain(clip, [backend], Request(options.language))
        answer = answers[backend]
        if answer.error or answer.explanation is None:
            print(f"{answer.backend}: {answer.error}", file=sys.stderr)
            code = FAILED
            continue
        found = agreement(truth, answer.explanation, options.language)
        print(
            f"{truth.clip}\n{table(found, answer.explanation)}\n{_scores(found, options.language)}"
        )
    return code


def table(found: Agreement, explanation: Explanation) -> str:
    """Statements and clues by modality, as text."""
    return "\n".join(_lines(found, explanation))


def _lines(found: Agreement, explanation: Explanation) -> Iterator[str]:
    clues = found.clues
    for modality in Modality:
        yield f"  {modality}"
        for at, truth in enumerate(clues.truths):
            if truth.modality != modality:
                continue
            yield f"    {'✗' if at in clues.missed else '✓'} {truth.text}"
            for sign, pairs in (("=", clues.matches), ("≠", clues.contradictions)):
                for pair in pairs:
                    if pair.truth == at:
                        about = ", ".join(filter(None, (pair.aspect, "hedged" * pair.hedged)))
                        yield f"        {sign} {explanation.clues[pair.clue].text} [{about}]"
        for index in clues.unsupported:
            if explanation.clues[index].modality == modality:
                yield f"    + {explanation.clues[index].text}"


def _scores(found: Agreement, language: Language) -> str:
    titles = meanings(language)
    return "\n".join(f"  {titles[score.metric].title}: {_value(score)}" for score in found.scores)


def _value(score: Score) -> str:
    if score.value is None:
        return score.needs
    return f"{score.value:.2f}" + (f" ({score.note})" if score.note else "")


if __name__ == "__main__":
    run_command(main)
