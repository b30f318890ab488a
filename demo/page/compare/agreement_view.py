"""How each answer agrees with the ground truth, as HTML: clue by clue, on the wheel, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import backends
from backends.base import Explanation, Language
from backends.words import Words
from demo.ground_truth import GroundTruth
from demo.metrics import JUDGED, Agreement, Score, wheels
from demo.metrics.clues import PICTURE_WHEEL
from demo.metrics.judge import Judge
from demo.metrics.meanings import meanings
from demo.page.compare import wheel_drawing
from demo.page.compare.clue_pairs import pairs
from demo.page.page_state import PageState
from demo.page.render import render
from demo.side_by_side import Answer
from demo.strings import STRINGS

FIRST = ("clue_recall", "ew_l1")
"""The two figures that are seen at once: how far the reasons agree, and how far the emotions."""
_SECTOR_NAMES = Words(__file__, "wheel")
"""Name of a sector, of either level → what it is called in a language, if not the same."""


def agreements(
    truth: GroundTruth | None, state: PageState, language: Language, judge: Judge | None
) -> str:
    """What the answers disagree about, and one panel for each answer that was compared.

    With a `judge`, the scores that it has not been asked for say so.
    """
    answers = state.answers
    if state.covered:
        return render("agreement", language, covered=True)
    panels = [
        _panel(name, answer.explanation, state.agreements[name], language)
        for name, answer in answers.items()
        if name in state.agreements
    ]
    return render(
        "agreement",
        language,
        covered=False,
        clip=state.path is not None,
        truth=truth,
        answered=any(answer.complete and answer.explanation for answer in answers.values()),
        comparable=any(map(_is_compared, answers)),
        cancelled=state.cancelled and set(filter(_is_compared, answers)) - state.agreements.keys(),
        part=state.segment,
        disagreement=disagreement(answers, language),
        panels=panels,
        meanings=meanings(language),
        askable=JUDGED if judge else (),
        sector_names=_SECTOR_NAMES.table(state.language),
        size=wheel_drawing.SIZE,
    )


def disagreement(answers: Mapping[str, Answer], language: Language) -> str:
    """One sentence on the strongest emotions of two or more answers; empty for fewer."""
    t = STRINGS[language]
    strongest = {
        _title(name, language): answer.explanation.emotions[0].word
        for name, answer in answers.items()
        if answer.done and answer.explanation and answer.explanation.emotions and _is_compared(name)
    }
    if len(strongest) < 2:
        return ""
    if len({word.casefold() for word in strongest.values()}) == 1:
        word = next(iter(strongest.values()))
        return t["all_agree"].format(n=len(strongest), word=word)
    said = [t["says"].format(who=who, word=word) for who, word in strongest.items()]
    return t["they_disagree"].format(said=t["list_comma"].join(said))


def _is_compared(name: str) -> bool:
    return backends.get(name).card.explains


def _title(name: str, language: Language) -> str:
    return backends.get(name).card.text("title", language)


def _panel(
    name: str, explanation: Explanation | None, agreement: Agreement | None, language: Language
) -> dict[str, Any]:
    title = _title(name, language)
    if agreement is None or explanation is None:
        return {"name": name, "title": title, "agreement": None}
    groups = pairs(agreement.clues, explanation.clues, f"tie-{name}")
    told = [line for group in groups for line in group.truths if not line.implied]
    truths = Counter(line.status for line in told)
    clues = Counter(line.status for group in groups for line in group.clues)
    return {
        "name": name,
        "title": title,
        "agreement": agreement,
        "groups": groups,
        "counts": {
            "truths": truths.total(),
            "clues": clues.total(),
            "matched": truths["matched"],
            "contradicted": truths["contradicted"],
            "missed": truths["missed"],
            "supported": clues["matched"],
            "opposed": clues["contradicted"],
            "unsupported": clues["unsupported"],
        },
        "wheel": wheel_drawing.draw(_sectors(), agreement.words),
        "first": [ScoreFigure(s) for key in FIRST for s in agreement.scores if s.metric == key],
        "scores": [ScoreFigure(score) for score in agreement.scores],
    }


class ScoreFigure:
    """A score as it is written: a percentage, or a number on its own scale."""

    def __init__(self, score: Score) -> None:
        low, high = score.scale
        self.score = score
        self.is_part = score.is_fraction
        self.scale = "0–100%" if self.is_part else f"{low:g}–{high:g}"
        self.share = 0.0 if score.value is None else (score.value - low) / (high - low)
        """How much of the scale it fills, 0 to 1."""

    def write(self, value: float) -> str:
        """A value on this score's scale, with the digits that a reader needs."""
        return f"{100 * value:.0f}%" if self.is_part else f"{value:.1f}"


@cache
def _sectors() -> dict[str, list[str]]:
    """Level-1 sectors of the wheel that words are shown on, each with its level-2 sectors."""
    wheel = wheels.own().wheels[PICTURE_WHEEL]
    return {name: list(petals) for name, petals in wheel.sectors.items()}
