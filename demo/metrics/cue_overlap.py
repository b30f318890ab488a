"""Cue-level precision, recall and F1 of EmoCue-360 (arXiv 2602.05496), without a language model.

It is an embedding overlap, not a judge: MiniLM rates how near two cues are worded, so "loud" and
"soft" come out near each other. `clues.py` compares what the cues say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backends.base import Clue, Modality, Rationale
from backends.reading.sentence_model import READS, embed
from demo.ground_truth.rationale_parts import is_unsplit
from demo.metrics.statements import split, statements


@dataclass(frozen=True)
class CueOverlap:
    """Mean best cosines, -1..1 (in practice 0..1), and their F1."""

    precision: float
    """Over the predicted cues."""
    recall: float
    """Over the true cues."""
    f1: float
    """0 where precision and recall don't add up to more than 0."""


def clip_score(
    truth: Rationale,
    emotions: Sequence[str],
    said: Rationale | Sequence[Clue],
    words: Sequence[str],
) -> float | None:
    """The F1 of one clip, 0..1: its rationale and emotions against a backend's clues and words.

    None where the truth's rationale says nothing that is seen or heard: a label alone is no cue.
    Raises BackendError as `cue_overlap` does.
    """
    told = cues(truth)
    found = cue_overlap([*told, *emotions], [*cues(said), *words]) if told else None
    return None if found is None else min(max(found.f1, 0.0), 1.0)


def cues(told: Rationale | Sequence[Clue]) -> list[str]:
    """The atomic visual and acoustic cues of one side; of a rationale without parts, all of it."""
    if not isinstance(told, Rationale):
        return [clue.text for clue in told if clue.modality != Modality.LEXICAL]
    if is_unsplit(told):
        return split(told.conclusion or "", Modality.VISUAL, READS)
    return [cue.text for cue in statements(told, READS) if cue.modality != Modality.LEXICAL]


def cue_overlap(truth: Sequence[str], said: Sequence[str]) -> CueOverlap | None:
    """The overlap of one clip's atomic visual, acoustic and emotional cues, in English.

    Every cue is compared with all of the other side, by the cosine of all-MiniLM-L6-v2. None for an
    empty truth, which the paper skips; 0 for an empty answer. The figure of a set of clips is the
    mean of the clips' F1. Raises BackendError if the weights can't be had.
    """
    if not truth:
        return None
    if not said:
        return CueOverlap(0.0, 0.0, 0.0)
    vectors = embed([*truth, *said])
    cosines = vectors[: len(truth)] @ vectors[len(truth) :].T
    recall, precision = float(cosines.max(axis=1).mean()), float(cosines.max(axis=0).mean())
    both = precision + recall
    return CueOverlap(precision, recall, 2 * precision * recall / both if both > 0 else 0.0)
