"""The judge's two scores of one answer, in the form in which the page shows all scores."""

from __future__ import annotations

from backends.base import Explanation, Language
from demo.ground_truth import GroundTruth
from demo.metrics import Agreement, Score
from demo.metrics.judge import Judge
from demo.metrics.judged import HIGHEST, LOWEST, Judged, clue_overlap, label_overlap
from demo.metrics.statements import in_one_piece
from demo.strings import STRINGS

SCALE = (float(LOWEST), float(HIGHEST))


def judged_scores(
    judge: Judge, truth: GroundTruth, explanation: Explanation, language: Language
) -> list[Score]:
    """Clue overlap of the rationales and label overlap of the emotions.

    Only these texts go to the judge. Raises JudgeError where it can't be asked.
    """
    comma = STRINGS[language]["list_comma"]
    said = comma.join(emotion.word for emotion in explanation.emotions)
    pairs = {
        "clue_overlap": (
            clue_overlap,
            in_one_piece(truth.rationale),
            in_one_piece(explanation.rationale),
        ),
        "label_overlap": (label_overlap, comma.join(truth.emotions), said),
    }
    return [
        _score(metric, rate(judge, true, claimed, language), language)
        if true.strip()
        else Score(
            metric=metric,
            value=None,
            scale=SCALE,
            is_fraction=False,
            judge=judge.name,
            needs=STRINGS[language]["judge_no_truth"],
        )
        for metric, (rate, true, claimed) in pairs.items()
    ]


def with_scores(agreement: Agreement, scores: list[Score]) -> Agreement:
    """The agreement with these scores in the place of those of the same metrics."""
    new = {score.metric: score for score in scores}
    kept = [new.pop(score.metric, score) for score in agreement.scores]
    return agreement.model_copy(update={"scores": [*kept, *new.values()]})


def _score(metric: str, judged: Judged, language: Language) -> Score:
    unread = judged.score is None
    return Score(
        metric=metric,
        value=judged.score,
        scale=SCALE,
        is_fraction=False,
        unparsed=int(unread),
        judge=judged.judge,
        needs=STRINGS[language]["judge_unread"] if unread else "",
    )
