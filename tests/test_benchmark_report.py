"""What a benchmark says: scores, differences, confusions, and the three files."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from benchmark_sets import Knowing, names_of, plan_of, put, ravdess
from judge_server import Reply, rating, serve

from backends.base import EmotionScore, Explanation
from demo.benchmark import folder, plan, report, scores, view
from demo.benchmark.__main__ import main
from demo.benchmark.metrics import SHOWN, Measuring
from demo.benchmark.plan import Plan
from demo.benchmark.results import Result
from demo.benchmark.scores import Table
from demo.metrics.meanings import meanings
from demo.metrics.wheels import own

EVIL = '<script>alert("x")</script>'


def table_of(asked: Plan, out: Path, only: int | None = None) -> Table:
    """Run a plan, or its first results only, and score it."""
    with folder.opened(out, asked, plan.read(asked), resume=True) as opened:
        run = opened.run()
        for count, _ in enumerate(opened.kept(run), start=1):
            if count == only:
                break
        table = scores.table(opened, Measuring(own(), asked.language))
        report.write(out, table)
    return table


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Sixteen clips: the first backend knows all but one, the second fails on four."""
    root = ravdess(tmp_path / "set", 16)
    names = names_of(plan_of(root, "one"))
    happy = next(name for name in names if name.split("-")[2] == "03")
    put(monkeypatch, Knowing("one", wrong={happy}), Knowing("two", broken=set(names[:4])))
    return table_of(plan_of(root, "one", "two"), tmp_path / "out")


def test_a_failure_counts_as_an_empty_answer_and_its_number_is_told(two: Table) -> None:
    one, other = two.backends
    assert one.scores["accuracy"].value == pytest.approx(15 / 16)
    assert other.scores["accuracy"].value == pytest.approx(12 / 16)
    assert other.scores["top2"].clips == 16
    assert (one.failures, other.failures) == (0, 4)
    assert len(two.failures) == 4
    low, high = one.scores["accuracy"].interval.low, one.scores["accuracy"].interval.high
    assert low <= 15 / 16 <= high


def test_backends_are_compared_on_the_same_clips(two: Table) -> None:
    found = {one.metric: one.paired for one in two.comparisons}
    assert found["accuracy"].difference == pytest.approx(3 / 16)
    assert found["accuracy"].clips == 16
    assert set(found) == set(two.backends[0].scores)


def test_confusions_and_scores_by_emotion(two: Table) -> None:
    shown = view.of(two, "en")["by_emotion"]
    happy = next(row for row in shown[0]["confusion"] if row["word"] == "happy")
    by_column = dict(zip(shown[0]["columns"], happy["cells"], strict=True))
    assert (by_column["happy"]["n"], by_column["sad"]["n"]) == (1, 1)
    assert by_column["happy"]["right"]
    assert not by_column["sad"]["right"]
    assert two.backends[0].basic.per_emotion["happy"].recall == pytest.approx(0.5)
    assert sum(cell["n"] for row in shown[1]["confusion"] for cell in row["cells"]) == 16


def test_scores_are_over_the_clips_that_all_have_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, Knowing("one"), Knowing("two"))
    asked = plan_of(ravdess(tmp_path / "set", 8), "one", "two")
    table = table_of(asked, tmp_path / "out", only=5)
    assert table.clips == 2
    assert all(score.clips == 2 for one in table.backends for score in one.scores.values())
    assert "5 of 16 answers" in report.page(table, "en")
    empty = table_of(plan_of(tmp_path / "set", "two", "one"), tmp_path / "none", only=1)
    assert empty.clips == 0
    assert "No clip has been answered" in report.page(empty, "en")


@pytest.mark.usefixtures("two")
def test_the_csv_tables_have_a_row_a_clip_and_a_row_a_figure(tmp_path: Path) -> None:
    with (tmp_path / "out" / "clips.csv").open(encoding="utf-8", newline="") as file:
        clips = list(csv.DictReader(file))
    assert len({(row["clip"], row["backend"]) for row in clips}) == len(clips) == 32
    assert sum(row["error"] == "It needs a rest." for row in clips) == 4
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    accuracy = next(r for r in rows if (r["system"], r["metric"]) == ("one", "accuracy"))
    assert (accuracy["value"], accuracy["clips"]) == ("0.9375", "16")
    assert {row["kind"] for row in rows} == {"measured", "difference"}


def test_the_report_needs_nothing_else_and_says_what_each_figure_means(
    two: Table, tmp_path: Path
) -> None:
    html = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert not re.search(r"(src|href)=|url\(|@import|<script|https?://", html)
    for metric in two.backends[0].scores:
        assert meanings("en")[metric].title in html
    assert html.count('class="whisker"') == sum(
        score.interval is not None for one in two.backends for score in one.scores.values()
    )
    assert "4 of 32 answers failed" in html
    chinese = report.page(two, "zh")
    assert "排行榜" in chinese
    assert meanings("zh")["uar"].title in chinese


def test_what_files_and_models_say_stays_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = ravdess(tmp_path / EVIL.replace("/", "-"), 8)
    put(monkeypatch, Knowing("one"))
    asked = plan_of(root, "one")
    with folder.opened(tmp_path / "out", asked, plan.read(asked)) as opened:
        said = Explanation(clip="c", backend="one", emotions=[EmotionScore(word=EVIL, score=1)])
        opened.results += [
            Result(clip=opened.clips[0].name, backend="one", label=EVIL, error=EVIL, seconds=0),
            Result(
                clip=opened.clips[1].name, backend="one", label="sad", explanation=said, seconds=0
            ),
        ]
        html = report.page(scores.table(opened, Measuring(own(), "en")), "en")
    assert EVIL not in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_published_figures_stand_beside_ours_only_where_they_belong(
    two: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "published" not in report.leaderboard(two, "en")
    root = ravdess(tmp_path / "emer", 1)
    next(root.glob("*.wav")).rename(root / "sample_1.wav")
    text = "In the video, he smiles. In the audio, he laughs. In the text, thanks. He is happy."
    table = f'name,chinese,english\nsample_1,,"{text}"\n'
    (root / "final-EMER-reason.csv").write_text(table, "utf-8")
    (root / "eng-openset.csv").write_text('name,openset\nsample_1,"[happy, joyful]"\n', "utf-8")
    put(monkeypatch, Knowing("echo2", broken={"sample_1"}))
    asked = Plan(dataset="emer-v2", root=str(root), backends=("echo2",))
    found = table_of(asked, tmp_path / "emer-out")
    html = report.page(found, "en")
    assert re.search(r"Chat-UniVi <i>published</i>", html)
    assert "46.8" in html  # M-avg as OV-MER printed it: 46.75
    assert "OV-MER, arXiv 2410.01495" in html
    assert "Video-ChatGPT 6.95" not in html
    assert "made with the published word lists" in html
    assert found.backends[0].scores["clue_recall"].value == 0
    rows = (tmp_path / "emer-out" / "scores.csv").read_text("utf-8")
    assert "published,Chat-UniVi,m_avg,0.4675" in rows


def test_a_judge_that_is_away_costs_its_scores_and_not_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--dataset", "gallery", "--backend", "echo", "--out", str(tmp_path / "out")]
    monkeypatch.setenv("EMER_JUDGE_MODEL", "a judge")
    monkeypatch.setenv("EMER_JUDGE_CACHE", str(tmp_path / "cache"))
    with serve(brain=lambda _: Reply(status=401)) as server:
        monkeypatch.setenv("EMER_JUDGE_URL", server.url)
        assert main(given) == 1
    assert "refused the key" in capsys.readouterr().err
    assert "Accuracy" in (tmp_path / "out" / "report.html").read_text("utf-8")

    def brain(request: dict[str, Any]) -> Reply:
        groups = "groups" in json.dumps(request["response_format"])
        return Reply('{"groups": []}') if groups else rating(7)

    with serve(brain=brain) as server:
        monkeypatch.setenv("EMER_JUDGE_URL", server.url)
        assert main([*given, "--resume"]) == 0
    html = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<b>7.00</b>" in html
    assert "Judge: a judge." in html


def test_a_backend_trained_on_the_set_is_told_of() -> None:
    assert ("cascade", "ravdess") in view.SEEN
    assert set(SHOWN) <= set(meanings("en"))
