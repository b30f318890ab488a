"""What a benchmark says: scores, differences, confusions, and the three files."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import backends
from backends.backend import Request
from backends.base import Clue, EmotionScore, Events, Explanation, Measure, Modality, State
from backends.clip import Clip
from backends.errors import BackendError
from demo.benchmark import folder, plan, report, scores, tables, view
from demo.benchmark.measuring import SHOWN, Measuring
from demo.benchmark.plan import Plan
from demo.benchmark.results import Result
from demo.benchmark.scores import Table
from demo.metrics.meanings import meanings
from demo.metrics.wheels import own
from tests.helpers.benchmark_sets import Knowing, names_of, plan_of, put, ravdess, table_of

EVIL = '<script>alert("x")</script>'


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
    assert len(table.backends) == 2
    for one in table.backends:
        assert {score.clips for score in one.scores.values()} == {2}
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
    assert {row["kind"] for row in rows} == {"measured", "count", "difference"}
    failed = next(r for r in rows if (r["system"], r["metric"]) == ("two", "answers that failed"))
    assert (failed["value"], failed["clips"]) == ("4", "16")


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


@pytest.mark.models
def test_published_figures_stand_beside_ours_only_where_they_belong(
    two: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "published" not in report.leaderboard(two, "en")
    root = emer(tmp_path / "emer", 1)
    put(monkeypatch, Knowing("echo2", broken={"sample_0"}))
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
    alone = html.partition("Published only")[2]
    assert "Set-level F1" in alone
    assert "53.1" in alone  # Chat-UniVi's, as OV-MER printed it: 53.08
    assert "judge: a GPT grouped the words" in alone
    assert "仅有已发表的数字" in report.page(found, "zh")


def emer(folder: Path, clips: int) -> Path:
    """A set as EMER v2 lies on the disk: one statement a clip and modality."""
    root = ravdess(folder, clips)
    text = "In the video, he smiles. In the audio, he laughs. In the text, thanks. He is happy."
    names = [f"sample_{i}" for i, path in enumerate(sorted(root.iterdir()))]
    for name, path in zip(names, sorted(root.iterdir()), strict=True):
        path.rename(root / f"{name}.wav")
    rows = "".join(f'{name},,"{text}"\n' for name in names)
    (root / "final-EMER-reason.csv").write_text(f"name,chinese,english\n{rows}", "utf-8")
    rows = "".join(f'{name},"[happy, joyful]"\n' for name in names)
    (root / "eng-openset.csv").write_text(f"name,openset\n{rows}", "utf-8")
    return root


class Smiling(Knowing):
    """Says that there is a smile, and gives two emotions unless it is told to give none."""

    def __init__(self, name: str, broken: set[str] = frozenset(), unread: set[str] = frozenset()):
        super().__init__(name, broken=broken)
        self.unread = unread

    def explain(self, clip: Clip, request: Request) -> Events:
        """Answer at once."""
        del request
        if clip.name in self.broken:
            raise BackendError("It needs a rest.")
        no_list = clip.name in self.unread
        yield Explanation(
            clip=clip.name,
            backend=self.name,
            emotions=[] if no_list else [EmotionScore(word="happy", score=1)],
            clues=[
                Clue(
                    modality=Modality.VISUAL,
                    text="He smiles.",
                    start=0.0,
                    end=0.1,
                    measure=Measure(name="said", value="He smiles."),
                )
            ],
            unread=no_list,
        )


@pytest.mark.models
def test_failures_and_clips_left_out_are_told_of_each_backend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = emer(tmp_path / "set", 10)
    failing = {f"sample_{i}" for i in range(1, 10)}
    put(monkeypatch, Smiling("one", unread={"sample_3"}), Smiling("two", broken=failing))
    asked = Plan(
        dataset="emer-v2", root=str(root), backends=("one", "two"), options={"mode": "labels"}
    )
    table = table_of(asked, tmp_path / "out")
    one, two = (backend.scores["clue_precision"] for backend in table.backends)
    assert (one.value, one.clips) == (1.0, 10)
    assert (two.value, two.clips) == (pytest.approx(0.1), 10)
    assert [one.unnamed for one in table.backends] == [{State.NOT_READABLE: 1}, {}]
    unread = "Answers of Scripted that could not be read: 1 of 10."
    assert unread in report.page(table, "en")
    assert unread in report.text(table)
    assert "count,one,answers that could not be read,1," in tables.scores(table)
    assert "mode=labels" in report.page(table, "en")

    shown = view.of(table, "en")["groups"]
    metric = next(m for group in shown for m in group["metrics"] if m.key == "clue_precision")
    halved = (
        table.backends[1].scores["clue_precision"].model_copy(update={"clips": 1, "skipped": 9})
    )
    alike = " All clips score alike: no interval can be given."
    assert [row["sample"] for row in metric.rows] == [f"Clips: 10.{alike}", "Clips: 10."]
    table.backends[1].scores["clue_precision"] = halved
    html = report.leaderboard(table, "en")
    assert "Clips: 1. 9 left out by the metric&#39;s definition." in html
    assert "Clips: 1. 9 left out" in report.text(table)


def test_how_to_run_the_same_again_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, Knowing("one"))
    asked = plan_of(ravdess(tmp_path / "set", 8), "one", limit=4, seed=7)
    facts = dict(view.of(table_of(asked, tmp_path / "out"), "en")["facts"])
    assert facts["Clips"] == "--limit 4 --seed 7"
    assert facts["How they answer"] == "as by default"


def test_every_metric_that_is_shown_has_a_meaning() -> None:
    assert set(SHOWN) <= set(meanings("en"))


def test_a_chinese_report_is_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles of backends, what answers depend on, and the machine too."""
    root = ravdess(tmp_path / "set", 8)
    remote = Knowing("remote", broken={names_of(plan_of(root, "remote"))[0]})
    card = backends.get("openai_compatible").card
    monkeypatch.setattr(remote, "card", card)
    monkeypatch.setattr(remote, "depends_on", lambda _: {"model": "m-1", "left out": "头"})
    put(monkeypatch, remote)
    plan = plan_of(root, "remote", "echo").model_copy(update={"language": "zh"})
    page = report.page(table_of(plan, tmp_path / "out"), "zh")
    shown = re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert card.text("title", "zh") in shown and card.title not in shown
    assert "模型: m-1" in shown and "略去的部分: 头" in shown and "个核心" in shown
    for word in ("cores", "weights", "model", "left out", "The ", " and ", " of "):
        assert word not in shown, word
