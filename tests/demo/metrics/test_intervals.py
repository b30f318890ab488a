"""Bootstrap intervals and paired comparison."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from demo.metrics.intervals import (
    BATCH,
    RESAMPLES,
    SEED,
    Values,
    first_column,
    interval,
    of_several,
    of_share,
    paired,
    resamples,
    value,
)
from demo.metrics.measured import Measured

UNITS = st.lists(st.floats(0, 1), min_size=2, max_size=20)


def f1(means: Values) -> Values:
    precision, recall = means[..., 0], means[..., 1]
    both = precision + recall
    return np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)


def test_a_mean_has_the_interval_that_theory_expects() -> None:
    values = np.random.default_rng(1).random(400) < 0.5
    found = interval(values)
    assert found is not None
    middle, half = values.mean(), 1.96 * values.std() / 20
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), abs=0.004)
    assert found.level == 0.95


def test_a_score_that_is_no_mean() -> None:
    rows = np.random.default_rng(2).random((200, 2))
    found = interval(rows, f1)
    assert found is not None
    assert found.low < value(rows, f1) < found.high
    assert value([[1, 0.5], [0, 0.5]], f1) == 0.5


def test_one_clip_says_nothing_about_others() -> None:
    assert interval([0.7]) is None
    assert paired([0.7], [0.2]).interval is None


@pytest.mark.parametrize("rows", [[0.1] * 7, [1.0] * 6, [[1, 0], [1, 0]]])
def test_clips_that_all_score_alike_give_no_interval(rows: list[float]) -> None:
    assert interval(rows) is None
    assert interval([[1, 0], [0, 1]], lambda means: means.sum(-1)) is None  # nor whose sets do
    compared = paired(np.array(rows), np.zeros_like(rows))
    assert compared.interval is None and compared.ahead == 1


@pytest.mark.parametrize(
    ("right", "clips", "low", "high"),
    [(6, 6, 0.610, 1.0), (0, 6, 0.0, 0.390), (5, 6, 0.436, 0.970), (81, 263, 0.255, 0.366)],
)
def test_a_share_of_right_clips_has_wilsons_interval(
    right: int, clips: int, low: float, high: float
) -> None:
    """81 of 263: the worked example of Newcombe 1998, table I, method 3."""
    found = of_share([1] * right + [0] * (clips - right))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0006)


@pytest.mark.parametrize(("right", "clips"), [(0, 2), (1, 3), (50, 60), (999, 1000)])
def test_wilsons_interval_is_scipys(right: int, clips: int) -> None:
    found = of_share([1] * right + [0] * (clips - right))
    theirs = stats.binomtest(right, clips).proportion_ci(0.95, method="wilson")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_what_is_no_share_has_no_such_interval() -> None:
    assert of_share([1]) is None
    with pytest.raises(ValueError, match="right"):
        of_share([0.5, 1])


def test_a_metric_of_right_and_wrong_clips_takes_wilsons() -> None:
    row, sets = [0.0, 1.0], [[1.0, 1.0]] * 6
    share = Measured("accuracy", [row, *sets], lambda means: means[..., 0], is_share=True).score()
    assert share.interval == of_share([0, 1, 1, 1, 1, 1, 1])
    alike = Measured("accuracy", sets, lambda means: means[..., 0], is_share=True).score()
    assert alike.interval is not None and round(alike.interval.low, 2) == 0.61
    assert Measured("uar", sets).score().interval is None


def test_the_same_table_gives_the_same_interval() -> None:
    values = np.random.default_rng(3).random(50)
    assert interval(values) == interval(values)


@pytest.mark.parametrize("clips", [2, 20, 333])
def test_the_bootstrap_is_scipys_and_shared_sets_change_nothing(clips: int) -> None:
    rows = np.random.default_rng(clips).random((clips, 2))

    def of_sample(at: NDArray[np.int64], axis: int) -> Values:
        return f1(rows[np.moveaxis(at, axis, -1)].mean(axis=-2))

    theirs = stats.bootstrap(
        (np.arange(clips),), of_sample, vectorized=True,
        method="percentile", n_resamples=RESAMPLES, batch=BATCH, rng=np.random.default_rng(SEED),
    ).confidence_interval  # fmt: skip
    ours = of_several([(rows, f1), (rows[:, :1], first_column), (rows, first_column)])
    assert ours == [interval(rows, f1), interval(rows[:, :1]), interval(rows)]
    assert ours[0] is not None
    assert (ours[0].low, ours[0].high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_large_tables_are_resampled_less_often() -> None:
    assert resamples(2610) == RESAMPLES == 9999
    assert (resamples(10_000), resamples(100_000)) == (3000, 999)
    few, many = (np.tile([0.0, 1.0], n // 2) for n in (1000, 20_000))
    for values in (few, many):
        found = interval(values)
        assert found is not None
        half = 1.96 / 2 / len(values) ** 0.5
        assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), abs=half / 10)


@settings(max_examples=20, deadline=None)
@given(UNITS)
def test_an_interval_stays_in_the_range_of_its_clips(values: list[float]) -> None:
    found = interval(values)
    if found is None:
        assert max(values) - min(values) < 1e-7  # only rounding tells them apart
        return
    assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9


def test_pairing_sees_what_two_intervals_would_hide() -> None:
    hard = np.random.default_rng(4).random(100)
    better = np.tile([0.01, 0.03], 50)
    compared = paired(hard + better, hard)
    assert compared.difference == pytest.approx(0.02)
    assert compared.interval is not None
    assert compared.interval.low > 0.017
    assert (compared.ahead, compared.clips) == (1.0, 100)


def test_two_that_are_the_same_are_not_told_apart() -> None:
    values = np.random.default_rng(5).random(40)
    compared = paired(values, values)
    assert (compared.difference, compared.ahead) == (0, 0.5)


@settings(max_examples=10, deadline=None)
@given(UNITS)
def test_swapping_the_two_swaps_the_sign(values: list[float]) -> None:
    other = values[::-1]
    there, back = paired(values, other), paired(other, values)
    assert there.difference == pytest.approx(-back.difference, abs=1e-12)
    assert there.ahead == pytest.approx(1 - back.ahead, abs=1e-9)


@pytest.mark.parametrize("bad", [[], [float("nan"), 1.0], [[[1.0]]]])
def test_what_is_no_table_of_numbers_is_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="clip"):
        interval(bad)


def test_other_clips_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same clips"):
        paired([1, 0], [1])


@pytest.mark.parametrize("clips", [1, 2, 7, 50, 333])
def test_what_only_rounding_tells_apart_is_level(clips: int) -> None:
    compared = paired(np.full(clips, 0.1 + 0.2), np.full(clips, 0.3))
    assert (compared.difference, compared.ahead) == (0, 0.5)
    assert compared.interval is None
    assert paired([0.3 + 1e-6] * clips, [0.3] * clips).ahead == 1
