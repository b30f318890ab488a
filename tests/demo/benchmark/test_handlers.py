"""What Start and Stop of the benchmark's page do, without a browser."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import gradio as gr
import pytest

from backends.base import Progress
from demo import page
from demo.benchmark import plan
from demo.page.benchmark.handlers import BenchmarkHandlers
from demo.page.gradio_seams import Updates
from demo.settings import Settings
from demo.strings import STRINGS
from tests.helpers.benchmark_sets import Knowing, put, ravdess
from tests.helpers.fakes import Scripted
from tests.helpers.open_page import OpenPage, session

pytestmark = pytest.mark.models


def benchmark(settings: Settings) -> OpenPage:
    """The page open, with echo chosen and no limit."""
    opened = OpenPage(page.build(settings), BenchmarkHandlers)
    opened.values[opened.page.dataset] = plan.GALLERY
    opened.values[opened.page.limit] = 0
    opened.values[opened.page.backends] = ["echo"]
    return opened


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """The page open, with its folders in a place of the test's own."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    return benchmark(Settings(_cli_parse_args=False))


def start(opened: OpenPage) -> list[Updates]:
    """Press Start and let it run to its end; returns all that was drawn."""
    opened.fire(BenchmarkHandlers.line_up)
    return opened.fire(BenchmarkHandlers.run)


def ready(opened: OpenPage, step: Updates) -> bool:
    """Whether Start can be pressed after a step, and Stop can't."""
    now = opened.page
    return {now.start, now.stop} <= set(step) and (
        step[now.start]["interactive"] and not step[now.stop]["interactive"]
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [(RuntimeError("secret"), STRINGS["en"]["fault"]), (OSError("x"), STRINGS["en"]["fault"])],
)
def test_a_fault_is_a_sentence_and_leaves_start_ready(
    opened: OpenPage, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def broken(_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(plan, "read", broken)
        [drawn] = start(opened)
    alert = drawn[opened.page.alert]
    assert ready(opened, drawn)
    assert said.replace("'", "&#39;") in alert
    assert "secret" not in alert
    assert ready(opened, start(opened)[-1])


def test_stop_ends_a_run_that_waits_for_its_backend(
    opened: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, waiting = Knowing("echo"), threading.Event()  # never set: it waits 10 s
    slow.script = [Progress(stage="waiting"), waiting]
    monkeypatch.setattr(slow, "explain", lambda *given: Scripted.explain(slow, *given))
    put(monkeypatch, slow)
    stop = threading.Timer(0.5, opened.do.stop, [session()])
    stop.start()
    began = time.monotonic()
    drawn = start(opened)
    assert time.monotonic() - began < 4
    assert STRINGS["en"]["bench_stopped"] in drawn[-1][opened.page.status]
    assert ready(opened, drawn[-1])
    waiting.set()


def test_stop_takes_a_run_out_of_the_line(opened: OpenPage) -> None:
    opened.fire(BenchmarkHandlers.line_up)
    [stopped] = opened.fire(BenchmarkHandlers.stop)
    assert stopped[opened.page.status] == ""
    assert ready(opened, stopped)
    off = opened.value(opened.page.ticket)
    opened.fire(BenchmarkHandlers.line_up)
    again = opened.value(opened.page.ticket)
    opened.values[opened.page.ticket] = off
    assert opened.fire(BenchmarkHandlers.run) == [{}]
    opened.values[opened.page.ticket] = again
    drawn = opened.fire(BenchmarkHandlers.run)
    assert STRINGS["en"]["bench_finished"] in drawn[-1][opened.page.status]


def test_changed_labels_begin_anew_instead_of_being_mixed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    root = ravdess(tmp_path / "set", 2)
    name = next(root.iterdir()).stem
    opened = benchmark(Settings(data=[root], _cli_parse_args=False))
    monkeypatch.setitem(opened.page.offers.sets, str(root), "csv")
    opened.values[opened.page.dataset] = str(root)
    folders = []
    for label in ("happy", "happy", "sad"):
        (root / "labels.csv").write_text(f"name,label\n{name},{label}\n", "utf-8")
        drawn = start(opened)
        assert STRINGS["en"]["bench_finished"] in drawn[-1][opened.page.status]
        folders += [path.parent for path in (tmp_path / "gradio").rglob("results.jsonl")]
    assert folders[0] == folders[1] != folders[2]


def test_closing_the_page_deletes_all_that_it_wrote(opened: OpenPage, tmp_path: Path) -> None:
    start(opened)
    assert list((tmp_path / "gradio").rglob("report.html"))
    opened.do.close(session())
    assert not [path for path in (tmp_path / "gradio").rglob("*") if path.is_file()]


def test_closing_the_page_ends_its_run(opened: OpenPage, tmp_path: Path) -> None:
    opened.fire(BenchmarkHandlers.line_up)
    steps = opened.steps(BenchmarkHandlers.run)
    next(steps)
    closing = threading.Thread(target=opened.do.close, args=[session()])
    closing.start()
    assert [*steps][-1] == {}
    closing.join(60)
    assert not [path for path in (tmp_path / "gradio").rglob("*") if path.is_file()]


def test_what_is_drawn_follows_the_language(opened: OpenPage) -> None:
    now = opened.page
    opened.values[now.language] = "zh"
    [words] = opened.fire(BenchmarkHandlers.translate)
    assert words[now.start] == gr.update(value=STRINGS["zh"]["bench_start"])
    assert not {now.status, now.alert, now.leaderboard} & set(words)  # nothing has been run yet
    opened.values[now.language] = "en"
    start(opened)
    opened.values[now.language] = "zh"
    [words] = opened.fire(BenchmarkHandlers.translate)
    assert STRINGS["zh"]["bench_finished"] in words[now.status]
    assert words[now.alert] == ""
    assert STRINGS["zh"]["bench_leaderboard"] in words[now.leaderboard]
    assert STRINGS["zh"]["bench_in_detail"] in words[now.details]
    opened.values |= {now.language: "en", now.backends: []}
    [refused] = start(opened)
    assert STRINGS["en"]["bench_choose"] in refused[now.alert]
    opened.values[now.language] = "zh"
    [words] = opened.fire(BenchmarkHandlers.translate)
    assert STRINGS["zh"]["bench_choose"] in words[now.alert]
