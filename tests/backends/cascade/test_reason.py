"""The merge: surer opinions count more, disagreement stays, weak evidence claims nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backends.base import Modality
from backends.cascade.reason import Opinion, merge
from tests.helpers.opinions import opinion


def test_agreement_names_one_emotion() -> None:
    verdict = merge([opinion(Modality.VISUAL, happy=0.8), opinion(Modality.ACOUSTIC, happy=0.6)])
    assert verdict.emotions == ("happy",)
    assert verdict.disagreement is None
    assert verdict.shares.sum() == pytest.approx(1)


def test_disagreement_keeps_both_sides() -> None:
    face = opinion(Modality.VISUAL, happy=0.8)
    voice = opinion(Modality.ACOUSTIC, angry=0.6)
    verdict = merge([voice, face])
    assert set(verdict.emotions) == {"happy", "angry"}
    assert verdict.disagreement == (face, voice)  # the surer first
    assert verdict.share("happy") > verdict.share("angry")


def test_an_even_spread_claims_nothing() -> None:
    verdict = merge([opinion(Modality.VISUAL, happy=0.2), opinion(Modality.ACOUSTIC, sad=0.2)])
    assert verdict.emotions == ()


@pytest.mark.parametrize("beside", [[], [opinion(Modality.LEXICAL, neutral=0.99)]])
def test_a_voice_alone_names_only_what_is_likelier_than_all_else(beside: list[Opinion]) -> None:
    assert merge([opinion(Modality.ACOUSTIC, sad=0.48), *beside]).emotions == ()
    assert merge([opinion(Modality.ACOUSTIC, sad=0.55), *beside]).emotions == ("sad",)
    assert merge([opinion(Modality.VISUAL, sad=0.48), *beside]).emotions == ("sad",)


def test_nothing_received_claims_nothing() -> None:
    verdict = merge([])
    assert verdict.emotions == ()
    assert not verdict.shares.any()


def test_plain_words_do_not_calm_an_angry_face() -> None:
    face = opinion(Modality.VISUAL, angry=0.6)
    alone = merge([face])
    plain = merge([face, opinion(Modality.LEXICAL, neutral=0.97)])
    assert plain.share("angry") == pytest.approx(alone.share("angry"), abs=0.02)
    assert plain.share("neutral") < 0.1
    assert plain.disagreement is None


def test_words_with_feeling_count() -> None:
    face = opinion(Modality.VISUAL, neutral=0.5)
    verdict = merge([face, opinion(Modality.LEXICAL, sad=0.9)])
    assert verdict.emotions[0] == "sad"
    assert verdict.disagreement is not None


def test_an_untrusted_voice_counts_for_nothing() -> None:
    face = opinion(Modality.VISUAL, neutral=0.5)
    voice = opinion(Modality.ACOUSTIC, trust=0.0, disgusted=0.9)
    assert merge([face, voice]).share("neutral") == pytest.approx(merge([face]).share("neutral"))


@pytest.mark.parametrize("modality", Modality)
def test_trust_lowers_what_one_modality_alone_comes_to(modality: Modality) -> None:
    said = [opinion(modality, trust, sad=0.9) for trust in (1.0, 0.6, 0.3, 0.0)]
    shares = [merge([one]).share("sad") for one in said]
    assert shares[:3] == pytest.approx([0.9 * t + (1 - t) / 7 for t in (1.0, 0.6, 0.3)], abs=0.02)
    assert merge(said[3:]).emotions == ()
    weights = [one.weight for one in said]
    assert sorted(weights, reverse=True) == weights and weights[3] == pytest.approx(0, abs=1e-9)


def test_a_doubtful_one_is_backed_by_what_can_be_trusted() -> None:
    """As far as that counts itself; there is no step where it begins to."""
    words = opinion(Modality.LEXICAL, 0.6, sad=0.9)
    faces = [opinion(Modality.VISUAL, sad=share) for share in (0.15, 0.25, 0.3, 0.35, 0.4, 0.9)]
    trust = [merge([words, face]).trust for face in faces]
    assert trust == sorted(trust) and trust[0] == 0.6 and trust[-1] == 1
    assert any(0.6 < one < 1 for one in trust)


def test_order_does_not_matter() -> None:
    opinions = [
        opinion(Modality.VISUAL, happy=0.5),
        opinion(Modality.ACOUSTIC, sad=0.7),
        opinion(Modality.LEXICAL, surprised=0.6),
    ]
    assert np.allclose(merge(opinions).shares, merge(opinions[::-1]).shares)


def test_two_that_lead_together_are_divided() -> None:
    verdict = merge([opinion(Modality.VISUAL, happy=0.42, fearful=0.4)])
    assert verdict.divided
    assert not merge([opinion(Modality.VISUAL, happy=0.6, fearful=0.3)]).divided


def test_what_is_open_grows_with_disagreement() -> None:
    face = opinion(Modality.VISUAL, happy=0.9)
    voices = ({"happy": 0.9}, {"angry": 0.6}, {"angry": 0.9})
    verdicts = [merge([face, opinion(Modality.ACOUSTIC, **voice)]) for voice in voices]
    founded = [verdict.founded for verdict in verdicts]
    assert founded[0] == pytest.approx(1) and founded == sorted(founded, reverse=True)
    shares = [sum(map(verdict.share, verdict.emotions)) for verdict in verdicts]
    assert shares[0] - shares[2] > 0.2
    assert merge([face, opinion(Modality.LEXICAL, neutral=0.97)]).founded == 1.0


def test_what_is_open_grows_as_less_is_seen() -> None:
    whole = opinion(Modality.VISUAL, happy=0.9)
    shares = [merge([replace(whole, seconds=s)]).share("happy") for s in (0.2, 0.6, 1.0, 5.0)]
    assert shares == sorted(shares) and shares[2] == shares[3] == merge([whole]).share("happy")
    assert shares[0] == pytest.approx(0.2 * shares[3])


def test_what_is_pooled_may_be_another_than_what_is_told() -> None:
    """A face that people would call neutral, as most are, still speaks for what is rarer."""
    told = opinion(Modality.VISUAL, neutral=0.6, sad=0.3)
    rarer = opinion(Modality.VISUAL, neutral=0.2, sad=0.7)
    both = replace(told, pooled=rarer.probabilities)
    assert both.leading == "neutral" and both.hedge == told.hedge
    assert merge([both]).shares == pytest.approx(merge([rarer]).shares)
    assert merge([told]).strongest == "neutral" and merge([both]).strongest == "sad"
