"""Agreement with the crowd's votes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.ground_truth import gallery
from demo.metrics.votes import vote_agreement

OPTIONS = ["neutral", "happy", "sad", "angry"]
SHARES = st.dictionaries(st.sampled_from(OPTIONS), st.integers(1, 20), min_size=1)


def test_by_hand() -> None:
    votes = {"happy": 7, "neutral": 2, "sad": 1}
    assert vote_agreement(votes, {"happy": 0.5, "sad": 0.5}) == pytest.approx(0.5 + 0.1)
    assert vote_agreement(votes, {"angry": 1.0}) == 0
    assert vote_agreement(votes, {}) == 0


def test_words_are_counted_as_the_option_that_they_mean() -> None:
    votes = {"happy": 1, "neutral": 1}
    assert vote_agreement(votes, {"joy": 0.2, "cheerful": 0.1, "calm": 0.3}) == pytest.approx(1)


def test_words_that_the_crowd_was_not_offered_disagree() -> None:
    assert vote_agreement({"happy": 3}, {"happy": 0.4, "hungry": 0.6}) == pytest.approx(0.4)


def test_the_gallery_sad_clip_was_seen_as_neutral() -> None:
    truth = gallery.of("1001_DFA_SAD_XX")
    assert truth is not None
    assert truth.votes is not None
    seen = truth.votes.audiovisual
    assert vote_agreement(seen, {"neutral": 1}) > vote_agreement(seen, {"sad": 1})


@pytest.mark.parametrize(("votes", "scores"), [({}, {"sad": 1}), ({"sad": 1}, {"sad": -1})])
def test_what_is_no_vote_is_refused(votes: dict[str, int], scores: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"voted|negative"):
        vote_agreement(votes, scores)


@given(SHARES, SHARES)
def test_in_range_symmetric_and_blind_to_scale(a: dict[str, int], b: dict[str, int]) -> None:
    agreement = vote_agreement(a, b)
    assert -1e-9 <= agreement <= 1 + 1e-9
    assert agreement == pytest.approx(vote_agreement(b, a))
    assert agreement == pytest.approx(vote_agreement(a, {w: n / 7 for w, n in b.items()}))
    assert vote_agreement(a, a) == pytest.approx(1)
