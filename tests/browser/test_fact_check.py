"""Marks on what a model claims, and on the ground truth: in the text, as a count, as a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.axe import found
from tests.helpers.openai_server import Reply, serving
from tests.helpers.steps import MILLISECONDS, pick, tick

SAID = {
    "en": (
        "In the video, his brows go up. He shakes his head. He wears a green shirt. "
        "In the audio, his voice trembles. Therefore, he seems happy.\nEmotions: [happy]"
    ),
    "zh": (
        "在视频中，他的眉毛扬起。他摇了摇头。他穿着绿色衬衫。在音频中，他的声音发抖。因此，他很快乐。\n"
        "情绪：[快乐]"
    ),
}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
MARKS = {
    "borne-out": {"en": "borne out", "zh": "得到证实"},
    "contradicted": {"en": "contradicted", "zh": "与片段不符"},
    "unmeasurable": {"en": "can't be measured here", "zh": "这里无法测量"},
    "not-received": {"en": "not received", "zh": "没有收到"},
}
TOLD = {
    "borne-out": {"en": r"The brows rise by .* 0\.026 on", "zh": r"眉毛最多上抬.*0\.026"},
    "contradicted": {"en": "moves from side to side", "zh": "头左右移动"},
    "unmeasurable": {"en": "Clothes and looks are not measured", "zh": "不测量衣着和外貌"},
    "not-received": {"en": "No sound was received", "zh": "没有收到声音"},
}


def answers(asked: dict[str, Any]) -> Reply:
    """In the language that it is asked in."""
    chinese = re.search("[一-鿿]", json.dumps(asked, ensure_ascii=False))
    return Reply(SAID["zh" if chinese else "en"])


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    """The address of a page with a server that takes pictures and no sound."""
    from demo import page
    from demo.settings import Settings

    with (
        serving(otherwise=answers, refuses=["input_audio", "audio_url"]) as model,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("EMER_ENDPOINT_URL", model.url)
        patch.setenv("EMER_ENDPOINT_MODEL", "stub-7b")
        settings = Settings(_cli_parse_args=False, backends=["cascade", "openai_compatible"])
        blocks = page.build(settings)
        yield page.launch(blocks, settings, prevent_thread_lock=True, quiet=True)
        blocks.close()


def asked(chromium: Any, stub: str, language: str, scheme: str = "light") -> Page:
    """The happy clip, explained by the stub alone and held against the clip."""
    page: Page = chromium.new_page(
        viewport={"width": 1440, "height": 1000}, locale=LOCALES[language], color_scheme=scheme
    )
    page.goto(stub)
    page.locator(".account.truth").wait_for()
    pick(page, "1001_DFA_HAP_XX")
    tick(page, "openai_compatible")
    page.locator("#tick-cascade input").uncheck()
    page.locator("#explain").click()
    account = page.locator('[data-backend="openai_compatible"]')
    expect(account.locator(".fact-check")).to_be_visible(timeout=MILLISECONDS)
    expect(page.locator("#explain")).to_be_enabled(timeout=MILLISECONDS)
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_four_claims_bear_four_marks_with_what_is_measured(
    chromium: Any, stub: str, language: str, screenshots: Path
) -> None:
    page = asked(chromium, stub, language)
    account = page.locator('[data-backend="openai_compatible"]')
    for key, words in MARKS.items():
        mark = account.locator(f".said .claim-mark.{key}")
        expect(mark).to_have_count(1)
        expect(mark).to_contain_text(words[language])
        assert re.search(TOLD[key][language], mark.get_attribute("title") or "")
    expect(account.locator(".fact-check .count")).to_contain_text("4 ")
    expect(account.locator(".conclusion .claim-mark")).to_have_count(0)
    expect(page.locator(".account.truth .said .claim-mark").first).to_be_visible()
    expect(page.locator(".account.truth .conclusion .claim-mark")).to_have_count(0)
    account.screenshot(path=screenshots / f"fact-check-{language}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Any, stub: str, scheme: str) -> None:
    page = asked(chromium, stub, "en", scheme)
    page.locator(".fact-check details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert found(page) == []


def test_a_click_plays_the_moment_and_lights_its_lane(chromium: Any, stub: str) -> None:
    page = asked(chromium, stub, "en")
    mark = page.locator('[data-backend="openai_compatible"] .said .claim-mark.borne-out')
    start = float(mark.get_attribute("data-seek") or -1)
    assert 0 < start < 1
    mark.click()
    expect(mark).to_have_class(re.compile(r"\blit\b"))
    expect(page.locator(".lanes:not([hidden]) .lane.visual.lit").first).to_be_visible()
    end = float(mark.get_attribute("data-until") or 0)
    page.wait_for_function(
        "([start, end]) => { const video = document.querySelector('#player video');"
        " return video.currentTime >= start - 0.05 && video.currentTime <= end + 0.3; }",
        arg=[start, end],
    )


def test_one_mark_alone_and_back(chromium: Any, stub: str) -> None:
    page = asked(chromium, stub, "en")
    account = page.locator('[data-backend="openai_compatible"]')
    only = account.locator('[data-only="contradicted"]')
    only.click()
    expect(only).to_have_attribute("aria-pressed", "true")
    expect(account.locator(".said .claim-mark.contradicted")).to_be_visible()
    expect(account.locator(".said .claim-mark.borne-out")).to_be_hidden()
    expect(page.locator(".account.truth .said .claim-mark").first).to_be_visible()
    only.click()
    expect(account.locator(".said .claim-mark.borne-out")).to_be_visible()
