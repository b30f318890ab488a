"""Files as the world makes them, and what is answered: `python -m tests.zoo [--quick] [NAME...]`.

Each is made from the gallery's happy clip by FFmpeg (moviepy's), explained by the cascade as
`demo.explain` does, and compared with the plain clip's answer. One line a file; those that are
neither right nor one sentence say why. Files are named by any part of their kind or name; all are
run by default. `--quick` only decodes them and compares pictures and sound, without any net: two
minutes. Exit codes: 0 at least 99 in 100 right or one sentence, none false, none slow; 1 not so.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from backends.base import ALL_MODALITIES
from demo.command import DONE, FAILED, run_command
from tests.zoo import forms, harms, shapes
from tests.zoo.decoding import looked_at
from tests.zoo.judging import asked, judged, plain
from tests.zoo.specimen import PLAIN, NotMade, Specimen, copied
from tests.zoo.verdict import Verdict

SLOW = 3.0
"""Times the processor time of the plain clip."""


def main() -> int:
    """Run those that are named; returns the exit code."""
    cages: Counter[tuple[str, Verdict]] = Counter()
    slow, kinds = 0, {}
    quick, names = "--quick" in sys.argv, [name for name in sys.argv[1:] if name != "--quick"]
    look = looked_at if quick else judged
    usual = _warmed(quick=quick)
    with tempfile.TemporaryDirectory(prefix="zoo") as folder:
        for one in _named(names):
            kinds[one.kind] = None
            path = Path(folder) / one.name
            try:
                one.make(path)
            except (NotMade, OSError) as why:
                print(f"not made  {'':7} {one.name!a}: {why}", flush=True)
                continue
            verdict, why, seconds = look(one, path)
            late = seconds > SLOW * usual
            slow += late
            cages[one.kind, verdict] += 1
            told = f"{'SLOW ' * late}{why}"
            print(f"{verdict:9} {seconds:6.2f}s {one.name!a}: {told}", flush=True)
            path.unlink()
    return _table(cages, list(kinds), slow)


def _warmed(*, quick: bool) -> float:
    """Seconds of processor time that the plain clip takes, once all is loaded."""
    itself = Specimen("plain", PLAIN.name, copied)
    if quick:
        looked_at(itself, PLAIN)
        return max(1.0, looked_at(itself, PLAIN)[2])  # a large picture may take what it takes
    asked(PLAIN, ALL_MODALITIES)
    usual = plain()
    print(f"the plain clip: {usual.emotions} “{usual.text}”, {usual.seconds:.2f} s of processor")
    return usual.seconds


def _named(named: list[str]) -> Iterator[Specimen]:
    for cage in (forms, shapes, harms):
        for one in cage.specimens():
            if not named or any(name in f"{one.kind} {one.name}" for name in named):
                yield one


def _table(cages: Counter[tuple[str, Verdict]], kinds: list[str], slow: int) -> int:
    print(f"\n{'':12}" + "".join(f"{verdict:>10}" for verdict in Verdict))
    for kind in kinds:
        print(f"{kind:12}" + "".join(f"{cages[kind, verdict]:10}" for verdict in Verdict))
    sums = {verdict: sum(cages[kind, verdict] for kind in kinds) for verdict in Verdict}
    print(f"{'all':12}" + "".join(f"{sums[verdict]:10}" for verdict in Verdict))
    every = sum(sums.values())
    good = sums[Verdict.RIGHT] + sums[Verdict.SENTENCE]
    print(f"{every} files, {good / max(every, 1):.1%} right or one sentence, {slow} slow")
    whole = good >= 0.99 * every and not sums[Verdict.FALSE] and not slow
    return DONE if whole else FAILED


if __name__ == "__main__":
    run_command(main)
