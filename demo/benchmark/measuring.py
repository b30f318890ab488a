"""Which metrics a benchmark shows, and how they are made of truths and explanations.

A failure is an explanation that says nothing: it scores as an empty prediction does, which is the
worst there is in every metric.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backends.base import Explanation, Language, Modality
from demo.benchmark.plan import label_of
from demo.ground_truth import GroundTruth
from demo.metrics import JUDGED, over_clips
from demo.metrics.agreement import agreement, distribution
from demo.metrics.basic import Basic, basic
from demo.metrics.grounding import KEYS as GROUNDING
from demo.metrics.judge import Judge
from demo.metrics.measured import Measured, Row
from demo.metrics.over_clips import Pair, Told, Tools
from demo.metrics.set_level import grouped_by
from demo.metrics.statements import in_one_piece
from demo.metrics.votes import vote_agreement
from demo.metrics.wheels import WordTable

GROUPS = {
    "basic": ("accuracy", "uar", "weighted_f1", "top2", "hit_rate"),
    "words": ("ew_l1", "m_avg", "set_average", "set_accuracy", "set_recall"),
    "rationale": ("clue_recall", "clue_precision", "cue_overlap", "clue_overlap", "label_overlap"),
    "clip": GROUNDING,
    "crowd": ("votes_audiovisual", "votes_visual", "votes_acoustic"),
}
"""What a metric looks at → the metrics, in the order in which they are shown."""

SHOWN = [key for keys in GROUPS.values() for key in keys]

BY_CLIP = ("clue_recall", "clue_precision", "cue_overlap")
"""Those that are a mean over clips of what `agreement` says of one."""


@dataclass(frozen=True)
class Sample:
    """What is true of a clip, and what one backend said of it."""

    clip: str
    truth: GroundTruth
    said: Explanation
    """Of a failure: one that says nothing."""

    @property
    def words(self) -> tuple[str, ...]:
        """The emotions that were said, strongest first."""
        return tuple(emotion.word for emotion in self.said.emotions)


class Measuring:
    """Measures samples again and again as they become more; what takes long is worked out once."""

    def __init__(self, words: WordTable, language: Language, judge: Judge | None = None) -> None:
        self.words, self.judge, self._language = words, judge, language
        groups = None if judge else grouped_by(words)
        self._tools = Tools(words, groups, judge, language)
        self._agreements: dict[tuple[str, str], dict[str, float | None]] = {}

    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        """Every metric that the truths give ground for, each over the clips in this order.

        Raises JudgeError where the judge can't be asked.
        """
        keys = [key for key in SHOWN if key in over_clips.FAMILY_OF and self._has(key, samples)]
        pairs = [_pair(sample) for sample in samples]
        found = [
            *over_clips.measure(keys, pairs, self._tools),
            *self._by_clip(samples),
            *_votes(samples),
        ]
        return sorted(found, key=lambda one: SHOWN.index(one.metric))

    def _has(self, key: str, samples: Sequence[Sample]) -> bool:
        if key in BY_CLIP or (key in JUDGED and self.judge is None):
            return False
        wanted = over_clips.FAMILY_OF[key].truth
        if not wanted:  # no truth, but claims that were held against the clips
            return any(sample.said.claims for sample in samples)
        return any(getattr(_pair(sample).truth, column) for sample in samples for column in wanted)

    def _by_clip(self, samples: Sequence[Sample]) -> Iterator[Measured]:
        if not any(in_one_piece(sample.truth.rationale) for sample in samples):
            return
        found = [self._agreement(sample) for sample in samples]
        for key in BY_CLIP:
            yield Measured(key, [None if (v := one.get(key)) is None else (v,) for one in found])

    def _agreement(self, sample: Sample) -> dict[str, float | None]:
        """Metric → its value for one clip; None where it has none."""
        key = (sample.clip, sample.said.backend)
        if key not in self._agreements:
            scores = agreement(sample.truth, sample.said, self._language).scores
            found = {score.metric: score.value for score in scores}
            if found["clue_recall"] is not None and not sample.said.clues:
                found["clue_precision"] = 0.0  # of one answer undefined; left out, it would flatter
            self._agreements[key] = found
        return self._agreements[key]


def basic_of(samples: Sequence[Sample]) -> Basic | None:
    """The scores by emotion and the confusions, over the clips that have a label."""
    labelled = [(label, s.words) for s in samples if (label := label_of(s.truth))]
    if not labelled:
        return None
    labels, rankings = zip(*labelled, strict=True)
    return basic(labels, rankings)


def _pair(sample: Sample) -> Pair:
    truth = sample.truth
    true = Told(tuple(truth.emotions), label_of(truth) or "", in_one_piece(truth.rationale))
    said = sample.said
    told = in_one_piece(said.rationale)
    return Pair(true, Told(sample.words, rationale=told, claims=tuple(said.claims)))


def _votes(samples: Sequence[Sample]) -> Iterator[Measured]:
    """Agreement with a crowd that saw, heard, or did both; a backend that says nothing of what
    only one of the two gave is left out of that one."""
    overall = [{emotion.word: emotion.score for emotion in s.said.emotions} for s in samples]
    shares = {"audiovisual": overall} | {
        str(modality): [distribution(sample.said, modality) for sample in samples]
        for modality in (Modality.VISUAL, Modality.ACOUSTIC)
    }
    for kind, said in shares.items():
        votes = [getattr(s.truth.votes, kind) if s.truth.votes else {} for s in samples]
        if any(votes) and any(said):
            rows: list[Row] = [
                (vote_agreement(crowd, own),) if crowd else None
                for crowd, own in zip(votes, said, strict=True)
            ]
            yield Measured(f"votes_{kind}", rows)
