"""Clues, and the gallery's ground truths, to compare them with."""

from __future__ import annotations

from backends.base import Clue, Language, Measure, Modality
from demo.ground_truth import GroundTruth, gallery


def clue(text: str, modality: Modality, span: tuple[float, float] = (0, 1)) -> Clue:
    start, end = span
    measure = Measure(name="m", value=1.0)
    return Clue(modality=modality, text=text, start=start, end=end, measure=measure)


def truth_of(emotion: str, language: Language = "en") -> GroundTruth:
    truth = gallery.of(f"1001_DFA_{emotion}_XX", language)
    assert truth
    return truth
