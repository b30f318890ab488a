"""Whether an answer is right for a file of the zoo."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

from backends.base import ALL_MODALITIES, Modality
from demo import explain
from tests.zoo.specimen import NO_PICTURE, NO_SOUND, PLAIN, Specimen
from tests.zoo.verdict import OFF, Verdict

APART = 0.3
"""Half the sum of the differences of shares up to which two answers are alike: codecs cost some."""
PLAINLY = 0.5
"""Share from which an emotion is told without a hedge."""
MISHEARD = 0.34
"""Part of the words that a coarse codec may change."""


@dataclass(frozen=True)
class Seen:
    """What was answered."""

    code: int
    error: str
    answer: dict[str, Any]
    seconds: float
    """Of processor time."""

    @property
    def emotions(self) -> dict[str, float]:
        """Word → share."""
        return {one["word"]: one["score"] for one in self.answer.get("emotions", [])}

    @property
    def text(self) -> str:
        """What was heard."""
        return (self.answer.get("transcript") or {}).get("text", "")

    @property
    def gone(self) -> frozenset[Modality]:
        """The modalities that were not received."""
        states = self.answer["state"]
        return frozenset(one for one in Modality if states.get(one) == "not received")


def plain(modalities: frozenset[Modality] = ALL_MODALITIES) -> Seen:
    """The answer to the plain clip, from these modalities alone."""
    return _plain(tuple(one for one in Modality if one in modalities))


@cache
def _plain(modalities: tuple[Modality, ...]) -> Seen:
    return asked(PLAIN, frozenset(modalities))


def asked(path: Path, modalities: frozenset[Modality]) -> Seen:
    """As `demo.explain` answers, in this process."""
    of = ",".join(one for one in Modality if one in modalities)
    out, err, began = io.StringIO(), io.StringIO(), process_time()
    with redirect_stdout(out), redirect_stderr(err):
        code = explain.main([str(path), "--modalities", of, "--json"])
    seconds = process_time() - began
    answer = json.loads(out.getvalue()) if code == 0 else {}
    return Seen(code, err.getvalue().strip(), answer, seconds)


def judged(one: Specimen, path: Path) -> tuple[Verdict, str, float]:
    """The verdict, what was seen, and the seconds of processor time that it took."""
    try:
        seen = asked(path, one.asked)
    except (Exception, SystemExit) as error:
        return Verdict.FAULT, f"{type(error).__name__}: {error}", 0.0
    if seen.code:
        sentences = seen.error.splitlines()
        # a name may hold a line break
        single = len(sentences) == 1 + one.name.count("\n") and "Traceback" not in seen.error
        verdict = Verdict.SENTENCE if single else Verdict.FAULT
        return verdict, seen.error, seen.seconds
    verdict, why = _compared(one, seen)
    return verdict, why, seen.seconds


def _compared(one: Specimen, seen: Seen) -> tuple[Verdict, str]:
    usual = plain(one.asked - (one.gone or frozenset()))
    said = f"{seen.emotions} “{seen.text}”"
    caveats = seen.answer["caveats"]
    if one.gone is not None and seen.gone & one.asked != one.gone & one.asked:
        return Verdict.FALSE, f"not received: {sorted(seen.gone)}; {said}; {caveats}"
    if one.lasts is not None and (off := _off(one, seen)) > OFF:
        return Verdict.FALSE, f"lasts otherwise, by {off:.2f} s; {said}"
    if one.told and not _tells(seen, usual):
        return Verdict.FALSE, f"nothing tells what is wrong; {said}; {caveats}"
    if not one.like:
        return Verdict.RIGHT, f"{said} {caveats}"
    apart = distance(seen, usual)
    if apart <= APART and _misheard(seen, usual) <= MISHEARD:
        return Verdict.RIGHT, f"{apart:.2f}"
    first = max(seen.emotions, key=seen.emotions.__getitem__, default="")
    other = first not in usual.emotions and seen.emotions.get(first, 0) >= PLAINLY
    return Verdict.FALSE if other else Verdict.WRONG, f"{apart:.2f} apart; {said}; {caveats}"


def distance(one: Seen, other: Seen) -> float:
    """Half the sum of the differences of the shares of two answers, what is open among them."""
    first, second = (seen.emotions | {"": seen.answer["open"] or 0.0} for seen in (one, other))
    words = {*first, *second}
    return sum(abs(first.get(word, 0) - second.get(word, 0)) for word in words) / 2


def _off(one: Specimen, seen: Seen) -> float:
    """Seconds by which sound or, without sound, the last picture differs from what it lasts."""
    lasts = one.lasts or 0.0
    received = seen.answer["received"]
    gone = (one.gone or frozenset()) | (ALL_MODALITIES - one.asked)
    if not gone >= NO_SOUND:
        return abs(float(received["sound_seconds"]) - lasts)
    times = received["frame_times"]
    return 0.0 if gone >= NO_PICTURE or not times else max(0.0, times[-1] - lasts)


def _tells(seen: Seen, usual: Seen) -> bool:
    """Whether a caveat says something that the plain clip's do not."""
    return bool({*seen.answer["caveats"]} - {*usual.answer["caveats"]})


def _misheard(one: Seen, other: Seen) -> float:
    words, right = (
        ["".join(c for c in word.lower() if c.isalnum()) for word in seen.text.split()]
        for seen in (one, other)
    )
    if not right:
        return float(bool(words))
    lost = [word for word in right if word not in words]
    more = [word for word in words if word not in right]
    return max(len(lost), len(more)) / len(right)
