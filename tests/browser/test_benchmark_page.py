"""The page at /benchmark: it starts, stops, goes on, and leaves nothing behind."""

from __future__ import annotations

import json
import re
from pathlib import Path
from threading import Event

import pytest
from gradio.utils import get_upload_folder
from playwright.sync_api import expect

from backends import cascade
from backends.base import Modality
from backends.cascade.phrases import Phrases
from backends.cascade.senses import Sense
from backends.clip import Clip
from tests.helpers.steps import wait_until


@pytest.fixture
def benchmark(chromium, server: str):
    """The benchmark's page, open and ready, 1440 pixels wide."""
    opened = chromium.new_page(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    opened.goto(server.rstrip("/") + "/benchmark")
    opened.locator("#start").wait_for()
    return opened


def choose_cascade_only(page) -> None:
    """The one of the two that is ranked."""
    page.get_by_label("Echo", exact=True).uncheck()
    page.get_by_label("Cascade", exact=True).check()


def choose_echo_only(page) -> None:
    page.get_by_label("Cascade", exact=True).uncheck()
    page.get_by_label("Echo", exact=True).check()


def finished(page) -> None:
    page.locator("#status", has_text="Done.").wait_for()
    page.locator("#downloads button", has_text="report.html").wait_for()


def test_the_gallery_is_there_without_a_data_set_and_fills_a_leaderboard(
    benchmark, screenshots: Path, tmp_path: Path
) -> None:
    expect(benchmark.locator(".page-head")).to_contain_text("python app.py --data DIR")
    choose_cascade_only(benchmark)
    benchmark.locator("#start").click()
    finished(benchmark)
    expect(benchmark.locator("#status")).to_contain_text("6 of 6 answers")
    expect(benchmark.locator("#leaderboard .metric").nth(8)).to_be_attached()
    few = "With so few clips (6) the figures mean little"
    expect(benchmark.locator("#leaderboard")).to_contain_text(few)
    expect(benchmark.locator("#details .confusion")).to_have_count(1)
    benchmark.screenshot(path=screenshots / "benchmark.png", full_page=True)

    for name in ("results.jsonl", "clips.csv", "scores.csv", "report.html"):
        with benchmark.expect_download() as download:
            benchmark.locator("#downloads button", has_text=name).click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
    lines = (tmp_path / "results.jsonl").read_text("utf-8").splitlines()
    assert len({json.loads(line)["clip"] for line in lines}) == len(lines) == 6


@pytest.fixture
def third_waits(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Of the third clip the face is not seen before this is set."""
    stage, see = cascade.SENSES[Modality.VISUAL]
    clips: list[str] = []
    go_on = Event()

    def waiting(clip: Clip, phrases: Phrases) -> Sense:
        clips.append(clip.name)
        while len(clips) > 2 and not go_on.wait(0.05):
            yield None
        return (yield from see(clip, phrases))

    monkeypatch.setitem(cascade.SENSES, Modality.VISUAL, (stage, waiting))
    return go_on


def test_it_goes_on_where_it_was_stopped(benchmark, third_waits: Event) -> None:
    choose_cascade_only(benchmark)
    benchmark.locator("#start").click()
    benchmark.locator("#status", has_text="of 6 answers").wait_for()
    benchmark.locator("#stop").click()
    benchmark.locator("#status", has_text="“Start” goes on from here").wait_for()
    before = int(benchmark.inner_text("#status").strip().split(" ")[0])
    assert before < 6
    third_waits.set()
    benchmark.locator("#start").click()
    finished(benchmark)
    expect(benchmark.locator("#status")).to_contain_text("6 of 6 answers")


def test_nothing_chosen_is_said_in_a_sentence(benchmark) -> None:
    benchmark.get_by_label("Cascade", exact=True).uncheck()
    benchmark.locator("#start").click()
    benchmark.locator("#alert", has_text="Choose at least one backend.").wait_for()
    expect(benchmark.locator("#start")).to_be_enabled()


def test_all_pages_are_named_in_the_navigation(benchmark, server: str) -> None:
    for address in (server, server.rstrip("/") + "/benchmark"):
        benchmark.goto(address)
        names = re.compile(r"^\s*Explain\s*Benchmark\s*Lesson\s*$")
        expect(benchmark.locator("nav")).to_have_text(names)


def test_results_are_deleted_with_the_page(benchmark) -> None:
    def folders() -> set[Path]:  # and copies that the download buttons might have made
        written = [*Path(get_upload_folder()).rglob("report.html")]
        return {*Path(get_upload_folder()).glob("benchmark-*"), *(path.parent for path in written)}

    others = folders()
    choose_echo_only(benchmark)
    benchmark.locator("#start").click()
    finished(benchmark)
    assert len(folders() - others) == 1
    benchmark.goto("about:blank")
    wait_until(benchmark, lambda: not folders() - others, "the results are deleted")


def test_it_speaks_chinese_and_fits_a_phone(benchmark, screenshots: Path) -> None:
    benchmark.set_viewport_size({"width": 390, "height": 900})
    benchmark.get_by_label("中文").check()
    benchmark.locator("h1", has_text="基准测试").wait_for()
    choose_cascade_only(benchmark)
    benchmark.locator("#limit input").fill("3")
    benchmark.locator("#start").click()
    benchmark.locator("#status", has_text="完成。").wait_for()
    benchmark.locator("#leaderboard .metric", has_text="准确率").first.wait_for()
    benchmark.locator("#details .confusion").wait_for()
    assert benchmark.evaluate("document.documentElement.scrollWidth") <= 390
    benchmark.screenshot(path=screenshots / "benchmark-390.png", full_page=True)
