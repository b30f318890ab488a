"""Everything that is said about one backend's answer beside the ground truth of its clip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

from backends.base import Explanation, Language, Modality
from backends.reading.labels import normalise
from backends.reading.sentence_model import READS
from demo.ground_truth import GroundTruth
from demo.metrics import JUDGED, Agreement, ClueAgreement, Score, WordPlace
from demo.metrics.basic import basic
from demo.metrics.clues import PICTURE_WHEEL, compare, statements
from demo.metrics.cue_overlap import clip_score
from demo.metrics.emotion_wheel import ew_l1, hit_rate, m_avg
from demo.metrics.meanings import meanings, needs, note
from demo.metrics.moments import Times
from demo.metrics.set_level import grouped_by, set_level
from demo.metrics.statements import in_one_piece
from demo.metrics.votes import vote_agreement
from demo.metrics.wheels import own

BY_TEXT = ("clue_precision", "clue_recall", "cue_overlap")
"""Keys of the metrics that read the ground truth's rationale."""


def agreement(truth: GroundTruth, explanation: Explanation, language: Language) -> Agreement:
    """Compare one explanation, in `language`, with the ground truth of its clip.

    Scores are those of one clip, fractions in 0..1; set-level and wheel scores use our own word
    table. Those that the truth gives no ground for (no label, no votes) are left out; those that
    something is missing for have no value and say what they need. A rationale in another language
    is not taken apart, and no clue is compared with it. The judged two never have one here:
    `judged.py` gives it.
    Raises BackendError if the weights of the sentence embedding can't be had.
    """
    if truth.language != language and in_one_piece(truth.rationale):
        clues = ClueAgreement(truths=[], matches=[], missed=[], unsupported=[])
        by_text = [_missing(metric, "language", language) for metric in BY_TEXT]
    else:
        told = statements(truth.rationale, language)
        clues = compare(
            told,
            explanation.clues,
            language,
            emotions=truth.emotions,
            subtitle=truth.subtitle,
            times=Times.of(explanation),
        )
        by_text = [
            *_clue_scores(clues, len(told), language),
            _cue_overlap(truth, explanation, language),
        ]
    scores = [
        *by_text,
        *_word_scores(truth, explanation, language),
        *_label_scores(truth, explanation, language),
        *_vote_scores(truth, explanation, language),
        *(_missing(metric, "judge", language) for metric in JUDGED),
    ]
    words = [
        *(_place(word, "truth") for word in truth.emotions),
        *(_place(emotion.word, "backend") for emotion in explanation.emotions),
    ]
    return Agreement(clues=clues, words=words, scores=scores)


def is_asked_for(truth: GroundTruth) -> bool:
    """Whether a clip's one basic emotion is what an actor was asked for: meant, not perceived."""
    asked = truth.intended
    return asked is not None and truth.label in (None, asked, normalise(asked))


def distribution(explanation: Explanation, modality: Modality) -> dict[str, float]:
    """What one modality of an explanation speaks for: emotion word → weight, 0..1.

    The mean of the weights in `Clue.supports`, over the modality's clues that speak for any
    emotion at all; empty where none does.
    """
    speaking = [
        clue.supports for clue in explanation.clues if clue.modality == modality and clue.supports
    ]
    total: defaultdict[str, float] = defaultdict(float)
    for supports in speaking:
        for word, weight in supports.items():
            total[word] += weight / len(speaking)
    return dict(total)


def _clue_scores(clues: ClueAgreement, observations: int, language: Language) -> Iterator[Score]:
    """Shares of the clues and of the observations; implied statements count for the clues only."""
    said = len({match.clue for match in clues.matches}) + len(clues.unsupported)
    if not observations:
        yield _missing("clue_precision", "rationale", language)
        yield _missing("clue_recall", "rationale", language)
        return
    if said:
        yield Score(metric="clue_precision", value=1 - len(clues.unsupported) / said)
    else:
        yield _missing("clue_precision", "clues", language)
    yield Score(metric="clue_recall", value=1 - len(clues.missed) / observations)


def _cue_overlap(truth: GroundTruth, explanation: Explanation, language: Language) -> Score:
    if language != READS:
        return _missing("cue_overlap", "english", language)
    emotions = [emotion.word for emotion in explanation.emotions]
    value = clip_score(truth.rationale, truth.emotions, explanation.clues, emotions)
    if value is None:
        return _missing("cue_overlap", "rationale", language)
    return Score(metric="cue_overlap", value=value)


def _word_scores(
    truth: GroundTruth, explanation: Explanation, language: Language
) -> Iterator[Score]:
    """Set level and wheels, of one clip."""
    metrics = ("set_accuracy", "set_recall", "set_average", "ew_l1", "m_avg")
    if not truth.emotions:
        yield from (_missing(metric, "emotions", language) for metric in metrics)
        return
    true, said = [truth.emotions], [[emotion.word for emotion in explanation.emotions]]
    sets = set_level(grouped_by(own()), true, said)
    for metric, value in zip(metrics[:3], (sets.accuracy, sets.recall, sets.average), strict=True):
        yield Score(metric=metric, value=value)
    for metric, score in (("ew_l1", ew_l1(own(), true, said)), ("m_avg", m_avg(own(), true, said))):
        if score.clips:
            yield Score(metric=metric, value=score.value)
        else:
            yield _missing(metric, "known_emotions", language)


def _label_scores(
    truth: GroundTruth, explanation: Explanation, language: Language
) -> Iterator[Score]:
    """Against the one basic emotion: the set's label, or what an actor was asked for."""
    label = truth.label or truth.intended
    if not label:
        return
    said = [emotion.word for emotion in explanation.emotions]
    about = note(language, "asked_for") if is_asked_for(truth) else ""
    hits = hit_rate(own(), [label], [said])
    if hits.clips:
        yield Score(metric="hit_rate", value=hits.value, note=about)
    else:
        yield _missing("hit_rate", "known_emotions", language)
    yield Score(metric="accuracy", value=basic([label], [said]).accuracy, note=about)


def _vote_scores(
    truth: GroundTruth, explanation: Explanation, language: Language
) -> Iterator[Score]:
    """Against the crowd: the answer's scores, and what its clues of one modality speak for."""
    if truth.votes is None:
        return
    overall = {emotion.word: emotion.score for emotion in explanation.emotions}
    crowds: list[tuple[str, Mapping[str, int], dict[str, float], str]] = [
        ("votes_audiovisual", truth.votes.audiovisual, overall, "answer"),
        *(
            (
                f"votes_{modality}",
                getattr(truth.votes, modality),
                distribution(explanation, modality),
                "supports",
            )
            for modality in (Modality.VISUAL, Modality.ACOUSTIC)
        ),
    ]
    for metric, votes, said, needed in crowds:
        if votes and not any(said.values()):
            yield _missing(metric, needed, language)
        elif votes:
            yield Score(metric=metric, value=vote_agreement(votes, said))


def _missing(metric: str, what: str, language: Language) -> Score:
    known = meanings(language)[metric]
    return Score(
        metric=metric,
        value=None,
        scale=known.scale,
        is_fraction=known.is_fraction,
        needs=needs(language, what),
    )


def _place(word: str, source: Literal["truth", "backend"]) -> WordPlace:
    sector, petal = (own().sector(word, PICTURE_WHEEL, level) for level in (1, 2))
    return WordPlace(word=word, source=source, sector=sector, petal=petal)
