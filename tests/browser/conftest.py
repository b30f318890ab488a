"""A real server and a real browser for the page's tests."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.helpers.guard import network_guard
from tests.helpers.steps import MILLISECONDS, compared, pick

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="emer-test-")  # before Gradio is imported
atexit.register(shutil.rmtree, os.environ["GRADIO_TEMP_DIR"], ignore_errors=True)
SCREENSHOTS = Path(__file__).parent / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder is marked as a browser's test."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def quick(sensed_once: None) -> None:
    """The pages are tested here, not the senses."""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The page's address. Served as `app.py` serves it, from this process."""
    from demo import page
    from demo.settings import Settings

    settings = Settings(_cli_parse_args=False, max_seconds=30)
    blocks = page.build(settings)
    yield page.launch(blocks, settings, prevent_thread_lock=True, quiet=True)
    blocks.close()


class Chromium:
    """The browser, which notes every address outside this machine that a page asks for.

    Windows of one kind share a memory, as those of a person do, so that the page's scripts are
    fetched and read once and not for every test.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.outside: list[str] = []
        self._windows: dict[str, BrowserContext] = {}

    def new_page(self, **how: Any) -> Page:
        """A page in a window of this kind (size, locale, colours …); closed when the test ends."""
        kind = repr(sorted(how.items()))
        if kind not in self._windows:
            self._windows[kind] = self._window(**how)
        return self._windows[kind].new_page()

    def kept_page(self, **how: Any) -> Page:
        """A page in a window of its own, which is not closed when a test ends."""
        return self._window(**how).new_page()

    def leave(self) -> None:
        """Close every page but kept ones, and forget what they stored."""
        for window in self._windows.values():
            for page in window.pages:
                page.close()
            window.clear_cookies()

    def _window(self, **how: Any) -> BrowserContext:
        window = self.browser.new_context(**how)
        window.set_default_timeout(MILLISECONDS)
        window.on("request", lambda request: self._note(request.url))
        window.on("page", lambda page: page.on("websocket", lambda one: self._note(one.url)))
        return window

    def _note(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in ("data", "blob", "about"):
            return
        if not network_guard.is_here(address.hostname or "?"):
            self.outside.append(url)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Chromium:
    """The browser with its windows, for all tests."""
    return Chromium(browser)


@pytest.fixture
def chromium(windows: Chromium) -> Iterator[Chromium]:
    """The browser. A test in which a page asks for an address outside this machine fails."""
    windows.outside.clear()
    yield windows
    windows.leave()
    assert windows.outside == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The process that all tests share; tests skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (packages.txt names it)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=MILLISECONDS)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


WIDE: Any = {"viewport": {"width": 1440, "height": 1000}, "locale": "en-GB"}


@pytest.fixture
def page(chromium: Chromium, server: str) -> Page:
    """The page, open and ready, 1440 pixels wide."""
    opened = chromium.new_page(**WIDE)
    ready(opened, server)
    return opened


def ready(page: Page, server: str) -> None:
    """Open the page, and wait until a clip is chosen."""
    page.goto(server)
    page.locator(".clip-gallery button").first.wait_for()
    page.locator(".account.truth").wait_for()


@pytest.fixture(scope="session")
def answered_pages() -> list[Page]:
    """The page that `answered` gives, once there is one."""
    return []


AS_AT_FIRST = """() => {
  const player = document.querySelector("#player video");
  player.pause();
  player.currentTime = 0;
  document.querySelectorAll("details").forEach((one) => {
    one.open = one.matches(".agreement details.rest, .figures > details");
  });
  document.activeElement?.blur();
  scrollTo(0, 0);
}"""


@pytest.fixture
def answered(
    chromium: Chromium, server: str, answered_pages: list[Page], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The page with the happy clip explained and compared, 1440 pixels wide.

    Tests share it, as what is dear is to load a page and to answer: they look at it, play, unfold
    and change its size, and leave clip, answer and language as they are.
    """
    failed = request.session.testsfailed
    if not answered_pages:
        opened = chromium.kept_page(**WIDE)
        ready(opened, server)
        pick(opened, "1001_DFA_HAP_XX")
        compared(opened)
        answered_pages.append(opened)
    shared = answered_pages[0]
    shared.bring_to_front()
    shared.mouse.move(0, 0)
    shared.set_viewport_size(WIDE["viewport"])
    shared.evaluate(AS_AT_FIRST)
    yield shared
    if request.session.testsfailed > failed:  # who knows what state it is in
        answered_pages.pop().close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """A folder for pictures of the page."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS
