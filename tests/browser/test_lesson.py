"""One lesson with four browsers: a teacher's on the wall, and three phones, one of them Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.axe import found
from tests.helpers.steps import MILLISECONDS

PHONE = {"width": 360, "height": 740}


@dataclass
class Room:
    """Who is in it, and where."""

    address: str
    code: str
    teacher: Page
    phones: list[Page]

    def press(self, name: str) -> None:
        """A button of the teacher's screen."""
        self.teacher.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def room(browser: Browser, server: str) -> Iterator[Room]:
    """The lesson on sound, opened by a teacher; three phones have come by its code."""
    contexts = []

    def window(locale: str, size: dict[str, int], **how: object) -> Page:
        context = browser.new_context(locale=locale, viewport=size, **how)  # type: ignore[arg-type]
        context.set_default_timeout(MILLISECONDS)
        contexts.append(context)
        return context.new_page()

    teacher = window("en-GB", {"width": 1280, "height": 720})
    teacher.goto(server)
    teacher.get_by_role("link", name="Lesson").click()
    teacher.get_by_role("radio", name="What the sound adds").check()
    for box in teacher.locator("input[name=models]").all():
        box.uncheck()
    teacher.get_by_role("button", name="Open a room").click()
    code = teacher.locator(".big-code").inner_text()
    phones = []
    for locale in ("en-GB", "zh-CN", "en-GB"):
        phone = window(locale, PHONE, has_touch=True, is_mobile=True)
        phone.goto(f"{server}lesson/")
        phone.locator("#code").fill(code.lower())
        phone.locator("form.join button").click()
        phone.locator("form button.main").click()
        phones.append(phone)
    yield Room(server, code, teacher, phones)
    for context in contexts:
        context.close()


def settled(page: Page) -> None:
    """Nothing sticks out, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert found(page) == []


def say(phone: Page, word: str, sure: int) -> None:
    """Vote with a typed word, and wait until it is saved."""
    phone.locator("#word").fill(word)
    phone.keyboard.press("Enter")
    phone.locator("form.vote .choice").first.locator("span").nth(sure).click()
    phone.locator("form.vote button.main").click()
    expect(phone.locator("form.why")).to_be_visible()


def test_a_lesson(room: Room, screenshots: Path) -> None:
    teacher, (first, second, third) = room.teacher, room.phones
    expect(teacher.locator(".counts")).to_have_text("3 people have joined")
    settled(teacher)
    teacher.screenshot(path=screenshots / "lesson-lobby.png")
    expect(second.locator(".now")).to_contain_text("你已加入")
    room.press("Start")
    for phone in room.phones:
        expect(phone.locator("video")).to_have_js_property("readyState", 4)
    source = first.locator("video").get_attribute("src")
    room.press("Open voting")

    # by keyboard alone: a word of the wheel, sureness, the vote
    first.locator(".wheel summary").focus()
    first.keyboard.press("Enter")
    first.locator("[data-sector=angry]").focus()
    first.keyboard.press("Enter")
    first.locator("[data-word=angry]").focus()
    first.keyboard.press("Space")
    expect(first.locator("[data-chips]")).to_contain_text("angry")
    expect(first.locator("[data-word=angry]")).to_have_attribute("aria-pressed", "true")
    settled(first)
    first.screenshot(path=screenshots / "lesson-vote.png", full_page=True)
    first.locator("input[name=sure]").first.focus()
    first.keyboard.press("Space")
    first.locator("form.vote button.main").focus()
    first.keyboard.press("Enter")
    expect(first.locator("form.vote [data-said]")).to_have_text("Your vote is saved.")
    first.locator("#reason").fill("<b>the lips</b>")
    first.evaluate("document.querySelector('video').currentTime = 1.1")
    expect(first.locator("video")).to_have_js_property("seeking", False)
    first.locator("[data-mark]").click()
    first.locator("form.why button.wide").click()
    expect(first.locator("form.why [data-said]")).to_have_text("Your line is saved.")

    say(second, "愤怒", 1)
    second.screenshot(path=screenshots / "lesson-vote-zh.png", full_page=True)
    settled(second)
    say(third, "grumpf", 0)
    expect(teacher.locator(".counts")).to_contain_text("3 of 3 have voted")
    room.press("Close voting")
    expect(third.locator(".now")).to_contain_text("The same clip comes once more")
    room.press("Next: the same clip, picture and sound")
    expect(first.locator(".progress")).to_contain_text("picture and sound")
    assert first.locator("video").get_attribute("src") != source
    room.press("Open voting")
    first.locator("form.vote").wait_for()
    first.get_by_text("voice", exact=True).click()
    say(first, "disgusted", 3)
    say(second, "厌恶", 2)
    for phone in room.phones:
        assert "grumpf" not in phone.content() or phone is third
        assert "1001_DFA" not in phone.content()
    room.press("Close voting")
    room.press("Reveal")

    expect(teacher.locator(".reveal")).to_contain_text("2 of 2 who voted both times")
    expect(teacher.locator(".reveal")).to_contain_text("angry → disgusted: 2")
    expect(teacher.locator(".reveal")).to_contain_text("not in the word table")
    expect(teacher.locator(".reveal")).to_contain_text("The crowd of CREMA-D")
    expect(teacher.locator(".heat i")).to_have_count(1)
    assert teacher.locator(".reveal b", has_text="the lips").count() == 0
    expect(second.locator(".yours")).to_contain_text("愤怒")
    settled(teacher)
    settled(second)
    teacher.screenshot(path=screenshots / "lesson-reveal.png", full_page=True)
    second.screenshot(path=screenshots / "lesson-reveal-zh.png", full_page=True)

    first.goto(room.address)
    expect(first.locator("[role=alert]")).to_contain_text("This browser takes part in a lesson")
    room.press("End the lesson")
    expect(second.locator(".now")).to_contain_text("课结束了")
    teacher.get_by_role("link", name="Printable page").click()
    expect(teacher.locator("article")).to_have_count(1)
    settled(teacher)
    teacher.screenshot(path=screenshots / "lesson-report.png", full_page=True)
    first.goto(room.address)
    first.locator(".clip-gallery button").first.wait_for()


def test_a_vote_waits_for_a_server_that_is_away(room: Room) -> None:
    phone = room.phones[0]
    room.press("Start")
    room.press("Open voting")
    phone.locator("form.vote").wait_for()
    phone.context.set_offline(True)
    phone.locator("#word").fill("sad")
    phone.keyboard.press("Enter")
    phone.locator("form.vote .choice span").first.click()
    phone.locator("form.vote button.main").click()
    expect(phone.locator("form.vote [data-said]")).to_have_text("Not saved yet; trying again…")
    phone.context.set_offline(False)
    expect(phone.locator("form.vote [data-said]")).to_have_text("Your vote is saved.")
    expect(room.teacher.locator(".counts")).to_contain_text("1 of 3 have voted")


def test_a_second_tab_is_the_same_person(room: Room) -> None:
    phone = room.phones[0]
    room.press("Start")
    room.press("Open voting")
    tab = phone.context.new_page()
    tab.goto(phone.url)
    say(phone, "sad", 0)
    say(tab, "angry", 0)
    expect(room.teacher.locator(".counts")).to_contain_text("1 of 3 have voted")
