"""`python -m demo.score`: two tables in, scores out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from judge_server import Reply, rating, serve
from places import ROOT, SHARED

from demo import score

MELD = SHARED / "meld_affectgpt"
WHEELS = SHARED / "emotion_wheels_mer2025"
needs_data = pytest.mark.skipif(not MELD.exists(), reason="the released answers are not here")

Run = Callable[..., list[dict[str, Any]]]
Table = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def no_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"EMER_JUDGE_{name}", raising=False)
    monkeypatch.setenv("EMER_JUDGE_CACHE", "")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with --json; the lines that it prints."""

    def lines(truth: Path, said: Path, *options: str) -> list[dict[str, Any]]:
        arguments = ["--truth", str(truth), "--predictions", str(said), "--json", *options]
        assert score.main(arguments) == 0, capsys.readouterr().err
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return lines


@pytest.fixture
def table(tmp_path: Path) -> Table:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def labels(table: Table) -> Path:
    return table("labels.csv", "name,emotion\na,joy\nb,sadness\nc,anger\nd,neutral\n")


@pytest.fixture
def opensets(table: Table) -> Path:
    return table(
        "openset.csv",
        'name,openset\na,"[happy, curious]"\nb,"[angry]"\nd,[]\nz,"[sad]"\n',
    )


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def name(url: str) -> None:
        monkeypatch.setenv("EMER_JUDGE_URL", url)
        monkeypatch.setenv("EMER_JUDGE_MODEL", "judge-1")

    return name


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


def test_one_clip_has_no_interval(run: Run, table: Table) -> None:
    one = table("one.csv", "name,label\na,happy\n")
    assert run(one, one, "--metrics", "accuracy")[0]["interval"] is None


def test_a_truth_that_no_word_table_knows_has_no_value(run: Run, table: Table) -> None:
    one = table("one.csv", "name,label\na,xyzzy\nb,xyzzy\n")
    (line,) = run(one, one, "--metrics", "hit_rate")
    assert (line["value"], line["clips"], line["skipped"]) == (None, 0, 2)


def test_cues_of_rationales(run: Run, table: Table) -> None:
    truth = table(
        "truth.csv",
        'name,reason\na,"In the video, he smiles. In the audio, he is loud."\nb,"He cries."\n',
    )
    (line,) = run(truth, truth)
    assert (line["metric"], line["clips"]) == ("cue_overlap", 2)
    assert line["value"] == pytest.approx(100, abs=0.01)


# -- with a judge


def test_judged_scores_carry_their_judge(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,reason\na,He smiles.\nb,He cries.\nc,He shouts.\nd,""\n')
    said = table("said.csv", 'name,reason\na,He grins.\nb,He weeps.\nc,""\n')

    def brain(request: dict[str, Any]) -> Reply:
        return rating(8) if "He smiles." in str(request) else Reply("1-10: 7")

    with serve(brain=brain) as server:
        judge(server.url)
        lines = run(truth, said, "--metrics", "clue_overlap,label_overlap")
        asked = len(server.requests)
    assert asked == 2 * 3  # one good answer, and one that is asked twice, for each metric
    for line in lines:
        assert line["judge"] == "judge-1"
        assert line["value"] == (8 + 1) / 2
        assert (line["clips"], line["skipped"], line["unparsed"]) == (2, 1, 1)


def test_a_judge_is_not_asked_unless_it_is_named(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,reason,openset\na,He smiles.,"[happy, calm]"\n')
    with serve() as server:
        judge(server.url)
        assert all(line["judge"] is None for line in run(truth, truth))


def test_a_judge_groups_the_words_of_each_clip(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,openset\na,"[one, two]"\nb,"[two, three]"\n')
    said = table("said.csv", 'name,openset\na,"[uno, dos]"\nb,"[two, quatro]"\n')

    def brain(request: dict[str, Any]) -> Reply:
        if "quatro" in str(request):
            return Reply("?")
        return Reply(json.dumps({"groups": [["one", "uno"], ["two", "dos"]]}))

    with serve(brain=brain) as server:
        judge(server.url)
        lines = by_metric(run(truth, said, "--metrics", "set_average", "--groups", "judge"))
    line = lines["set_average"]
    assert (line["value"], line["clips"], line["unparsed"]) == (100, 1, 1)
    assert (line["judge"], line["words"]) == ("judge-1", None)


def test_a_judge_that_fails_ends_with_one_sentence(
    table: Table, judge: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,reason\na,He smiles.\n")
    with serve(Reply(status=401)) as server:
        judge(server.url)
        arguments = ["--truth", str(truth), "--predictions", str(truth)]
        assert score.main([*arguments, "--metrics", "clue_overlap"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "refused the key" in sentence


# -- bad input


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


# -- what the second look found


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


def test_a_clip_without_true_words_is_skipped_and_no_judge_is_asked(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,openset\na,"[one, two]"\nb,[]\n')
    said = table("said.csv", "name,openset\na,[two]\nb,[two]\n")
    lines = by_metric(run(truth, said, "--metrics", "set_accuracy"))
    assert (lines["set_accuracy"]["value"], lines["set_accuracy"]["skipped"]) == (100, 1)
    with serve(brain=lambda _: Reply('{"groups": []}')) as server:
        judge(server.url)
        (line,) = run(truth, said, "--metrics", "set_accuracy", "--groups", "judge")
        assert len(server.requests) == 1
    assert (line["clips"], line["skipped"], line["unparsed"]) == (1, 1, 0)


def test_a_refused_clip_is_counted_and_the_others_are_scored(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", "name,reason\na,He smiles.\nb,He swears.\n")

    def brain(request: dict[str, Any]) -> Reply:
        return Reply(status=400) if "swears" in str(request) else rating(8)

    with serve(brain=brain) as server:
        judge(server.url)
        (line,) = run(truth, truth, "--metrics", "clue_overlap")
    assert (line["value"], line["clips"], line["unparsed"]) == (8, 1, 1)


def test_a_judge_that_refuses_everything_ends_with_one_sentence(
    table: Table, judge: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,reason\na,He smiles.\nb,He cries.\n")
    with serve(brain=lambda _: Reply(status=400)) as server:
        judge(server.url)
        arguments = ["--truth", str(truth), "--predictions", str(truth)]
        assert score.main([*arguments, "--metrics", "clue_overlap"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "refused the request (400)" in sentence


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
