"""What Start and Stop of the benchmark's page do, without a browser."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from backends.base import Progress
from demo.benchmark import plan
from demo.page.benchmark.handlers import DOWNLOADS, BenchmarkHandlers
from demo.settings import Settings
from demo.strings import STRINGS
from tests.helpers.benchmark_sets import Knowing, put, ravdess
from tests.helpers.fakes import Scripted

OUTPUTS = 7 + len(DOWNLOADS)


class Session:
    """As much of a gr.Request as the handlers look at."""

    session_hash = "one"


def request() -> Any:
    """The page's request."""
    return Session()


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BenchmarkHandlers:
    """The handlers, with their folders in a place of the test's own."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    return BenchmarkHandlers(Settings(_cli_parse_args=False))


def start(do: BenchmarkHandlers) -> list[list[Any]]:
    """Press Start and let it run to its end; returns all that was drawn."""
    ticket = do.line_up("en", request())[0]
    return list(do.run(ticket, plan.GALLERY, 0, ["echo"], "en", request()))


@pytest.mark.models
@pytest.mark.parametrize(
    ("error", "said"),
    [(RuntimeError("secret"), STRINGS["en"]["fault"]), (OSError("x"), STRINGS["en"]["fault"])],
)
def test_a_fault_is_a_sentence_and_leaves_start_ready(
    do: BenchmarkHandlers, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def broken(_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(plan, "read", broken)
        [drawn] = start(do)
    assert len(drawn) == OUTPUTS
    assert drawn[1].interactive
    assert not drawn[2].interactive
    assert said.replace("'", "&#39;") in drawn[4]
    assert "secret" not in drawn[4]
    assert start(do)[-1][1].interactive


def test_stop_ends_a_run_that_waits_for_its_backend(
    do: BenchmarkHandlers, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, waiting = Knowing("echo"), threading.Event()  # never set: it waits 10 s
    slow.script = [Progress(stage="waiting"), waiting]
    monkeypatch.setattr(slow, "explain", lambda *given: Scripted.explain(slow, *given))
    put(monkeypatch, slow)
    stop = threading.Timer(0.5, do.stop, [request()])
    stop.start()
    began = time.monotonic()
    drawn = start(do)
    assert time.monotonic() - began < 4
    assert STRINGS["en"]["bench_stopped"] in drawn[-1][0]
    assert drawn[-1][1].interactive
    waiting.set()


@pytest.mark.models
def test_stop_takes_a_run_out_of_the_line(do: BenchmarkHandlers) -> None:
    ticket = do.line_up("en", request())[0]
    status, ready, *_ = do.stop(request())
    assert status == ""
    assert ready.interactive
    again = do.line_up("en", request())[0]
    [skipped] = do.run(ticket, plan.GALLERY, 0, ["echo"], "en", request())
    assert skipped == [gr.skip()] * OUTPUTS
    drawn = list(do.run(again, plan.GALLERY, 0, ["echo"], "en", request()))
    assert STRINGS["en"]["bench_finished"] in drawn[-1][0]


def test_changed_labels_begin_anew_instead_of_being_mixed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    root = ravdess(tmp_path / "set", 2)
    name = next(root.iterdir()).stem
    do = BenchmarkHandlers(Settings(data=[root], _cli_parse_args=False))
    monkeypatch.setattr(do, "sets", {str(root): "csv"})
    folders = []
    for label in ("happy", "happy", "sad"):
        (root / "labels.csv").write_text(f"name,label\n{name},{label}\n", "utf-8")
        ticket = do.line_up("en", request())[0]
        drawn = list(do.run(ticket, str(root), 0, ["echo"], "en", request()))
        assert STRINGS["en"]["bench_finished"] in drawn[-1][0]
        folders += [path.parent for path in (tmp_path / "gradio").rglob("results.jsonl")]
    assert folders[0] == folders[1] != folders[2]


@pytest.mark.models
def test_closing_the_page_deletes_all_that_it_wrote(do: BenchmarkHandlers, tmp_path: Path) -> None:
    start(do)
    assert list((tmp_path / "gradio").rglob("report.html"))
    do.close(request())
    assert not [path for path in (tmp_path / "gradio").rglob("*") if path.is_file()]


@pytest.mark.models
def test_what_is_drawn_follows_the_language(do: BenchmarkHandlers) -> None:
    assert do.draw("zh", request()) == [gr.skip()] * 4  # nothing has been run yet
    start(do)
    status, alert, leaderboard, details = do.draw("zh", request())
    assert STRINGS["zh"]["bench_finished"] in status
    assert alert == ""
    assert STRINGS["zh"]["bench_leaderboard"] in leaderboard
    assert STRINGS["zh"]["bench_in_detail"] in details
    ticket = do.line_up("en", request())[0]
    [refused] = do.run(ticket, plan.GALLERY, 0, [], "en", request())
    assert STRINGS["en"]["bench_choose"] in refused[4]
    assert STRINGS["zh"]["bench_choose"] in do.draw("zh", request())[1]
