"""The language across the pages, and what keyboards, fingers and weak eyes need of them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.steps import wait_until

DOCKED = re.compile(r"\bdocked\b")
LUMINANCE = """colour => {
  const part = c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(part);
  return .2126 * r + .7152 * g + .0722 * b;
}"""
"""Relative luminance of a colour (WCAG 2.2)."""


def test_the_language_goes_from_page_to_page_and_results_follow_it(page: Page) -> None:
    page.get_by_label("中文").check()
    expect(page.locator("nav")).to_have_text(re.compile(r"解释\s*基准测试\s*课堂"))
    assert page.url.endswith("?lang=zh")
    page.locator("nav a", has_text="基准测试").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("基准测试")
    expect(page.get_by_label("中文")).to_be_checked()
    page.get_by_label("Cascade", exact=True).uncheck()
    page.locator("#start").click()
    expect(page.locator("#alert")).to_have_text("请至少选择一个后端。")
    page.get_by_label("English").check()
    expect(page.locator("#alert")).to_have_text("Choose at least one backend.")
    page.get_by_label("Cascade", exact=True).check()
    page.locator("#start").click()
    expect(page.locator("#status")).to_contain_text("Done.")
    expect(page.locator("#start")).to_be_enabled()
    page.get_by_label("中文").check()
    expect(page.locator("#status")).to_contain_text("完成。")
    expect(page.locator("#leaderboard h2")).to_have_text("排行榜")
    expect(page.locator("#details h2")).to_have_text("细节")
    levels = [int(tag[1]) for tag in page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.map(heading => heading.tagName)")]  # fmt: skip
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    areas = page.locator("#details .scroll")
    expect(areas.nth(1)).to_be_attached()
    names = {area.get_attribute("aria-label") for area in areas.all()}
    assert len(names) == areas.count()
    areas.first.focus()
    expect(areas.first).to_be_focused()
    page.locator("nav a").first.click()
    expect(page.locator("#explain")).to_have_text("解释")
    kept = "localStorage.length + sessionStorage.length + document.cookie.length"
    assert page.evaluate(kept) == 0


def test_answers_in_the_other_language_are_told(answered: Page) -> None:
    answered.get_by_label("中文").check()
    expect(answered.locator("#status")).to_contain_text("回答是用英文写的")
    answered.get_by_label("English").check()
    expect(answered.locator("#status")).to_contain_text("Cascade: ")


def test_the_player_that_came_along_can_be_closed(answered: Page) -> None:
    answered.set_viewport_size({"width": 390, "height": 844})
    clue = answered.locator(".clue-side .say button").last
    player = answered.locator("#player")
    clue.click()
    expect(player).to_have_class(DOCKED)
    answered.get_by_role("button", name="Close the player").focus()
    answered.keyboard.press("Enter")
    expect(player).not_to_have_class(DOCKED)
    expect(clue).to_be_focused()
    answered.mouse.wheel(0, 40)
    expect(player).not_to_have_class(DOCKED)
    answered.keyboard.press("Enter")
    expect(player).to_have_class(DOCKED)
    answered.keyboard.press("Escape")
    expect(player).not_to_have_class(DOCKED)
    assert answered.evaluate("document.querySelector('#player video').paused")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_navigation_can_be_read(chromium, server: str, scheme: str) -> None:
    page = chromium.new_page(color_scheme=scheme)
    page.goto(server)
    link = page.locator("nav a:not(.active)").first
    expect(link).to_have_text("Benchmark")

    def is_readable() -> bool:
        colours = link.evaluate(
            "link => [getComputedStyle(link).color,"
            " getComputedStyle(document.body).backgroundColor]"
        )
        dark, light = sorted(page.evaluate(LUMINANCE, colour) for colour in colours)
        return (light + 0.05) / (dark + 0.05) >= 4.5

    wait_until(page, is_readable, "its contrast is 4.5, once its style sheet is read")
