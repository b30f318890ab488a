"""Taking an answer away from the page, as a person does it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from demo.take_away import FORMATS, cues, webvtt
from tests.helpers.steps import compared, pick, tick
from tests.helpers.taken import awkward


def taken(page: Page, form: str) -> Path:
    """The file that a press on a format gives."""
    with page.expect_download() as begun:
        page.locator(f'[data-backend="cascade"] [data-format="{form}"]').press("Enter")
    return Path(begun.value.path()).rename(
        Path(begun.value.path()).with_name(begun.value.suggested_filename)
    )


@pytest.mark.parametrize("form", ["json", "eaf", "html"])
def test_a_file_is_downloaded_by_keyboard(answered: Page, form: str) -> None:
    summary = answered.locator('[data-backend="cascade"] .take summary')
    if not summary.locator("..").get_attribute("open"):
        summary.press("Enter")
    file = taken(answered, form)
    assert file.name == f"1001_DFA_HAP_XX.cascade.{form}"
    if form == "json":
        assert json.loads(file.read_text("utf-8"))["explanation"]["emotions"][0]["word"] == "happy"
    elif form == "eaf":
        assert ElementTree.parse(file).getroot().find("TIER") is not None
    expect(answered.locator("#taken")).to_contain_text(f"“{file.name}” is written.")
    again = answered.locator("#taken a")
    with answered.expect_download() as begun:
        again.press("Enter")
    assert Path(begun.value.path()).stat().st_size == file.stat().st_size


def test_each_format_is_offered_in_words(answered: Page) -> None:
    buttons = answered.locator('[data-backend="cascade"] .take [data-take]')
    assert buttons.count() == len(FORMATS)
    for button in buttons.all():
        assert button.get_attribute("title") and button.text_content()


def test_what_was_written_is_gone_with_its_clip(page: Page) -> None:
    pick(page, "1001_DFA_HAP_XX")
    compared(page)
    page.locator('[data-backend="cascade"] .take summary').press("Enter")
    taken(page, "srt")
    pick(page, "1001_DFA_ANG_XX")
    expect(page.locator("#taken a")).to_have_count(0)
    expect(page.locator(".take")).to_have_count(0)


def test_a_link_opens_the_same_in_a_fresh_browser(page: Page, chromium, server: str) -> None:
    """Clip, backends, language, modalities and moment."""
    pick(page, "1001_DFA_SAD_XX")
    tick(page, "echo")
    page.locator("#modalities input").nth(1).uncheck()
    compared(page)
    page.evaluate("() => { document.querySelector('#player video').currentTime = 1.25; }")
    page.locator('[data-backend="cascade"] .take summary').press("Enter")
    page.locator('[data-backend="cascade"] [data-link]').press("Enter")
    field = page.locator('[data-backend="cascade"] .take input')
    expect(field).to_be_visible()
    address = field.input_value()
    assert address.startswith(server) and "at=1.25" in address and "lang=en" in address

    fresh = chromium.new_page()
    fresh.goto(address.replace("lang=en", "lang=zh"))
    expect(fresh.locator('[data-clip="1001_DFA_SAD_XX"]')).to_have_attribute("aria-pressed", "true")
    expect(fresh.locator("#explain")).to_have_text("解释")
    for name in ("cascade", "echo"):
        expect(fresh.locator(f"#tick-{name} input")).to_be_checked()
    for at in range(3):
        switch = fresh.locator("#modalities input").nth(at)
        expect(switch).to_be_checked(checked=at != 1)
    fresh.wait_for_function("() => document.querySelector('#player video')?.currentTime === 1.25")
    shown = "() => document.querySelector('#player video').currentSrc"
    source = fresh.evaluate(shown)
    pick(fresh, "1001_DFA_HAP_XX")
    fresh.wait_for_function(f"(before) => ({shown})() !== before", arg=source)
    assert fresh.evaluate("() => document.querySelector('#player video').currentTime") != 1.25


CUES = """async (text) => {
  const video = document.createElement("video");
  const track = document.createElement("track");
  track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
  track.default = true;
  video.append(track);
  document.body.append(video);
  track.track.mode = "hidden";
  await new Promise((done, failed) => { track.onload = done; track.onerror = failed; });
  return [...track.track.cues].map((one) =>
    [one.startTime, one.endTime, one.getCueAsHTML().textContent]);
}"""


def test_a_browser_reads_the_subtitles_as_they_are_meant(
    chromium, server: str, tmp_path: Path
) -> None:
    given = awkward(tmp_path)
    webvtt.write(given, tmp_path / "said.vtt")
    page = chromium.new_page()
    page.goto(f"{server}/config")  # any address that may make a blob
    read = page.evaluate(CUES, (tmp_path / "said.vtt").read_text("utf-8"))
    read.sort(key=lambda one: one[2])  # at the same moment a browser has another order
    meant = sorted(((c.start, c.end, c.text) for c in cues.cues(given)), key=lambda one: one[2])
    assert [text for *_, text in read] == [text for *_, text in meant]
    for (start, end, _), (first, last, _) in zip(read, meant, strict=True):
        assert abs(start - first) < 0.001 and abs(end - last) < 0.001
