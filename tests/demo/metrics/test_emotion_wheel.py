"""Emotion-wheel scores: the definitions by hand, the golden figures, and what must always hold."""

from __future__ import annotations

import csv
from functools import cache
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.reading import emotion_list
from demo.metrics.emotion_wheel import Overlap, ew_l1, hit_rate, m_avg, mean_f, overlap
from demo.metrics.wheels import Wheel, WordTable, own, published
from tests.helpers.places import SHARED

MELD = SHARED / "meld_affectgpt"
EDITIONS = {2025: SHARED / "emotion_wheels_mer2025", 2026: SHARED / "emotion_wheels_mer2026"}
CHECKPOINTS = range(30, 61, 5)

FIRST_LETTER = {"apple": "a", "avocado": "a", "banana": "b", "cherry": "c"}.get

KNOWN = sorted(own().roots)
words = st.sampled_from([*KNOWN, "xyzzy", "Happy", "SAD"])
word_lists = st.lists(words, max_size=6)
many_lists = st.lists(st.tuples(word_lists, word_lists), max_size=6)


def test_overlap_by_hand() -> None:
    truths = [["apple", "banana"], ["cherry"], ["apple"], ["unknown"], []]
    predictions = [["avocado", "cherry", "unknown"], ["cherry"], ["unknown"], ["apple"], ["apple"]]
    found = overlap(FIRST_LETTER, truths, predictions)
    assert found.per_clip == [(0.5, 0.5), (1.0, 1.0), (0.0, 0.0), None, None]
    assert found == Overlap(
        precision=(0.5 + 1 + 0) / 3,
        recall=(0.5 + 1 + 0) / 3,
        f1=pytest.approx(0.5),  # type: ignore[arg-type]
        clips=3,
        skipped=2,
        rows=found.rows,
    )


def test_f_is_made_of_the_means_and_is_no_mean_of_f() -> None:
    score = overlap(
        FIRST_LETTER, [["apple"], ["apple", "banana"]], [["apple", "cherry"], ["apple"]]
    )
    assert (score.precision, score.recall) == (0.75, 0.75)
    assert score.f1 == pytest.approx(0.75)  # the mean of the clips' F would be 2/3


@pytest.mark.parametrize(
    ("truths", "predictions", "clips"),
    [([], [], 0), ([[]], [["apple"]], 0), ([["apple"]], [[]], 1), ([["apple"]], [["cherry"]], 1)],
)
def test_nothing_in_common_is_zero(
    truths: list[list[str]], predictions: list[list[str]], clips: int
) -> None:
    score = overlap(FIRST_LETTER, truths, predictions)
    assert (score.precision, score.recall, score.f1, score.clips) == (0, 0, 0, clips)


def test_unequal_tables_are_refused() -> None:
    for score in (overlap, ew_l1, m_avg, hit_rate):
        with pytest.raises(ValueError, match="against"):
            score(own() if score is not overlap else FIRST_LETTER, [["a"]], [])  # type: ignore


def test_synonyms_in_one_sector_count_once_and_case_does_not_matter() -> None:
    score = ew_l1(own(), [["sad", "Sadness", "sorrowful"]], [["SAD"]])
    assert score.value == pytest.approx(1)
    assert list(score.overlaps) == [f"wheel {number} level 1" for number in range(1, 6)]
    assert (score.clips, score.skipped) == (1, 0)


def test_m_avg_is_the_mean_of_twelve() -> None:
    truths, predictions = [["sad"], ["xyzzy"]], [["gloomy"], ["sad"]]
    score = m_avg(own(), truths, predictions)
    assert len(score.overlaps) == 12
    assert score.overlaps["M1"].f1 == 0  # two words
    assert score.overlaps["M2"].f1 == 1  # one meaning
    assert score.value == pytest.approx(fmean(one.f1 for one in score.overlaps.values()))
    assert (score.clips, score.skipped) == (1, 1)


def test_hit_rate_by_hand() -> None:
    rate = hit_rate(
        own(), ["sad", "happy", "neutral", "xyzzy"], [["gloomy"], ["angry"], [], ["sad"]]
    )
    assert rate.value == pytest.approx(1 / 3)
    assert (rate.clips, rate.skipped) == (3, 1)


def test_a_truth_that_only_some_wheels_place_counts_on_those() -> None:
    assert own().sector("surprised", 4, 1) is None
    rate = hit_rate(own(), ["surprised", "sad"], [["astonished"], ["happy"]])
    assert (rate.clips, rate.skipped) == (2, 0)
    assert rate.value == pytest.approx((4 * 0.5 + 0) / 5)


@given(many_lists)
def test_every_score_is_in_range_and_mirrors(pairs: list[tuple[list[str], list[str]]]) -> None:
    truths, predictions = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    for one in m_avg(own(), truths, predictions).overlaps.values():
        assert min(one.precision, one.recall, one.f1) >= 0
        assert max(one.precision, one.recall, one.f1) <= 1
    for there, back in zip(
        overlap(own().m2, truths, predictions).per_clip,
        overlap(own().m2, predictions, truths).per_clip,
        strict=True,
    ):
        if there and back:
            assert there == back[::-1]


@given(many_lists, st.randoms())
def test_order_and_duplicates_make_no_difference(
    pairs: list[tuple[list[str], list[str]]], random: object
) -> None:
    truths, predictions = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    mixed = [sorted(words * 2, key=lambda _: random.random()) for words in predictions]  # type: ignore
    one, other = m_avg(own(), truths, predictions), m_avg(own(), truths, mixed)
    assert one == other
    assert (one.rows == other.rows).all()
    first = [words[0] if words else "" for words in truths]
    assert hit_rate(own(), first, predictions) == hit_rate(own(), first, mixed)


@given(st.lists(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=5), min_size=1, max_size=5))
def test_identical_lists_score_one(lists: list[list[str]]) -> None:
    assert overlap(own().m1, lists, lists).f1 == pytest.approx(1)
    assert overlap(own().m2, lists, lists).f1 == pytest.approx(1)
    for one in m_avg(own(), lists, lists).overlaps.values():
        assert one.f1 == (pytest.approx(1) if one.clips else 0)


@given(many_lists)
def test_the_rows_of_a_bootstrap_give_the_score_back(
    pairs: list[tuple[list[str], list[str]]],
) -> None:
    truths, predictions = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    score = m_avg(own(), truths, predictions)
    rows = score.rows
    assert rows.shape == (len(pairs), 36)
    if len(pairs):
        assert mean_f(rows.mean(axis=0)) == pytest.approx(score.value)
        assert mean_f(np.stack([rows.mean(axis=0)] * 2)).shape == (2,)


# -- golden figures of the released AffectGPT answers


@cache
def _table(edition: int) -> WordTable:
    return published(EDITIONS[edition])


def _hit_rate(edition: int, checkpoint: int) -> float:
    with (MELD / "labels.csv").open(encoding="utf-8", newline="") as file:
        truths = {row["name"]: row["emotion"] for row in csv.DictReader(file)}
    with (MELD / f"openset_0000{checkpoint}.csv").open(encoding="utf-8", newline="") as file:
        said = {row["name"]: row["openset"] for row in csv.DictReader(file)}
    predictions = [emotion_list.parse(said[name]).words for name in truths]
    rate = hit_rate(_table(edition), list(truths.values()), predictions)
    assert (rate.clips, rate.skipped) == (1354, 1256)  # MELD's neutral ones are skipped
    return 100 * rate.value


needs_lists = pytest.mark.skipif(
    not (MELD.is_dir() and EDITIONS[2025].is_dir() and EDITIONS[2026].is_dir()),
    reason="the published word lists and AffectGPT's answers are not here",
)


@pytest.mark.slow
@needs_lists
def test_golden_figures() -> None:
    assert round(_hit_rate(2025, 30), 2) == 55.65
    assert round(fmean(_hit_rate(2025, checkpoint) for checkpoint in CHECKPOINTS), 2) == 54.40
    assert round(_hit_rate(2026, 30), 2) == 56.33


@needs_lists
@given(many_lists)
def test_published_scores_are_in_range_too(pairs: list[tuple[list[str], list[str]]]) -> None:
    score = m_avg(_table(2025), [pair[0] for pair in pairs], [pair[1] for pair in pairs])
    assert 0 <= score.value <= 1


def test_a_clip_counts_where_any_wheel_places_its_truth() -> None:
    on_first, on_fifth = (Wheel(w, "", {w: {w: ()}}) for w in ("happy", "sad"))
    words = {"happy": "happy", "sad": "sad"}
    anchors = {"happy": ("happy", None), "sad": (None, "sad")}
    table = WordTable("two", (on_first, on_fifth), str, words, words, anchors)
    rate = hit_rate(table, ["happy", "sad"], [["happy"], []])
    assert (rate.clips, rate.skipped, rate.value) == (2, 0, 0.5)


def test_a_word_is_looked_up_once_however_many_clips_use_it() -> None:
    asked: list[str] = []

    def group(word: str) -> str:
        asked.append(word)
        return word[0]

    found = overlap(group, [["apple", "cherry"]] * 500, [["avocado"]] * 500)
    assert sorted(asked) == ["apple", "avocado", "cherry"]
    assert found.per_clip == [(1.0, 0.5)] * 500
