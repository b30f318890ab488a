"""`python -m demo.score` on bad use and bad input: one sentence each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demo import score
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from tests.helpers.score_fixtures import Table

pytest_plugins = ["tests.helpers.score_fixtures"]
pytestmark = pytest.mark.usefixtures("no_judge")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--metrics", "hit_rat"], "There is no metric “hit_rat”. Did you mean “hit_rate”?"),
        (["--metrics", "ew_l1"], "“ew_l1” needs emotion words (openset), which “"),
        (["--metrics", "clue_overlap"], "“clue_overlap” needs rationales (reason)"),
        (["--wheels", "nowhere"], "is missing: a folder of emotion wheels"),
        (["--groups", "nowhere.json"], "“nowhere.json” can't be read."),
        (["--groups", "judge"], "needs one. Set EMER_JUDGE_URL and EMER_JUDGE_MODEL"),
        (["--predictions", "nowhere.csv"], "“nowhere.csv” can't be read."),
        (["--truth", "/"], "“/” is a folder; name one table in it."),
    ],
)
def test_bad_use_is_one_sentence(
    options: list[str],
    sentence: str,
    labels: Path,
    opensets: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert score.main(["--truth", str(labels), "--predictions", str(opensets), *options]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert len(told.err.splitlines()) == 1
    assert not told.out


def test_tables_without_a_common_clip(
    labels: Path, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    other = table("other.csv", "name,openset\nx,[sad]\n")
    assert score.main(["--truth", str(labels), "--predictions", str(other)]) == 2
    assert "have no clip in common" in capsys.readouterr().err


def test_judged_metrics_say_what_they_need(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,reason\na,He smiles.\n")
    arguments = ["--truth", str(truth), "--predictions", str(truth), "--metrics", "clue_overlap"]
    assert score.main(arguments) == 2
    assert "“clue_overlap” needs a judge. Set EMER_JUDGE_URL" in capsys.readouterr().err


@pytest.mark.parametrize("text", ['{"a": 1}', '[["a", 1]]', "[["])
def test_a_grouping_of_another_form(
    text: str, labels: Path, opensets: Path, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    groups = table("groups.json", text)
    arguments = ["--truth", str(labels), "--predictions", str(opensets)]
    assert score.main([*arguments, "--groups", str(groups)]) == 2
    assert "is not a list of lists of words in JSON" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["name,openset\n", "name,subtitle\na,hello\n"])
def test_a_table_that_tells_nothing_to_score_says_so(
    text: str, labels: Path, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = table("empty.csv", text)
    assert score.main(["--truth", str(labels), "--predictions", str(empty)]) == 2
    assert "has no row that tells emotion words, a label or a rationale" in capsys.readouterr().err


def test_a_reader_that_has_gone_is_no_traceback(labels: Path, opensets: Path) -> None:
    command = [sys.executable, "-m", "demo.score", "--truth", str(labels), "--predictions"]
    with subprocess.Popen(
        [*command, str(opensets)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        told = process.stderr.read().decode()
    assert process.returncode == 1
    assert "Traceback" not in told and "BrokenPipe" not in told


def test_numbers_as_labels_are_named_for_what_they_are(
    labels: Path, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = table("numbers.csv", "name,label\na,0.5\nb,-1\n")
    for truth, said in ((numbers, labels), (labels, numbers)):
        assert score.main(["--truth", str(truth), "--predictions", str(said)]) == 2
        told = capsys.readouterr().err.splitlines()
        assert [line[:54] for line in told] == [
            "“numbers.csv”: its labels are numbers (0.5, -1), which"
        ]


def test_polarities_are_scored_as_labels_only(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,label\na,positive\nb,negative\n")
    assert score.main(["--truth", str(truth), "--predictions", str(truth)]) == 0
    told = capsys.readouterr()
    assert "its labels are polarities (positive, negative), not emotions" in told.err
    assert "hit_rate" not in told.out and "(accuracy)  100" in told.out


def test_clips_without_a_label_are_left_out_and_told(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,label\na,hap\nb,xxx\nc,fru\n")
    said = table("said.csv", "name,label\na,happy\nb,sad\nc,frustrated\n")
    assert score.main(["--truth", str(truth), "--predictions", str(said)]) == 0
    told = capsys.readouterr()
    assert "clips without a label (xxx), left out: 1" in told.err
    assert "(uar)  100.00" in told.out and "2 clips, 1 skipped" in told.out
