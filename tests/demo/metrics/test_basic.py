"""Scores over one basic emotion a clip."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from backends.reading.basic_emotions import BASIC
from backends.reading.labels import normalise
from demo.metrics.basic import OTHER, basic, label, option, statistics

LABELS = ["happy", "sad", "angry"]
WORDS = st.sampled_from([*LABELS, "xyzzy"])
CLIPS = st.lists(st.tuples(st.sampled_from(LABELS), st.lists(WORDS, max_size=3)), min_size=1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Anger", "angry"),
        (" joy ", "happy"),
        ("happiness", "happy"),
        ("calm", "neutral"),
        ("FEA", "fearful"),
        ("surprise", "surprised"),
        ("厌恶", "disgusted"),
        ("Worried", "worried"),
    ],
)
def test_labels_are_read_however_a_set_writes_them(written: str, meant: str) -> None:
    assert normalise(written) == meant


@pytest.mark.parametrize(
    ("word", "stands_for"),
    [
        ("joy", "happy"),
        ("cheerful", "happy"),
        ("furious", "angry"),
        ("terrified", "fearful"),
        ("appalled", "disgusted"),
        ("stunned", "surprised"),
        ("grief", "sad"),
        ("emotionless", "neutral"),
        ("xyzzy", "xyzzy"),
    ],
)
def test_open_words_stand_for_the_basic_emotion_of_their_sector(word: str, stands_for: str) -> None:
    assert option(word, BASIC) == stands_for


def test_an_option_of_the_set_comes_before_the_sector() -> None:
    assert option("worried", {"worried", "fearful"}) == "worried"
    assert option("worried", {"fearful"}) == "fearful"


@pytest.mark.parametrize(
    ("noun", "adjective"),
    [("boredom", "bored"), ("Contempt", "contemptuous"), ("pride", "proud"), ("relief", "relieved"),
     ("frustration", "frustrated"), ("excitement", "excited"), ("happiness", "joyful"),
     ("loneliness", "lonely"), ("worry", "worried"), ("自豪", "proud"), ("擔心", "worried")],
)  # fmt: skip
def test_a_noun_is_right_beside_its_adjective(noun: str, adjective: str) -> None:
    for truth, said in ((noun, adjective), (adjective, noun)):
        assert basic([truth, "sad"], [[said], ["sad"]]).accuracy == 1
    assert basic([noun, adjective], [[adjective]] * 2).labels == (label(noun),)


@pytest.mark.parametrize(
    "word", ["anxious", "concerned", "nervous", "uneasy", "apprehensive", "worry", "焦虑", "担忧",
             "紧张", "不安", "焦慮", "擔憂", "緊張", "fearful", "terrified"]
)  # fmt: skip
def test_the_mer_sets_call_it_worried(word: str) -> None:
    mer = ("neutral", "angry", "happy", "sad", "worried", "surprised")
    assert option(word, mer) == "worried"
    assert option("gloomy", mer) == "sad"


def test_a_set_that_has_fear_and_worry_keeps_them_apart() -> None:
    both = ("fearful", "worried")
    words = ("terrified", "afraid", "anxious", "nervous", "擔心")
    assert [option(word, both) for word in words] == ["fearful"] * 2 + ["worried"] * 3


def test_a_synonym_stands_for_a_label_that_is_not_basic() -> None:
    assert option("annoyed", ("irritated", "sad")) == "irritated"
    assert option("xyzzy", ("irritated", "sad")) == "xyzzy"


def test_a_small_table_by_hand() -> None:
    truths = ["joy", "happy", "sadness", "sad", "anger"]
    answers = [["happy"], ["sad", "joy"], ["sad"], [], ["xyzzy", "xyzzy too", "angry"]]
    scores = basic(truths, answers)
    assert scores.labels == ("happy", "sad", "angry")
    assert scores.confusion.tolist() == [[1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1]]
    assert scores.accuracy == 2 / 5
    assert scores.uar == pytest.approx((1 / 2 + 1 / 2 + 0) / 3)
    assert scores.top2 == 3 / 5
    happy, sad = scores.per_emotion["happy"], scores.per_emotion["sad"]
    assert (happy.precision, happy.recall, happy.support) == (1, 0.5, 2)
    assert (sad.precision, sad.recall) == (0.5, 0.5)
    assert scores.weighted_f1 == pytest.approx((2 * 2 / 3 + 2 * 1 / 2 + 0) / 5)
    assert scores.clips == 5


def test_synonyms_do_not_take_the_second_place() -> None:
    assert basic(["happy"], [["sad", "sadness", "joy"]]).top2 == 1


def test_an_emotion_that_does_not_occur_is_other() -> None:
    scores = basic(["happy", "worried"], [["angry"], ["worried"]])
    assert scores.labels == ("happy", "worried")
    assert scores.confusion.tolist() == [[0, 0, 1], [0, 1, 0]]


def test_no_clip_or_unequal_tables_are_refused() -> None:
    for truths, answers in (([], []), (["sad"], [])):
        with pytest.raises(ValueError, match="labels against"):
            basic(truths, answers)


@settings(max_examples=30, deadline=None)
@given(CLIPS)
def test_scores_are_in_range_and_resampling_says_what_scikit_learn_says(
    clips: list[tuple[str, list[str]]],
) -> None:
    truths, answers = [truth for truth, _ in clips], [words for _, words in clips]
    scores = basic(truths, answers)
    means = scores.per_clip.mean(axis=0)
    for name, statistic in statistics(len(scores.labels)).items():
        assert 0 <= getattr(scores, name) <= 1
        assert statistic(means) == pytest.approx(getattr(scores, name))
        assert statistic(np.stack([means, means])).shape == (2,)
    assert scores.accuracy <= scores.top2
    assert scores.confusion.sum() == len(clips)


@settings(max_examples=30, deadline=None)
@given(CLIPS, st.randoms())
def test_the_order_of_the_clips_does_not_matter(
    clips: list[tuple[str, list[str]]], random: Random
) -> None:
    shuffled = random.sample(clips, len(clips))
    first = basic([truth for truth, _ in clips], [words for _, words in clips])
    second = basic([truth for truth, _ in shuffled], [words for _, words in shuffled])
    assert (first.uar, first.weighted_f1) == pytest.approx((second.uar, second.weighted_f1))
    assert (first.confusion == second.confusion).all()


def test_uar_is_balanced_accuracy() -> None:
    truths, said = ["sad", "sad", "happy", "angry"], ["sad", "happy", "happy", "sad"]
    expected = metrics.balanced_accuracy_score(truths, said)
    assert basic(truths, [[word] for word in said]).uar == pytest.approx(expected)


def test_no_answer_has_its_own_column() -> None:
    assert OTHER not in basic(["sad"], [[]]).labels
    assert basic(["sad"], [[]]).confusion.tolist() == [[0, 1]]
