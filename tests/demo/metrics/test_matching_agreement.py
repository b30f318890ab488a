"""How far the matching agrees with the hand that judged pairs, as docs/scores.md tells it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tests.helpers.matching_agreement import JUDGEMENTS, SETS, answer, kappa, pairs

GOAL = 0.8
judgements = st.lists(
    st.tuples(st.sampled_from(JUDGEMENTS), st.sampled_from(JUDGEMENTS)), min_size=3, max_size=12
)


@given(judgements.filter(lambda both: len({one for pair in both for one in pair}) > 1))
def test_kappa_is_cohens(both: list[tuple[str, str]]) -> None:
    judged, said = zip(*both, strict=True)
    value, low, high = kappa(judged, said)
    assert value == pytest.approx(cohen_kappa_score(judged, said))
    assert -1 <= low <= high <= 1


def test_no_pair_stands_in_two_sets() -> None:
    known = [(pair.truth, pair.clue) for name in SETS for pair in pairs(name)]
    assert len(known) == len(set(known))


@pytest.mark.models
@pytest.mark.parametrize("name", ["held_out", "later"])
def test_no_tick_is_wrong_on_pairs_that_nothing_was_tuned_to(name: str) -> None:
    assert [p for p in pairs(name) if p.judged != "match" and answer(p) == "match"] == []


@pytest.mark.models
@pytest.mark.parametrize("name", ["held_out", "fresh", "firsts", "seconds", "ordinary"])
def test_the_matching_agrees_with_the_hand(name: str) -> None:
    known = pairs(name)
    assert len(known) >= 60
    value, _, _ = kappa([pair.judged for pair in known], [answer(pair) for pair in known])
    assert value >= GOAL
