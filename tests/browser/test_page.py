"""The page as a person uses it, in Chromium."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from gradio.utils import get_upload_folder
from playwright.sync_api import Page, expect

from backends import cascade
from backends.base import Modality
from backends.cascade.phrases import Phrases
from backends.cascade.senses import Sense
from backends.clip import Clip
from demo.page.uploads import UPLOADS
from tests.helpers import media
from tests.helpers.steps import explain, pick, tick, upload, wait_until, write


def test_it_opens_with_a_clip(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Emotion Reasoning")
    expect(page.locator(".clip-gallery button")).to_have_count(6)
    expect(page.locator("#player video")).to_be_visible()
    expect(page.locator(".account.truth .conclusion")).to_contain_text("Therefore")


def test_what_a_page_asks_for_outside_is_noted(page: Page, chromium) -> None:
    with page.expect_event("request", lambda request: "192.0.2.1" in request.url):
        page.evaluate("() => { fetch('http://192.0.2.1:9/').catch(() => 0); }")
    assert chromium.outside == ["http://192.0.2.1:9/"]
    chromium.outside.clear()


def test_a_clip_is_explained_beside_its_ground_truth(answered: Page, screenshots: Path) -> None:
    truth, cascade = (
        answered.locator(".account.truth"),
        answered.locator('[data-backend="cascade"]'),
    )
    expect(cascade.locator(".emotions .word").first).to_have_text("happy")
    for part, opening in (("visual", "In the video"), ("acoustic", "In the audio"),
                          ("lexical", "In the text"), ("conclusion", "Therefore")):  # fmt: skip
        paragraphs = truth.locator(f".{part} p").first, cascade.locator(f".{part} p").first
        for paragraph in paragraphs:
            expect(paragraph).to_contain_text(opening)
        tops = [p.locator("..").bounding_box()["y"] for p in paragraphs]
        assert tops[0] == pytest.approx(tops[1], abs=1)  # equal parts stand level
    expect(cascade.locator(".received").first).to_contain_text("19 frames")
    answered.screenshot(path=screenshots / "page.png", full_page=True)


def test_captions_and_moments(answered: Page) -> None:
    answered.wait_for_function(
        "() => [...(document.querySelector('#player video')?.textTracks ?? [])]"
        ".some(track => track.cues && track.cues.length > 0)"
    )
    cue = answered.evaluate(
        "() => [...document.querySelector('#player video').textTracks]"
        ".flatMap(track => [...(track.cues ?? [])]).map(cue => cue.text).join(' ')"
    )
    assert "jacket" in cue.lower()
    seek = "() => document.querySelector('#player video').currentTime"
    word = answered.locator(".moments .spoken button").last
    word.click()
    start = float(word.get_attribute("data-seek") or 0)
    answered.wait_for_function(f"({seek})() >= {start} - 0.05")
    track = answered.locator(".moments .sound .track")
    box = track.bounding_box()
    track.click(position={"x": box["width"] * 0.25, "y": 5})
    length = answered.evaluate("document.querySelector('#player video').duration")
    answered.wait_for_function(f"Math.abs(({seek})() - {0.25 * length}) < 0.1")


def test_clues_seek_by_keyboard(answered: Page) -> None:
    visual = answered.locator('[data-backend="cascade"] .visual')
    visual.locator("summary").focus()
    answered.keyboard.press("Enter")
    moment = visual.locator("button.moment").last
    expect(moment).to_be_visible()
    moment.focus()
    answered.keyboard.press("Enter")
    start = float(moment.get_attribute("data-seek") or 0)
    answered.wait_for_function(
        f"document.querySelector('#player video').currentTime >= {start} - 0.05"
    )


@pytest.mark.parametrize("name", ["notes.mp4", "empty.mp4"])
def test_a_bad_file_is_one_sentence_and_the_page_lives(
    page: Page, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"" if name.startswith("empty") else b"not a video" * 99)
    upload(page, tmp_path / name)
    alert = page.locator("#refusal [role=alert]")
    expect(alert).to_contain_text(name)
    expect(page.locator(".account.truth")).to_contain_text("There is no clip.")
    page.locator("#explain").click()  # not the clip from before
    expect(page.locator("#alert")).to_contain_text("Choose, upload or record a clip first.")
    page.get_by_role("tab", name="Gallery").click()
    pick(page, "1001_DFA_NEU_XX")
    expect(alert).to_have_count(0)
    explain(page)


def test_an_uploaded_clip_without_sound_or_face(page: Page, tmp_path: Path) -> None:
    upload(page, media.write(tmp_path / "shapes <b>.mp4", 1.0))
    expect(page.locator(".account.truth")).to_contain_text("No ground truth")
    explain(page)
    cascade = page.locator('[data-backend="cascade"]')
    expect(cascade.locator(".visual")).to_contain_text("no face is found")
    expect(cascade.locator(".acoustic")).to_contain_text("not received")
    expect(cascade.locator("header")).to_contain_text("The clip has no sound")
    expect(cascade.locator(".emotions")).to_contain_text("not readable")


def test_a_sound_alone_and_a_subtitle_stay_text(page: Page, tmp_path: Path) -> None:
    path = media.write(
        tmp_path / "tone.wav", 1.0, size=None, sound=media.tone(1), codecs=["pcm_s16le"]
    )
    upload(page, path)
    expect(page.locator(".account.truth")).to_contain_text("No ground truth")
    page.get_by_text("What is said, and which part").click()
    attack = "<img src=x onerror=\"document.title='stolen'\"> I am so happy for you!"
    write(page.get_by_role("textbox", name="Subtitle"), attack)
    tick(page, "echo")
    explain(page)
    echo = page.locator('[data-backend="echo"]')
    expect(echo.locator(".lexical")).to_contain_text("<img src=x")
    expect(page.locator('[data-backend="cascade"] .lexical')).to_contain_text("<img src=x")
    expect(page.locator("img[src=x]")).to_have_count(0)
    assert "stolen" not in page.title()


def test_a_long_clip_is_explained_in_part(page: Page, tmp_path: Path) -> None:
    path = media.write(tmp_path / "long.mp4", 40, size=(64, 48), fps=5)
    upload(page, path)
    expect(page.get_by_role("alert")).to_contain_text("lasts 40 s; at most 30 s")
    explain(page)
    received = page.locator('[data-backend="cascade"] .received')
    expect(received).to_contain_text("0.0–30.0 s")


def test_cancel_keeps_the_page_alive(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, see = cascade.SENSES[Modality.VISUAL]
    cancelled = Event()

    def never_sees(clip: Clip, phrases: Phrases) -> Sense:
        """Looks on, until it is stopped from outside, at the clip that is cancelled."""
        while clip.name == "slow" and not cancelled.wait(0.05):
            yield None
        return (yield from see(clip, phrases))

    monkeypatch.setitem(cascade.SENSES, Modality.VISUAL, (stage, never_sees))
    path = media.write(tmp_path / "slow.mp4", 25, size=(640, 360), sound=media.tone(25))
    upload(page, path)
    expect(page.locator(".account.truth")).to_contain_text("No ground truth")
    page.locator("#explain").click()
    expect(page.locator("#cancel")).to_be_enabled()
    page.locator("#cancel").click()
    expect(page.locator('[data-backend="cascade"]')).to_contain_text("Cancelled")
    expect(page.locator("#explain")).to_be_enabled()
    cancelled.set()
    page.get_by_role("tab", name="Gallery").click()
    pick(page, "1001_DFA_SAD_XX")
    explain(page)


NOTE_WHAT_IS_DRAWN = """() => {
  const columns = document.querySelector("#columns");
  window.drawn = [];
  new MutationObserver(() => window.drawn.push(columns.querySelector(".account.truth").innerText))
    .observe(columns, { childList: true, subtree: true });
}"""
"""Keeps the ground truth of each state of the columns from now on."""


def test_another_clip_leaves_the_run_behind(page: Page, tmp_path: Path) -> None:
    upload(page, media.write(tmp_path / "slow.mp4", 25, size=(640, 360), sound=media.tone(25)))
    expect(page.locator(".account.truth")).to_contain_text("No ground truth")
    page.locator("#explain").click()
    expect(page.locator("#cancel")).to_be_enabled()
    page.get_by_role("tab", name="Gallery").click()
    pick(page, "1001_DFA_NEU_XX")
    expect(page.locator("#explain")).to_be_enabled()
    expect(page.locator('[data-backend="cascade"]')).to_contain_text("Press “Explain”")
    page.evaluate(NOTE_WHAT_IS_DRAWN)
    explain(page)  # by its end the first run has had time to say what it still had to say
    drawn = page.evaluate("window.drawn")
    assert drawn
    assert all("neutral and calm" in truth for truth in drawn)


def test_a_clip_is_deleted_when_the_tab_is_closed(
    chromium, server: str, tmp_path: Path, page: Page
) -> None:
    clip = media.write(tmp_path / f"private-{tmp_path.name}.mp4", 1.0, sound=media.tone(1))
    stored = Path(get_upload_folder())

    def kept() -> list[Path]:
        return list(stored.rglob(clip.name))

    def owners() -> int:
        uses = dict(UPLOADS._uses)
        return sum(len(use.owners) for path, use in uses.items() if path.name == clip.name)

    tab = chromium.new_page()
    tab.goto(server)
    upload(page, clip)  # a second tab with the same file
    expect(page.locator(".account.truth")).to_contain_text("No ground truth")
    tab.locator(".account.truth .conclusion").wait_for()
    upload(tab, clip)
    expect(tab.locator(".account.truth")).to_contain_text("No ground truth")
    assert kept()
    assert owners() == 2
    tab.close()
    wait_until(page, lambda: owners() == 1, "the closed tab is noticed")
    explain(page)  # the other tab still has it
    page.goto("about:blank")
    wait_until(page, lambda: not kept(), "the clip is deleted")
    assert not list(stored.rglob("*.vtt"))  # nor what was said


def test_opened_clues_stay_open(answered: Page) -> None:
    clues = answered.locator('[data-backend="cascade"] .visual details')
    clues.locator("summary").click()
    expect(clues).to_have_attribute("open", "")
    explain(answered)
    expect(clues).to_have_attribute("open", "")


def test_one_moment_after_another(answered: Page) -> None:
    time = "() => document.querySelector('#player video').currentTime"
    paused = "() => document.querySelector('#player video').paused"
    words = answered.locator(".moments .spoken button")
    words.first.click()
    words.last.click()
    answered.wait_for_function(paused)
    until = float(words.last.get_attribute("data-until") or 0)
    assert answered.evaluate(time) == pytest.approx(until, abs=0.35)


def test_nothing_chosen_is_said(page: Page) -> None:
    page.locator("#tick-cascade input").uncheck()
    page.locator("#explain").click()
    expect(page.get_by_role("alert")).to_have_text("Tick at least one backend.")


def test_a_modality_switched_off_is_named_and_not_described(page: Page) -> None:
    pick(page, "1001_DFA_HAP_XX")
    page.locator("#modalities").get_by_label("Sound").uncheck()
    page.locator("#modalities").get_by_label("Words").uncheck()
    explain(page)
    cascade = page.locator('[data-backend="cascade"]')
    expect(cascade.locator(".acoustic")).to_contain_text("not received")
    expect(cascade.locator("header")).to_contain_text("The sound was switched off")
    expect(cascade.locator(".received")).to_contain_text("no sound")


def test_in_chinese(page: Page, screenshots: Path) -> None:
    pick(page, "1001_DFA_HAP_XX")
    page.get_by_label("中文").check()
    expect(page.get_by_role("heading", level=1)).to_contain_text("可解释的多模态情绪推理")
    expect(page.get_by_role("tab", name="上传")).to_be_visible()
    expect(page.locator("#explain")).to_have_text("解释")
    explain(page)
    cascade = page.locator('[data-backend="cascade"]')
    expect(cascade.locator(".emotions .word").first).to_have_text("快乐")
    expect(cascade.locator(".visual p").first).to_contain_text("在视频中")
    page.screenshot(path=screenshots / "page-zh.png", full_page=True)
