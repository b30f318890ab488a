"""`python -m demo.score`: two tables in, scores out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from demo import score
from tests.helpers.places import SHARED

if TYPE_CHECKING:
    from tests.helpers.score_fixtures import Run, Table

pytest_plugins = ["tests.helpers.score_fixtures"]
pytestmark = pytest.mark.usefixtures("no_judge")

MELD = SHARED / "meld_affectgpt"
WHEELS = SHARED / "emotion_wheels_mer2025"
needs_data = pytest.mark.skipif(not MELD.exists(), reason="the released answers are not here")


def by_metric(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {line["metric"]: line for line in lines}


# -- what the field has released


@needs_data
@pytest.mark.parametrize(
    ("wheels", "printed"), [("emotion_wheels_mer2025", 55.65), ("emotion_wheels_mer2026", 56.33)]
)
def test_the_golden_hit_rate(run: Run, wheels: str, printed: float) -> None:
    (line,) = run(
        MELD / "labels.csv",
        MELD / "openset_000030.csv",
        *("--metrics", "hit_rate", "--wheels", str(SHARED / wheels)),
    )
    assert round(line["value"], 2) == printed
    assert line["words"] == wheels
    assert line["clips"] + line["skipped"] == 2610
    assert line["interval"][0] < line["value"] < line["interval"][1]
    assert (line["missing"], line["unparsed"]) == (0, 0)


@pytest.mark.slow
@needs_data
def test_the_mean_of_the_seven_checkpoints(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(str(path) for path in MELD.glob("openset_*.csv"))
    arguments = ["--truth", str(MELD / "labels.csv"), "--predictions", *files]
    assert score.main([*arguments, "--metrics", "hit_rate", "--wheels", str(WHEELS)]) == 0
    told = capsys.readouterr().out
    assert told.count("95% interval") == 7
    assert "Mean of 7 files" in told
    mean = told.partition("Mean of 7 files")[2]
    assert "Hit rate (hit_rate)  54.40" in mean
    assert "words emotion_wheels_mer2025" in mean


# -- small tables


def test_labels_against_words(run: Run, labels: Path, opensets: Path) -> None:
    lines = by_metric(run(labels, opensets))
    assert set(lines) == {"hit_rate", "accuracy", "uar", "weighted_f1", "top2"}
    hit_rate = lines["hit_rate"]
    assert hit_rate["value"] == pytest.approx(25)
    assert (hit_rate["clips"], hit_rate["missing"]) == (4, 1)
    assert (hit_rate["judge"], hit_rate["words"]) == (None, "EMER demo")


def test_labels_against_labels(run: Run, labels: Path, table: Table) -> None:
    said = table("said.csv", "name,label\na,happy\nb,sad\nc,sad\nd,calm\n")
    lines = by_metric(run(labels, said))
    assert lines["accuracy"]["value"] == 75
    assert lines["uar"]["value"] == 75
    assert lines["hit_rate"]["value"] == 50  # on the wheels, calm is not neutral
    assert [line["metric"] for line in run(labels, said, "--metrics", "uar")] == ["uar"]


def test_the_strongest_word_counts_as_the_answer(run: Run, labels: Path, table: Table) -> None:
    said = table("said.csv", 'name,openset\na,"[cheerful]"\nb,"[tense, gloomy]"\nc,"[xyzzy]"\n')
    lines = by_metric(run(labels, said, "--metrics", "accuracy,top2"))
    assert (lines["accuracy"]["value"], lines["top2"]["value"]) == (25, 50)
    assert (lines["accuracy"]["clips"], lines["accuracy"]["words"]) == (4, "EMER demo")


def test_words_against_words(run: Run, table: Table) -> None:
    truth = table("truth.csv", 'name,openset\na,"[happy]"\nb,"[sad, angry]"\n')
    said = table("said.csv", 'name,openset\nb,"Output: [\'sorrowful\']"\na,"joy, surprise"\n')
    lines = by_metric(run(truth, said))
    assert set(lines) == {
        "ew_l1", "m_avg", "m1", "m2", "set_accuracy", "set_recall", "set_average",
    }  # fmt: skip
    assert lines["set_recall"]["value"] == pytest.approx(100 * (1 + 0.5) / 2)
    assert lines["set_average"]["words"] == "EMER demo"


def test_a_stored_grouping(run: Run, table: Table) -> None:
    truth = table("truth.csv", 'name,openset\na,"[one, two, three, four]"\nb,[five]\nc,[six]\n')
    said = table("said.csv", 'name,openset\na,[uno]\nb,[five]\nc,"[]"\n')
    groups = table("groups.json", '[["One", "uno"], ["two"]]')
    lines = by_metric(run(truth, said, "--groups", str(groups)))
    expected = {"set_accuracy": 66.67, "set_recall": 41.67, "set_average": 54.17}
    assert {key: round(lines[key]["value"], 2) for key in expected} == expected
    assert lines["set_recall"]["words"] == "groups.json"


def test_answers_that_can_not_be_read_are_counted(run: Run, labels: Path, table: Table) -> None:
    said = table(
        "said.csv",
        'name,openset\na,"The person is crying because of it."\nb,[sad]\nc,"None"\nd,""\n',
    )
    (line,) = run(labels, said, "--metrics", "hit_rate")
    assert line["unparsed"] == 1
    assert line["clips"] == 4


@pytest.mark.parametrize("rows", ["a,[]\nb,\n", "a,Unknown\nb,He is sad because of it.\n"])
def test_answers_that_are_all_empty_score_nothing(
    run: Run, labels: Path, table: Table, rows: str
) -> None:
    (line,) = run(labels, table("said.csv", f"name,openset\n{rows}"), "--metrics", "hit_rate")
    assert (line["value"], line["clips"]) == (0, 4)
    assert line["unparsed"] == (2 if "Unknown" in rows else 0)


def test_unread_answers_are_counted_in_a_column_of_labels_too(
    run: Run, labels: Path, table: Table
) -> None:
    said = table("said.csv", "name,label\na,happy\nb,He is sad because of it.\n")
    lines = run(labels, said, "--metrics", "accuracy,hit_rate")
    assert [line["unparsed"] for line in lines] == [1, 1]


def test_one_clip_has_no_interval(run: Run, table: Table) -> None:
    one = table("one.csv", "name,label\na,happy\n")
    assert run(one, one, "--metrics", "accuracy")[0]["interval"] is None


def test_a_truth_that_no_word_table_knows_has_no_value(run: Run, table: Table) -> None:
    one = table("one.csv", "name,label\na,xyzzy\nb,xyzzy\n")
    (line,) = run(one, one, "--metrics", "hit_rate")
    assert (line["value"], line["clips"], line["skipped"]) == (None, 0, 2)


@pytest.mark.models
def test_cues_of_rationales(run: Run, table: Table) -> None:
    truth = table(
        "truth.csv",
        'name,reason\na,"In the video, he smiles. In the audio, he is loud."\nb,"He cries."\n',
    )
    (line,) = run(truth, truth)
    assert (line["metric"], line["clips"]) == ("cue_overlap", 2)
    assert line["value"] == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("clips", [3, 7, 10, 49])
def test_all_right_is_100_and_no_figure_shows_what_rounding_leaves(
    clips: int, run: Run, table: Table
) -> None:
    """Sums of sevenths come to .9999999999999999, and 100 times .57 to 56.99999999999999."""
    names = ("happy", "sad", "angry", "fearful", "neutral", "disgusted", "surprised")
    rows = "".join(f"{i},{names[i % 7]}\n" for i in range(clips))
    truth = table("truth.csv", f"name,label\n{rows}")
    values = {line["metric"]: line["value"] for line in run(truth, truth)}
    assert values["accuracy"] == values["uar"] == values["weighted_f1"] == 100
    half = table("half.csv", f"name,label\n{rows.replace('happy', 'sad')}")
    for line in run(truth, half):
        assert all(len(str(v)) < 16 for v in [line["value"], *(line["interval"] or [])])
