"""Markup and script in every text that reaches the page stay text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from backends.base import Transcript, Word
from backends.cascade.words import transcript
from tests.helpers import media
from tests.helpers.openai_server import OpenAIServer, Reply, serving
from tests.helpers.steps import explain, pick, tick, upload, write

HARMS = (
    '<img src=x onerror="window.harmed=1">',
    '"><svg onload="window.harmed=1"></svg>',
    "<script>window.harmed=1</script>",
    "[here](javascript:window.harmed=1)",
    '<iframe srcdoc="<script>parent.harmed=1</script>"></iframe>',
    "</textarea><style>*{display:none}</style>",
)
ALL = " ".join(HARMS)
FOUND = """() => window.harmed || getComputedStyle(document.body).display === "none"
  || document.querySelector(
    "img[src=x], svg[onload], iframe[srcdoc], a[href^='javascript:' i]") !== null"""
NAME = "<img src=x onerror=window.harmed=1>"
"""As a file may be called."""


def unharmed(page: Page) -> None:
    """Nothing of what was sent has become part of the page, also once it had time to act."""
    page.wait_for_timeout(300)
    assert not page.evaluate(FOUND)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, OpenAIServer]]:
    """A page with a hostile table of ground truth and a hostile endpoint, and that endpoint."""
    from demo import page
    from demo.settings import Settings

    table = tmp_path_factory.mktemp("data") / f"{NAME}.csv"
    said = ALL.replace('"', '""')
    table.write_text(
        f'name,openset,reasons\nholiday,"[happy, {HARMS[0].replace(chr(34), chr(34) * 2)}]",'
        f'"In the video, {said}. Therefore, {said}."\nbroken,{HARMS[2]},too,many,fields\n'
    )
    with serving(models=()) as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMER_ENDPOINT_URL", endpoint.url)
        patch.setenv("EMER_ENDPOINT_MODEL", HARMS[0])
        settings = Settings(_cli_parse_args=False, data=[table])
        blocks = page.build(settings)
        yield page.launch(blocks, settings, prevent_thread_lock=True, quiet=True), endpoint
        blocks.close()


@pytest.fixture
def hostile(chromium, told: tuple[str, OpenAIServer]) -> Page:
    opened = chromium.new_page(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    opened.goto(told[0])
    opened.locator(".account.truth").wait_for()
    return opened


def test_tables_and_subtitles(hostile: Page, tmp_path: Path) -> None:
    hostile.locator("#truth-problems summary").click()
    expect(hostile.locator("#truth-problems")).to_contain_text("line 3")
    upload(hostile, media.write(tmp_path / "holiday.mp4", 1.0, sound=media.tone(1)))
    truth = hostile.locator(".account.truth")
    expect(truth).to_contain_text("<script>window.harmed=1</script>")
    hostile.get_by_text("What is said, and which part").click()
    write(hostile.get_by_role("textbox", name="Subtitle"), ALL)
    tick(hostile, "echo")
    explain(hostile)
    expect(hostile.locator('[data-backend="cascade"] .lexical')).to_contain_text("<img src=x")
    expect(hostile.locator('[data-backend="echo"] .lexical')).to_contain_text("<img src=x")
    unharmed(hostile)


def test_what_a_person_writes_as_ground_truth(hostile: Page) -> None:
    pick(hostile, "1001_DFA_HAP_XX")
    hostile.get_by_role("button", name="Your own ground truth").click()
    explain(hostile)  # what has just been unfolded may not keep yet what is written in it
    write(hostile.locator("#own-truth").get_by_label("Emotions"), f"proud, {HARMS[0]}")
    write(hostile.locator("#own-truth").get_by_label("Rationale"), f"In the video, {ALL}.")
    hostile.locator("#own-use").click()
    expect(hostile.locator(".account.truth .words")).to_contain_text("proud")
    explain(hostile)
    expect(hostile.locator(".truth-side").first).to_contain_text("<script>")
    unharmed(hostile)


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        (Reply(f"In the video, {ALL}. Therefore, {ALL}.\nEmotions: [happy, {HARMS[0]}]"), "harmed"),
        (Reply(status=500, raw=json.dumps({"error": {"message": ALL}})), "harmed"),
        (Reply(status=400, raw=ALL, kind="text/html"), "400"),
        (Reply(f"{ALL}\nEmotions: {ALL}"), "harmed"),
    ],
    ids=["answer", "error", "page", "loose"],
)
def test_what_an_endpoint_answers(
    hostile: Page, told: tuple[str, OpenAIServer], reply: Reply, shown: str
) -> None:
    told[1].otherwise = reply
    pick(hostile, "1001_DFA_SAD_XX")
    tick(hostile, "openai_compatible")
    explain(hostile)
    answer = hostile.locator('[data-backend="openai_compatible"]')
    expect(answer).to_contain_text(shown)
    unharmed(hostile)


def test_names_and_what_is_heard(
    hostile: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [Word(text=one, start=0.1 * i, end=0.1 * i + 0.1) for i, one in enumerate(HARMS)]
    heard = replace(transcript.NOTHING, transcript=Transcript(language="en", text=ALL, words=words))
    monkeypatch.setattr(transcript, "transcribe", lambda *_, **__: iter([heard]))
    hum = np.tile(media.tone(1), 2)
    upload(hostile, media.write(tmp_path / f"{NAME}.mp4", 2.0, sound=hum))
    expect(hostile.locator(".account.truth")).to_contain_text("No ground truth")
    explain(hostile)
    cascade = hostile.locator('[data-backend="cascade"]')
    expect(cascade.locator(".lexical").first).to_contain_text("<script>window.harmed=1</script>")
    unharmed(hostile)


@pytest.mark.parametrize("harm", HARMS)
def test_what_stands_in_the_address(chromium, told: tuple[str, OpenAIServer], harm: str) -> None:
    opened = chromium.new_page(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    for where in ("?lang={0}&clip={0}&backends={0}&at={0}&__theme={0}#{0}", "benchmark?lang={0}"):
        opened.goto(told[0].rstrip("/") + "/" + where.format(quote(harm)))
        opened.get_by_role("heading", level=1).first.wait_for()
        unharmed(opened)
