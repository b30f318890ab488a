"""A real server and a real browser for the page's tests."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="emer-test-")  # before Gradio is imported
atexit.register(shutil.rmtree, os.environ["GRADIO_TEMP_DIR"], ignore_errors=True)
SCREENSHOTS = Path(__file__).parent / "screenshots"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The page's address. Served as `app.py` serves it, from this process."""
    from demo import page
    from demo.settings import Settings

    settings = Settings(_cli_parse_args=False, max_seconds=30)
    blocks = page.build(settings)
    yield page.launch(blocks, settings, prevent_thread_lock=True, quiet=True)
    blocks.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser; tests skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (packages.txt names it)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # a busy machine is no failure

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def outside() -> list[str]:
    """Addresses outside this machine that the page asked for."""
    return []


@pytest.fixture
def page(chromium, server: str, outside: list[str]):
    """The page, open and ready, 1440 pixels wide."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    context.set_default_timeout(30_000)
    opened = context.new_page()
    opened.on("request", lambda request: _note(request.url, outside))
    opened.goto(server)
    opened.locator(".clip-gallery button").first.wait_for()
    opened.locator(".account.truth").wait_for()
    yield opened
    context.close()


def _note(url: str, outside: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:")):
        outside.append(url)


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """A folder for pictures of the page."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS
