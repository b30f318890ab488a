"""The conclusion is told no more surely than the clues: one rule of hedges for all."""

from __future__ import annotations

import re

import numpy as np
import pytest

from backends.base import Modality, State
from backends.cascade.conclusion import conclude
from backends.cascade.findings import SOMEWHAT, Finding, Hedge
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion, merge
from backends.reading.basic_emotions import BASIC
from tests.helpers.opinions import concluded, course, opinion

FACE, VOICE, WORDS = Modality.VISUAL, Modality.ACOUSTIC, Modality.LEXICAL


def said(*opinions: Opinion) -> str:
    return concluded(merge(opinions), course(*opinions))


def act(kind: str, **supports: float) -> Finding:
    return Finding(FACE, kind, "action", 1, 2, 0.2, "", {"rest": 0.1}, supports)


def looks(emotion: str, start: float, end: float, percent: float) -> Finding:
    facts, hedge = {"emotion": emotion, "other": "sad"}, Hedge.of(percent / 100)
    return Finding(FACE, "looks", "course", start, end, percent, "%", facts, {}, hedge)


def test_where_face_and_voice_agree() -> None:
    assert said(opinion(FACE, happy=0.8), opinion(VOICE, happy=0.6)) == (
        "Therefore, this person seems happy: the face looks happy, and the voice sounds happy."
    )
    assert "no particular emotion" in said(opinion(FACE, neutral=0.8))
    partly = said(opinion(FACE, angry=0.6, neutral=0.3))
    assert partly.startswith("Therefore, this person seems angry, though part of the evidence is")


def test_where_they_disagree_both_are_told_and_which_counts_for_more() -> None:
    text = said(opinion(FACE, happy=0.9), opinion(VOICE, angry=0.6))
    assert text == (
        "Therefore, this person may be happy or, less likely, angry: the face looks happy, "
        "while the voice sounds angry; the face counts for more."
    )


def test_under_half_of_the_evidence_nobody_seems_anything() -> None:
    text = said(opinion(FACE, happy=0.6), opinion(VOICE, angry=0.51))
    assert "hard to tell whether this person is happy or angry" in text and "seems" not in text
    assert said(opinion(FACE, angry=0.48)) == (
        "Therefore, this person may be angry, which is not certain: none of the signs is clear."
    )
    assert said(opinion(FACE, happy=0.43, fearful=0.34)) == (
        "Therefore, this person may be happy or, less likely, fearful: none of the signs is clear."
    )
    assert said(opinion(FACE, happy=0.42, fearful=0.4)).startswith(
        "Therefore, it is hard to tell whether this person is happy or fearful"
    )


def test_between_two_a_reason_for_either_is_one() -> None:
    """The voice leads, which is hard to tell, and is told so: else nobody learns why it leads."""
    text = said(opinion(FACE, neutral=0.51), opinion(VOICE, angry=0.49))
    assert text == (
        "Therefore, it is hard to tell whether this person is angry or neutral: the voice is "
        "perhaps angry, while the face looks neutral."
    )


def test_what_a_clue_is_unsure_of_is_no_reason() -> None:
    """The voice is "hard to tell, happy": that is not quoted for the happy face."""
    text = said(opinion(FACE, happy=0.8), opinion(VOICE, happy=0.43, fearful=0.3))
    assert text == "Therefore, this person seems happy: the face looks happy."


def test_a_reading_that_its_acts_made_sure_is_told_by_its_acts() -> None:
    """The face's figure rises with a smile; "looks happy" stays hedged, as its clue is."""
    face = opinion(FACE, happy=0.6)
    findings = [looks("happy", 0, 10, 48.0), act("smile", happy=1.0)]
    assert concluded(merge([face]), findings) == (
        "Therefore, this person seems happy: a smile fits happiness."
    )
    findings = [looks("happy", 0, 10, 48.0), act("brows_raised", surprised=0.5, fearful=0.5)]
    assert "may be happy" in concluded(merge([face]), findings)


def test_signs_of_what_is_too_weak_to_be_named_say_why_it_is_the_strongest() -> None:
    signs = [act(kind, fearful=0.5, surprised=0.5) for kind in ("eyes_widen", "brows_raised")]
    text = concluded(merge([opinion(FACE, fearful=0.28, sad=0.24)]), signs)
    assert text.startswith("Therefore, no clear emotion can be named; the strongest signs point to")
    assert text.endswith(": a widening of the eyes and a lift of the brows fit fear.")


def test_a_change_and_its_moment_are_told() -> None:
    verdict = merge([opinion(FACE, happy=0.34, fearful=0.31)])
    findings = [looks("happy", 0, 0.8, 45.0), looks("fearful", 0.8, 2, 41.0)]
    assert "the face perhaps turns from happy to fearful at 0.8 s" in concluded(verdict, findings)
    findings = [looks("happy", 0, 0.8, 55.0), looks("fearful", 0.8, 2, 61.0)]
    assert "the face turns from happy to fearful at 0.8 s" in concluded(verdict, findings)


def test_weak_or_no_evidence_names_nothing() -> None:
    assert "no clear emotion" in said(opinion(FACE, happy=0.28, sad=0.24))
    assert "with 16% of the evidence" in said(opinion(VOICE, 0.05, happy=0.5))
    assert "nothing can be concluded" in said()


@pytest.mark.parametrize(
    ("opinions", "state"),
    [
        ([], State.NOT_READABLE),
        ([opinion(FACE, happy=0.25)], State.NOT_CLEAR),
        ([opinion(WORDS, neutral=0.9)], State.NOT_CLEAR),
        ([opinion(FACE, happy=0.8)], State.READ),
        ([opinion(FACE, happy=0.4, sad=0.3)], State.READ),
    ],
)
def test_states(opinions: list[Opinion], state: State) -> None:
    came = conclude(opinions, course(*opinions), Phrases("en", 0, 10))
    assert came.state is state
    assert (came.state is State.READ) == bool(came.emotions)
    assert came.emotions or came.open == 1.0


CLAIMED = {
    "en": r"(?:looks|sounds|seems) (?:clearly )?(\w+)",
    "zh": r"(?:显得|听起来|明显像)([^，。：；、]+)",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_is_surer_than_its_clue(language: str) -> None:
    """Over made-up readings: what is told plainly is half or more of something measured."""
    random = np.random.default_rng(1)
    phrases = Phrases(language, 0, 10)
    words = {phrases.word(emotion): emotion for emotion in BASIC}
    claims = 0
    for _ in range(300):
        opinions = [
            Opinion(modality, random.dirichlet(np.full(len(BASIC), 0.3)), float(random.random()))
            for modality in (FACE, VOICE)
        ]
        came = conclude(opinions, course(*opinions), phrases)
        claimed = [words[one] for one in re.findall(CLAIMED[language], came.text) if one in words]
        claims += len(claimed)
        for emotion in claimed:
            at = BASIC.index(emotion)
            surest = max([one.probabilities[at] for one in opinions] + [came.verdict.shares[at]])
            assert surest >= SOMEWHAT, came.text
        leads = came.verdict.shares.max()
        assert leads >= SOMEWHAT or not re.search(r"seems|此人(?:没有|显得)", came.text), came.text
    assert claims > 100
