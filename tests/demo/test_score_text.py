"""What `python -m demo.score` tells of scores, and of rows and words that it left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demo import score

if TYPE_CHECKING:
    from tests.helpers.score_fixtures import Run, Table

pytest_plugins = ["tests.helpers.score_fixtures"]
pytestmark = pytest.mark.usefixtures("no_judge")


def test_broken_rows_missing_and_unknown_clips_are_told(
    labels: Path, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    said = table("said.csv", "name,openset\na,[happy]\nb,[sad],too many\nz,[sad]\n")
    assert score.main(["--truth", str(labels), "--predictions", str(said)]) == 0
    told = capsys.readouterr().err
    assert "said.csv, line 3" in told
    assert "clips without a prediction, counted as empty: 3 (b, c, d)" in told
    assert "clips not in the truth, left out: 1 (z)" in told


def test_the_text_says_what_a_score_is_worth(
    labels: Path, opensets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--truth", str(labels), "--predictions", str(opensets)]
    assert score.main([*arguments, "--published", "mer-unibench"]) == 0
    told = capsys.readouterr().out
    assert "Hit rate (hit_rate)  25.00" in told
    assert "95% interval" in told
    assert "4 clips, 0 skipped, 0 unparsed, words EMER demo" in told
    assert "none of it was measured here" in told
    assert "best checkpoint on the test set" in told
    assert "second hand" in told


def test_the_mean_over_files_says_what_it_is_of(
    run: Run, labels: Path, opensets: Path, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    other = table("other.csv", "name,openset\na,[sad]\n")
    lines = run(labels, opensets, "--predictions", str(other), "--metrics", "hit_rate")
    assert [line["predictions"] for line in lines][2] == "mean of 2 files"
    one, two, mean = lines
    assert mean["value"] == pytest.approx((one["value"] + two["value"]) / 2)
    assert (mean["clips"], mean["missing"], mean["interval"]) == (8, 4, None)
    assert (mean["judge"], mean["words"]) == (None, "EMER demo")
    arguments = ["--truth", str(labels), "--predictions", str(opensets), str(other)]
    assert score.main([*arguments, "--metrics", "hit_rate"]) == 0
    told = capsys.readouterr().out.partition("Mean of 2 files")[2]
    assert "8 clips, 0 skipped, 0 unparsed, words EMER demo" in told


def test_what_goes_unread_or_unknown_is_told(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,openset\na,[happy]\nb,He is sad because of it.\n")
    said = table("said.csv", 'name,openset\na,"[happy, xyzzy]"\n' + "c,d,e\n" * 5)
    assert score.main(["--truth", str(truth), "--predictions", str(said)]) == 0
    told = capsys.readouterr().err
    assert "1 of 2 predicted words are unknown to EMER demo" in told
    assert "clips whose truth gives no words, left out: 1" in told
    assert told.count("the row is left out") == 3
    assert "… and 2 more rows of “said.csv” are left out." in told


def test_everything_is_told_in_the_language_that_is_asked_for(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,openset\na,[happy]\nb,[sad]\n")
    said = table("said.csv", "name,openset\na,[happy]\nc,[sad]\nxyzzy,d,e,f\n")
    arguments = ["--truth", str(truth), "--predictions", str(said), "--language", "zh"]
    assert score.main([*arguments, "--metrics", "set_accuracy"]) == 0
    told = capsys.readouterr()
    assert "2 个片段，跳过 0 个，无法读取 0 个，词表 EMER demo" in told.out
    assert "没有预测、按空计的片段：1 个（b）" in told.err
    for english in ("clips", "interval", "skipped", "without", "words"):
        assert english not in (told.out + told.err).replace(str(truth.parent), "")
