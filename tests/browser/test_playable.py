"""A file that the browser can't play: a sentence, and a copy on request that it can."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.page.gradio_seams import upload_folder
from tests.helpers import media
from tests.helpers.steps import upload, wait_until

PLAYS = "(name) => document.querySelector('#player video')?.currentSrc.endsWith(name)"


def kept(name: str) -> list[Path]:
    return [*upload_folder().rglob(name)]


@pytest.mark.parametrize(
    ("name", "codecs"), [("own.avi", ("mpeg4", "libmp3lame")), ("other.ts", ("mpeg2video", "mp2"))]
)
def test_a_copy_is_made_on_request_and_goes_with_the_page(
    page: Page, tmp_path: Path, name: str, codecs: tuple[str, str]
) -> None:
    notice, copy = page.locator("#unplayable"), f"{Path(name).stem}.mp4"
    expect(notice).to_have_text("")  # the gallery's clips can be played
    path = media.write(tmp_path / name, 1.0, sound=media.tone(1.0), codecs=codecs)
    upload(page, path)
    expect(notice.locator("p")).to_be_visible()
    expect(notice).to_contain_text(f"Your browser can't play “{name}”.")
    assert not kept(copy)  # nothing is written unasked
    notice.get_by_role("button", name="Make a playable copy").click()
    page.wait_for_function(PLAYS, arg=copy)
    page.wait_for_function("document.querySelector('#player video').videoWidth > 0")
    expect(notice.locator("p")).to_be_hidden()
    page.goto("about:blank")
    wait_until(page, lambda: not kept(copy) and not kept(name), "both are deleted")


def test_what_it_plays_has_no_notice(page: Page, tmp_path: Path) -> None:
    upload(page, media.write(tmp_path / "plays.mp4", 1.0))
    page.wait_for_function(PLAYS, arg="plays.mp4")
    page.wait_for_function("document.querySelector('#player video').videoWidth > 0")
    expect(page.locator("#unplayable p")).to_be_hidden()
