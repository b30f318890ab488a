"""What a class's votes come to, worked by hand, and agreement by two ways."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest

from demo.lesson import figures
from demo.lesson.agreement import alpha
from demo.lesson.voting import Vote
from demo.lesson.words import group, shown, wheel


def vote(number: int, *words: str, place: int = 0, sure: int = 3) -> Vote:
    """A vote with these words."""
    return Vote(place, number, words, sure, (), "", None, 0.0)


def test_words_are_grouped_by_meaning_and_unknown_ones_kept() -> None:
    said = figures.distribution(
        [vote(1, "sad"), vote(2, "gloomy", "Grumpf"), vote(3, "悲伤"), vote(4, "grumpf ")]
    )
    assert [(one.key, one.people, one.known) for one in said.groups] == [
        ("sad", 3, True), ("grumpf", 2, False),
    ]  # fmt: skip
    assert [one.share for one in said.groups] == pytest.approx([2.5 / 4, 1.5 / 4])
    assert dict(said.groups[0].words) == {"sad": 1, "gloomy": 1, "悲伤": 1}
    assert dict(said.groups[1].words) == {"Grumpf": 1, "grumpf ": 1}
    assert said.groups[0].sector == "sad"


def test_entropy_and_effective_number() -> None:
    even = figures.distribution([vote(n, word) for n, word in enumerate(("sad", "angry") * 2)])
    assert even.entropy == pytest.approx(1.0)
    assert even.effective == pytest.approx(2.0)
    one = figures.distribution([vote(1, "sad"), vote(2, "sad")])
    assert (one.entropy, one.effective) == (0.0, 1.0)
    none = figures.distribution([])
    assert (none.voters, none.groups, none.entropy) == (0, (), 0.0)
    assert sum(one.share for one in even.groups) == pytest.approx(1.0)


def test_what_changed_is_of_those_who_voted_both_times() -> None:
    first = [vote(1, "angry", sure=1), vote(2, "angry", sure=2), vote(3, "sad")]
    then = [vote(1, "disgusted", sure=3), vote(2, "furious", sure=4), vote(9, "happy")]
    change = figures.change(first, then)
    assert (change.voters, change.moved) == (2, 1)
    assert change.ways == (("angry", "disgusted", 1),)
    assert change.surer == (1.5, 3.5)
    assert figures.change(first, []).surer is None


def test_moments_as_heat() -> None:
    cells = figures.heat([0.0, 0.01, 1.2, 2.4, 99.0], 2.4)
    assert (cells[0], cells[12], cells[-1], sum(cells)) == (2, 1, 2, 5)
    assert sum(figures.heat([1.0], 0.0)) == 1


LABELS = [
    {1: "sad", 2: "sad", 3: "angry"},
    {1: "happy", 2: "happy"},
    {1: "angry", 2: "sad", 3: "angry"},
    {3: "happy"},
]


def test_alpha_is_the_package_s_and_its_interval_holds_it() -> None:
    found = alpha(LABELS)
    table = [[one.get(rater) for one in LABELS] for rater in (1, 2, 3)]
    codes = {None: np.nan, "sad": 0.0, "angry": 1.0, "happy": 2.0}
    data = [[codes[label] for label in row] for row in table]
    by_raters = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert found.value == pytest.approx(by_raters)
    assert (found.clips, found.raters, found.lacking) == (3, 3, None)
    assert found.interval is not None
    assert found.interval.low <= by_raters <= found.interval.high <= 1.0


def test_the_interval_s_statistic_is_alpha() -> None:
    from demo.lesson.agreement import _rows, _Statistic

    counts = np.array([[2, 1, 0], [0, 0, 4], [1, 1, 1], [3, 0, 0]])
    by_package = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    ours = _Statistic(4)(_rows(counts).mean(axis=0))
    assert float(ours) == pytest.approx(float(by_package))


@pytest.mark.parametrize(
    ("labels", "lacking"),
    [
        ([], "nobody"),
        ([{}, {}], "nobody"),
        ([{1: "sad"}, {1: "angry"}], "one_rater"),
        ([{1: "sad"}, {2: "angry"}], "no_overlap"),
        ([{1: "sad", 2: "sad"}, {1: "sad", 2: "sad"}], "one_label"),
        ([{1: "sad", 2: "angry"}], "one_clip"),
    ],
)
def test_where_there_is_no_alpha_it_is_told_why(labels: list[dict[int, str]], lacking: str) -> None:
    found = alpha(labels)
    assert (found.value, found.lacking, found.interval) == (None, lacking, None)


def test_the_wheel_s_words_count_for_what_they_say() -> None:
    for language in ("en", "zh"):
        sectors = wheel(language)
        assert len(sectors) == 8
        words = [word for sector in sectors for word in sector.words]
        assert len(words) == len(set(words)) > 50
        assert all(group(word)[1] for word in words)
    assert shown("angry", "zh") == "愤怒"
    assert shown("愤怒", "zh") == "愤怒"
    assert shown("grumpf", "zh") == "grumpf"
    assert shown("", "zh") == ""
