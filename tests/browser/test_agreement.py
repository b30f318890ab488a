"""How well they agree, as a person sees it: ties, wheel, figures, own ground truth, the judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import backends
from tests.helpers import media
from tests.helpers.openai_server import OpenAIServer, Reply, serving
from tests.helpers.ratings import rating
from tests.helpers.steps import compared, pick, tick, upload, write

OWN = "In the video, a man smiles broadly. In the audio, he speaks softly. Therefore, he is proud."
TIME = "document.querySelector('#player video').currentTime"


def test_one_clip_after_another_shows_what_is_matched_and_missed(
    page: Page, screenshots: Path
) -> None:
    for emotion in ("ANG", "HAP", "SAD"):
        pick(page, f"1001_DFA_{emotion}_XX")
        compared(page)
        panel = page.locator('[data-panel="cascade"]')
        for kind in ("matched", "missed"):
            expect(panel.locator(f".truth-side .say.{kind}")).not_to_have_count(0)
        expect(panel.locator(".clue-side .say.matched")).not_to_have_count(0)
        expect(panel.locator(".wheel .entry").nth(1)).to_be_attached()
        expect(panel.locator(".figures")).to_contain_text("Emotion wheel")
        expect(panel.locator(".figures")).to_contain_text("No judge is configured")
        page.locator("#agreement").screenshot(path=screenshots / f"agreement-{emotion}.png")


def test_ties_light_up_by_mouse_and_by_keyboard_and_seek(answered: Page) -> None:
    statement = answered.locator(".truth-side .say.matched").first
    partner = answered.locator(
        f"[id='{(statement.get_attribute('data-partners') or '').split()[0]}']"
    )
    expect(partner).not_to_have_class(re.compile(r"\blit\b"))
    statement.hover()
    expect(partner).to_have_class(re.compile(r"\blit\b"))
    answered.locator(".page-head h1").hover()
    expect(partner).not_to_have_class(re.compile(r"\blit\b"))
    button = statement.get_by_role("button")
    button.focus()
    expect(partner).to_have_class(re.compile(r"\blit\b"))
    said = partner.get_by_role("button").evaluate("button => button.firstChild.textContent.trim()")
    expect(button).to_have_accessible_name(re.compile(f"Matched by: “{re.escape(said)}”"))
    answered.keyboard.press("Enter")
    start = float(button.get_attribute("data-seek") or 0)
    answered.wait_for_function(f"{TIME} >= {start} - 0.05")


def test_of_two_backends_one_is_compared_at_a_time(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = backends.get("echo").card.model_copy(update={"explains": True})
    monkeypatch.setattr(type(backends.get("echo")), "card", card)
    tick(page, "echo")
    pick(page, "1001_DFA_NEU_XX")
    compared(page, "echo")
    cascade, echo = (page.locator(f'[data-panel="{name}"]') for name in ("cascade", "echo"))
    expect(cascade).to_be_visible()
    expect(echo).to_be_hidden()
    page.get_by_role("tab", name="Cascade").focus()
    page.keyboard.press("ArrowRight")
    expect(echo).to_be_visible()
    expect(cascade).to_be_hidden()
    compared(page, "echo")  # what was chosen stays chosen
    expect(echo).to_be_visible()
    expect(cascade).to_be_hidden()


def test_a_persons_own_ground_truth_is_theirs_for_this_clip(page: Page) -> None:
    pick(page, "1001_DFA_HAP_XX")
    page.get_by_role("button", name="Your own ground truth").click()
    compared(page)
    truth = page.locator(".account.truth")
    write(page.locator("#own-truth").get_by_label("Emotions"), "proud, content")
    write(page.locator("#own-truth").get_by_label("Rationale"), OWN)
    page.locator("#own-use").click()
    expect(truth.locator(".words")).to_have_text(re.compile(r"proud\s*content"))
    expect(truth.locator(".visual")).to_contain_text("smiles broadly")
    expect(page.locator(".truth-side").first).to_contain_text("smiles broadly")
    expect(page.locator("#explain")).to_be_enabled()
    tick(page, "echo")
    compared(page)  # another backend, the same ground truth
    expect(truth.locator(".words")).to_contain_text("proud")
    pick(page, "1001_DFA_SAD_XX")
    expect(truth.locator(".words")).not_to_contain_text("proud")
    pick(page, "1001_DFA_HAP_XX")
    expect(truth.locator(".words")).to_contain_text("proud")
    for label in ("Emotions", "Rationale"):
        write(page.locator("#own-truth").get_by_label(label), "")
    page.locator("#own-use").click()
    expect(truth.locator(".words")).to_contain_text("cheerful")


def test_the_playhead_and_the_lanes_by_keyboard(answered: Page) -> None:
    slider = answered.get_by_role("slider", name="Point of the clip")
    slider.focus()
    answered.keyboard.press("Home")
    answered.keyboard.press("ArrowRight")
    answered.keyboard.press("ArrowRight")
    answered.wait_for_function(f"Math.abs({TIME} - 0.2) < 0.02")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0\.2 of \d\.\d seconds"))
    words = answered.locator(".moments .spoken button")
    words.first.focus()
    answered.keyboard.press("ArrowRight")
    expect(words.nth(1)).to_be_focused()
    expect(words.nth(1)).to_have_attribute("tabindex", "0")
    expect(words.first).to_have_attribute("tabindex", "-1")
    answered.keyboard.press("End")
    expect(words.last).to_be_focused()


def test_in_chinese_on_a_phone(chromium, server: str, screenshots: Path) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 900}, color_scheme="dark")
    page.goto(server)
    page.get_by_label("中文").check()
    expect(page.locator("#explain")).to_have_text("解释")
    pick(page, "1001_DFA_ANG_XX")
    compared(page)
    panel = page.locator('[data-panel="cascade"]')
    expect(panel.locator(".sector-name.matched")).to_have_text("✓ 愤怒")
    expect(panel.locator(".summary")).to_contain_text("条陈述中，Cascade 印证了")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    name = panel.locator(".wheel .entry").first.bounding_box()
    assert name
    assert name["height"] > 10  # can be read
    legend = panel.locator("li:has(> i.mark.backend)").first.bounding_box()
    assert legend
    assert legend["height"] < 30  # mark and name in one line
    page.locator("#agreement").screenshot(path=screenshots / "agreement-390-zh-dark.png")


@pytest.fixture(scope="module")
def equipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, OpenAIServer]]:
    """A page with a judge, a table of ground truth and a backend that lacks something.

    Its address, and the judge, which finds everything a 7.
    """
    from demo import page
    from demo.settings import Settings

    table = tmp_path_factory.mktemp("data") / "mine.csv"
    table.write_text('name,openset\nholiday,"[proud, calm]"\nbroken,row,too,many\n')
    with (
        serving(otherwise=rating(7, ["joy"], ["joy"])) as judge,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("EMER_JUDGE_URL", judge.url)
        patch.setenv("EMER_JUDGE_MODEL", "strict-7b")
        patch.setenv("EMER_JUDGE_CACHE", "")
        patch.setattr(type(backends.get("echo")), "missing", lambda *_: ["Needs <b>a cave</b>."])
        settings = Settings(_cli_parse_args=False, backends=["echo", "cascade"], data=[table])
        blocks = page.build(settings)
        yield page.launch(blocks, settings, prevent_thread_lock=True, quiet=True), judge
        blocks.close()


@pytest.fixture
def equipped_page(chromium, equipped: tuple[str, OpenAIServer]) -> Page:
    opened = chromium.new_page(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    opened.goto(equipped[0])
    opened.locator(".account.truth").wait_for()
    return opened


def test_what_a_backend_lacks_is_told_before_it_is_asked(equipped_page: Page) -> None:
    more = equipped_page.locator("#more-backends")
    expect(equipped_page.locator("#backends .backend")).to_have_count(1)
    expect(equipped_page.locator("#tick-cascade input")).to_be_checked()
    expect(more.locator(".backend")).to_be_hidden()
    equipped_page.get_by_role("button", name="More backends and options").click()
    expect(more.locator(".missing")).to_have_text("Missing: Needs <b>a cave</b>.")
    expect(more.locator("#tick-echo input")).to_be_disabled()
    name, told = (more.locator(one).bounding_box() for one in ("#tick-echo", ".missing"))
    assert name and told
    assert told["y"] > name["y"] and told["x"] - name["x"] < 60  # below it, with all the width


def test_an_upload_finds_its_ground_truth_by_its_name(equipped_page: Page, tmp_path: Path) -> None:
    problems = equipped_page.locator("#truth-problems")
    expect(problems).to_contain_text("could not be read: 1")
    problems.locator("summary").click()
    expect(problems).to_contain_text("mine.csv, line 3")
    upload(equipped_page, media.write(tmp_path / "holiday.mp4", 1.0, sound=media.tone(1)))
    expect(equipped_page.locator(".account.truth .words")).to_contain_text("proud")
    expect(equipped_page.locator(".account.truth")).to_contain_text("mine.csv")


def test_the_judge_is_asked_and_named(
    equipped_page: Page, equipped: tuple[str, OpenAIServer]
) -> None:
    judge = equipped[1]
    host = judge.url.removeprefix("http://").removesuffix("/v1")
    ask = equipped_page.locator("#ask-judge")
    expect(ask).to_have_text(f"Ask the judge (strict-7b at {host})")
    expect(equipped_page.locator("#judge-note")).to_contain_text("Neither picture nor sound")
    ask.click()
    expect(equipped_page.get_by_role("alert")).to_contain_text("no compared answer")
    pick(equipped_page, "1001_DFA_HAP_XX")
    compared(equipped_page)
    before = len(judge.requests)
    figures = equipped_page.locator('[data-panel="cascade"] .figures')
    expect(figures).to_contain_text("has not been asked")
    ask.click()
    expect(figures.locator(".value", has_text="7.0")).to_have_count(2)
    expect(figures).to_contain_text("judged by strict-7b")
    assert len(judge.requests) == before + 2
    expect(equipped_page.locator("#explain")).to_be_enabled()


def test_a_judge_that_refuses_is_one_sentence(
    equipped_page: Page, equipped: tuple[str, OpenAIServer]
) -> None:
    pick(equipped_page, "1001_DFA_NEU_XX")
    compared(equipped_page)
    equipped[1].enqueue(Reply(status=401))
    equipped_page.locator("#ask-judge").click()
    expect(equipped_page.get_by_role("alert")).to_contain_text("refused the key")
    expect(equipped_page.locator('[data-panel="cascade"] .figures')).to_be_visible()
    pick(equipped_page, "1001_DFA_SAD_XX")
    compared(equipped_page)
