"""What a run's results depend on besides its plan, as it was when the run was begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Self

from pydantic import BaseModel, ConfigDict

import backends
from backends import weights
from backends.base import Language
from backends.words import ENGLISH, Sentence, Words
from demo.benchmark.plan import Plan
from demo.ground_truth import GroundTruth
from demo.ground_truth.datasets import LabelledClip

_SAY = Words(__file__)

PACKAGES = (
    "gradio", "numpy", "av", "opencv-python-headless", "onnxruntime", "praat-parselmouth",
    "faster-whisper", "ctranslate2", "tokenizers", "openai", "scikit-learn", "torch",
    "transformers", "openai-whisper",
)  # fmt: skip
"""Those whose versions can change an answer or a score; not all are everywhere."""

NAMED_CLIPS = 3
"""How many of the clips that have changed are named."""

WEIGHTS = "weights"
"""The name of all weights among the versions."""


class Conditions(BaseModel):
    """Two runs with equal plans and equal conditions give results that may stand in one table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    backends: dict[str, dict[str, str]]
    """Backend → what its answers depend on; see `Backend.depends_on`."""
    truths: dict[str, str]
    """Clip → a checksum of its ground truth and subtitle."""

    @classmethod
    def of(cls, plan: Plan, clips: Sequence[LabelledClip]) -> Self:
        """As they are now. Raises BackendError where a backend can't tell."""
        return cls(
            backends={name: backends.get(name).depends_on(plan.request) for name in plan.backends},
            truths={clip.name: _checksum(clip.truth) for clip in clips},
        )

    def changes(self, now: Conditions) -> list[Sentence]:
        """What is another one now, in words that follow “another”, for runs of equal plans."""
        found = [
            _SAY(
                "differs.fact",
                what=_SAY(f"fact.{what}") if what in _SAY.table(ENGLISH, "fact") else what,
                name=name,
                before=before or _SAY("differs.nothing"),
                after=after or _SAY("differs.nothing"),
            )
            for name in now.backends
            for what, before, after in _differing(self.backends.get(name, {}), now.backends[name])
        ]
        clips = [name for name, *_ in _differing(self.truths, now.truths)]
        if clips:
            more = len(clips) - NAMED_CLIPS
            key = "differs.truths_and_more" if more > 0 else "differs.truths"
            found.append(_SAY(key, clips=clips[:NAMED_CLIPS], n=more))
        return found


def fact_name(name: str, language: Language) -> str:
    """What something that answers depend on is called; as its backend calls it, where that is its
    own."""
    return str(_SAY.table(language, "fact").get(name, name))


def versions() -> dict[str, str]:
    """Of the packages that are there, and of the weights that ship, as a checksum of them all."""
    found = {}
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    every = sha256("\n".join(f"{n} {told}" for n, told in weights.versions().items()).encode())
    return found | {WEIGHTS: every.hexdigest()[:12]}


def changed_versions(before: Mapping[str, str], now: Mapping[str, str]) -> list[Sentence]:
    """What has another version now, in words that follow “another”."""
    return [
        _SAY(
            "differs.weights" if name == WEIGHTS else "differs.version",
            name=name,
            before=was or _SAY("differs.nothing"),
            after=became or _SAY("differs.nothing"),
        )
        for name, was, became in _differing(before, now)
    ]


def _differing(
    before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[tuple[str, str | None, str | None]]:
    """The names whose values differ, with both values."""
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield name, before.get(name), after.get(name)


def _checksum(truth: GroundTruth) -> str:
    """Of all that a truth says; who wrote it and how makes no difference to any result."""
    told = truth.model_dump_json(exclude={"author", "method"}, exclude_defaults=True)
    return sha256(told.encode()).hexdigest()[:16]
