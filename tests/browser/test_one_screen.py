"""All of the first answer on one screen: where things lie, that nothing jumps or is covered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.steps import explain, pick

SIZES = [(1440, 900), (1280, 720)]
PHONE = {"width": 390, "height": 844}
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
"""
"""Notes every layout shift that no press of a person explains (as CLS counts them)."""
FIRST_SENTENCE = """said => {
  const range = document.createRange();
  const text = said.firstChild;
  range.setStart(text, 0);
  range.setEnd(text, text.data.search(/[.。]/) + 1);
  return range.getBoundingClientRect().toJSON();
}"""


def opened(chromium: Any, server: str, size: dict[str, int], **how: Any) -> Page:
    """The page, open and drawn, in a window of this size."""
    page: Page = chromium.new_page(viewport=size, **{"locale": "en-GB", **how})
    page.add_init_script(SHIFTS)
    page.goto(server)
    page.locator(".account.truth").wait_for()
    return page


def boxes(page: Page, *selectors: str) -> Iterator[dict[str, float]]:
    """Where the first element of each selector lies in the window."""
    for selector in selectors:
        box = page.locator(selector).first.bounding_box()
        assert box, selector
        yield {**box, "right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}


def shifted(page: Page) -> float:
    """The sum of all shifts; stricter than CLS, which is that of the worst five seconds."""
    return float(page.evaluate("shifts.reduce((sum, value) => sum + value, 0)"))


def explained_without_a_jump(page: Page) -> None:
    """Load and explain; what a person looks at stays where it is meanwhile."""
    page.wait_for_timeout(1000)
    assert page.evaluate("PerformanceObserver.supportedEntryTypes.includes('layout-shift')")
    assert shifted(page) <= 0.1
    page.evaluate("shifts.length = 0")
    explain(page)
    page.wait_for_timeout(1000)
    assert shifted(page) <= 0.1


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_one_click_and_all_of_the_answer_is_in_the_window(
    chromium, server: str, width: int, height: int
) -> None:
    page = opened(chromium, server, {"width": width, "height": height})
    button, language, line = boxes(page, "#explain", "#language", "#backends .backend")
    assert button["bottom"] < height
    assert language["bottom"] <= button["y"]
    # A line for each backend that is ready; what it is in full, and who claims nothing, is folded.
    assert line["height"] < 60
    card = page.locator("#backends .backend-card .inside")
    expect(card).to_contain_text("F1")
    for folded in (card, page.locator("#tick-echo")):
        expect(folded).to_be_hidden()
    explained_without_a_jump(page)
    first = page.locator(".answer .conclusion .said").evaluate(FIRST_SENTENCE)
    parts = [*boxes(page, "#player", "#moments", ".answer .emotions ul"), first]
    for box in parts:
        assert box["y"] >= 0 and box["bottom"] <= height
        assert box["x"] >= 0 and box["right"] <= width
    lanes = page.locator("#moments")
    assert page.evaluate("scrollY") == 0
    assert lanes.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_on_a_phone_explain_and_the_answer_come_first_and_stay_uncovered(
    chromium, server: str
) -> None:
    page = opened(chromium, server, PHONE)
    (button,) = boxes(page, "#explain")
    assert button["bottom"] < PHONE["height"]  # at hand without scrolling
    explained_without_a_jump(page)
    order = ["#player", ".clip-gallery", "#explain", ".answer", "#moments", "#modalities",
             "#agreement", "#own-truth"]  # fmt: skip
    tops = [box["y"] for box in boxes(page, *order)]
    assert tops == sorted(tops)
    (answer,) = boxes(page, ".answer .emotions")
    assert answer["bottom"] < PHONE["height"]
    # Nothing covers what is tapped.
    page.locator(".answer .acoustic summary").click()
    moments = page.locator(".answer .acoustic button.moment")
    for moment in moments.all():
        moment.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 4)")
        moment.click()
        expect(page.locator("#player.docked")).to_be_visible()
        assert moment.evaluate("""one => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
        }""")
    (player,) = boxes(page, "#player")
    assert player["height"] <= 0.2 * PHONE["height"]


def test_beside_a_long_answer_the_player_stays_in_sight(answered: Page) -> None:
    answered.set_viewport_size({"width": 1280, "height": 720})
    answered.locator("#agreement").scroll_into_view_if_needed()
    assert answered.evaluate("scrollY") > 100
    (player,) = boxes(answered, "#player")
    assert player["y"] >= 0 and player["bottom"] <= 720
    expect(answered.locator("#player")).not_to_have_class("docked")


def test_the_page_opens_in_the_browsers_language(chromium, server: str) -> None:
    page = opened(chromium, server, {"width": 1280, "height": 720}, locale="zh-CN")
    expect(page.locator("#explain")).to_have_text("解释")
    expect(page.get_by_label("中文")).to_be_checked()
    assert "lang=" not in page.url
    page.get_by_label("English").check(force=True)
    expect(page.locator("#explain")).to_have_text("Explain")
    assert page.url.endswith("?lang=en")  # it goes along to the other page
    page.goto(f"{server}?lang=en")
    expect(page.locator("#explain")).to_have_text("Explain")


def test_the_result_is_told_and_a_link_leads_to_it(page: Page) -> None:
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the answer")
    for _ in range(5):
        if link.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#answers")).to_be_focused()
    pick(page, "1001_DFA_HAP_XX")
    explain(page)
    expect(page.locator("#status")).to_have_attribute("aria-live", "polite")
    expect(page.locator("#status")).to_contain_text("Cascade: happy")
    expect(page.locator("#status")).to_contain_text("Therefore")


def test_guess_first_covers_until_it_is_revealed(chromium, server: str) -> None:
    page = opened(chromium, f"{server}?guess=1", {"width": 1440, "height": 900})
    expect(page.locator("#guess input")).to_be_checked()
    explain_covered(page)
    source = page.request.get(f"{server}?guess=1").text() + page.content()
    for told in (
        "_ANG_",
        "_HAP_",
        "acted as",
        "Written by",
        "The actor was asked",
        "crowd's votes",
    ):
        assert told not in source, told
    expect(page.locator("#columns")).not_to_contain_text("Cascade")
    expect(page.locator("#moments")).not_to_contain_text("Cascade")
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".account.truth")).to_contain_text("Written by")
    expect(page.locator('[data-backend="cascade"] h3')).to_have_text("Cascade")
    expect(page.locator('[data-panel="cascade"]')).to_be_attached()
    expect(page.locator("#guess input")).not_to_be_checked()


def explain_covered(page: Page) -> None:
    """Press Explain and wait for an answer whose name is not told."""
    page.locator("#explain").click()
    expect(page.locator(".answer.done")).to_be_attached()
    expect(page.locator("#explain")).to_be_enabled()
    expect(page.locator(".answer h3")).to_have_text("Backend A")


def test_explain_at_once_after_another_clip_is_of_that_clip(page: Page) -> None:
    page.evaluate("""() => {
      document.querySelector('[data-clip="1001_DFA_NEU_XX"]').click();
      document.querySelector("#explain").click();
    }""")
    expect(page.locator('[data-backend="cascade"].done')).to_be_attached()
    expect(page.locator('[data-clip="1001_DFA_NEU_XX"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".account.truth .words")).to_contain_text("neutral")
    expect(page.locator("#explain")).to_be_enabled()


def test_a_long_text_shows_its_beginning_until_it_is_unfolded(answered: Page) -> None:
    """Of a model's rationale of thousands of words; how the page folds it is what is asked."""
    answered.locator(".answer .part.visual").evaluate(
        """part => {
          part.insertAdjacentHTML("beforeend", `<div class="tried"><div class="fold long">
            <p class="said">${"He smiles. ".repeat(1500)}</p></div>
            <button type="button" class="unfold" data-unfold="tried" aria-expanded="false"
              data-more="more" data-less="less">more</button></div>`);
        }"""
    )
    text, button = (answered.locator(f".tried {one}") for one in (".fold", ".unfold"))
    try:
        assert text.bounding_box()["height"] < 300
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
        assert text.bounding_box()["height"] > 1000
        button.click()
        assert text.bounding_box()["height"] < 300
    finally:
        answered.locator(".tried").evaluate("one => one.remove()")
