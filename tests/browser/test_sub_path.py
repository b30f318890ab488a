"""The page behind a reverse proxy, under a path: all that it asks for is asked under that path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Chromium
from tests.helpers import media
from tests.helpers.reverse_proxy import under_path
from tests.helpers.steps import upload

LOADED = """() => {
  const videos = [...document.querySelectorAll(".clip-gallery video, #player video")];
  return videos.length > 1 && videos.every((video) => video.videoWidth > 0);
}"""


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """The page's address under /emer/, and what was refused there."""
    from demo import page
    from demo.settings import Settings

    monkeypatch.setenv("GRADIO_ROOT_PATH", "/emer")
    settings = Settings(_cli_parse_args=False, backends="echo")  # type: ignore[arg-type]
    blocks = page.build(settings)
    served = page.launch(blocks, settings, prevent_thread_lock=True, quiet=True)
    with under_path("/emer", served) as found:
        yield found
    blocks.close()


def test_everything_is_asked_for_under_the_path(
    proxied: tuple[str, list[str]], chromium: Chromium, tmp_path: Path
) -> None:
    address, refused = proxied
    page = chromium.new_page(locale="en-GB")
    page.goto(address)
    page.locator(".clip-gallery button").first.wait_for()
    page.wait_for_function(LOADED)
    upload(page, media.write(tmp_path / "own.mp4", 1.0))
    page.wait_for_function(
        """() => document.querySelector("#player video")?.currentSrc.includes("own.mp4")"""
    )
    page.locator("#explain").click()
    expect(page.locator('[data-backend="echo"]')).to_contain_text("10 frames")
    page.goto(f"{address}benchmark?lang=zh")
    page.get_by_role("button").first.wait_for()
    assert refused == []


def test_a_lesson_under_the_path(proxied: tuple[str, list[str]], chromium: Chromium) -> None:
    address, refused = proxied
    teacher = chromium.new_page(locale="en-GB")
    teacher.goto(f"{address}lesson")
    teacher.get_by_role("button", name="Open a room").click()
    expect(teacher.locator(".where")).to_contain_text(f"{address}lesson/")
    teacher.get_by_role("button", name="Start", exact=True).click()
    expect(teacher.locator("video")).to_have_js_property("readyState", 4)
    teacher.get_by_role("button", name="Open voting").click()
    expect(teacher.locator("h1")).to_have_text("Voting is open")
    phone = chromium.new_page(locale="en-GB", viewport={"width": 360, "height": 740})
    phone.goto(teacher.url.split("/lead")[0])
    assert refused == []
