"""Set-level accuracy, recall and their mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.metrics.set_level import first_group, grouped_by, set_level
from demo.metrics.wheels import own

GROUPS = [["happy", "joyful", "glad"], ["sad", "gloomy"], ["angry", "glad"]]
words = st.sampled_from(["happy", "Joyful", "glad", "sad", "gloomy", "angry", "bored", "calm", ""])
word_lists = st.lists(words, max_size=6)
many_lists = st.lists(st.tuples(word_lists, word_lists), max_size=6)


def test_the_worked_example() -> None:
    truths = [["happy", "calm", "sad", "bored"], ["angry"], ["sad"]]
    predictions = [["Joyful"], ["angry"], []]
    score = set_level(GROUPS, truths, predictions)
    assert score.per_clip == [(1.0, 0.25), (1.0, 1.0), (0.0, 0.0)]
    assert round(score.accuracy, 4) == 0.6667
    assert round(score.recall, 4) == 0.4167
    assert round(score.average, 4) == 0.5417
    assert score.clips == 3


def test_the_first_group_that_holds_a_word_counts() -> None:
    group = first_group([["happy", "glad"], ["glad", "angry"], ["Angry", "mad"]])
    assert group("GLAD ") == group("happy")
    assert group("angry") != group("glad")
    assert group("mad") not in (group("angry"), group("happy"))
    assert group("bored") == "bored"


def test_a_group_that_begins_like_an_earlier_one_is_another() -> None:
    group = first_group([["happy"], ["happy", "sad"], []])
    assert group("sad") != group("happy")


def test_unknown_words_stand_for_themselves() -> None:
    score = set_level([], [["xyzzy", "sad"]], [["XYZZY"]])
    assert score.per_clip == [(1.0, 0.5)]


def test_an_empty_prediction_scores_nothing_and_an_empty_truth_is_skipped() -> None:
    score = set_level(GROUPS, [["sad"], [], [], ["sad"]], [[], [], ["sad"], ["gloomy"]])
    assert score.per_clip == [(0.0, 0.0), None, None, (1.0, 1.0)]
    assert (score.accuracy, score.recall, score.average) == (0.5, 0.5, 0.5)
    assert (score.clips, score.skipped) == (2, 2)


def test_no_clips() -> None:
    score = set_level(GROUPS, [], [])
    assert (score.accuracy, score.recall, score.average, score.clips) == (0, 0, 0, 0)


def test_unequal_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        set_level(GROUPS, [["sad"]], [])


def test_grouped_by_a_word_table_is_finer_than_a_sector() -> None:
    group = grouped_by(own())
    assert group("gloomy") == group("Sadness") == group("悲伤")
    assert group("lonely") != group("sad")  # both stand in the sector of sad
    assert own().sector("lonely", 0, 1) == own().sector("sad", 0, 1)
    assert group("XYZZY") == "xyzzy"


@given(many_lists)
def test_range_and_mirror(pairs: list[tuple[list[str], list[str]]]) -> None:
    truths, predictions = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    there, back = set_level(GROUPS, truths, predictions), set_level(GROUPS, predictions, truths)
    assert 0 <= min(there.accuracy, there.recall) <= max(there.accuracy, there.recall) <= 1
    for one, other in zip(there.per_clip, back.per_clip, strict=True):
        assert one is None or other is None or one == other[::-1]
    if all(truths) and all(predictions):
        assert there.average == pytest.approx(back.average)


@given(many_lists)
def test_order_and_duplicates_make_no_difference(pairs: list[tuple[list[str], list[str]]]) -> None:
    truths, predictions = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    mixed = [[*words[::-1], *words] for words in predictions]
    assert set_level(GROUPS, truths, predictions) == set_level(GROUPS, truths, mixed)


@given(st.lists(st.lists(words, min_size=1, max_size=5), min_size=1, max_size=5))
def test_identical_lists_score_one(lists: list[list[str]]) -> None:
    score = set_level(GROUPS, lists, lists)
    assert (score.accuracy, score.recall, score.average) == (1, 1, 1)


def test_a_word_is_grouped_once_however_many_clips_use_it() -> None:
    asked: list[str] = []

    def group(word: str) -> str:
        asked.append(word)
        return word

    assert set_level(group, [["sad", "calm"]] * 100, [["sad"]] * 100).recall == 0.5
    assert sorted(asked) == ["calm", "sad"]
