"""The moment in Chromium: lanes, boxes about the faces, fewer modalities, what the model saw."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import backends
from backends.base import Events, Explanation
from tests.helpers import media
from tests.helpers.courses import told
from tests.helpers.steps import explain, upload, wait_until

NOW = "document.querySelector('#player video').currentTime"
CUT_NAMES = """() => [...document.querySelectorAll(".lanes:not([hidden]) .track button span")]
  .filter((name) => {
    const [inside, around] = [name, name.parentElement].map((one) => one.getBoundingClientRect());
    const whole = inside.right <= around.right + 1;
    return !(whole || inside.top >= around.bottom - 1);
  }).map((name) => name.textContent)"""
"""Names that are neither whole nor out of sight below their bar."""
LIT = re.compile(r"(^|\s)lit(\s|$)")
BOXES = """() => [...document.querySelectorAll(".face-boxes > div:not([hidden])")].map((box) => {
  const { x, y, width, height } = box.getBoundingClientRect();
  return { person: box.dataset.person, x, y, width, height };
})"""
PICTURE = """() => {
  const video = document.querySelector("#player video");
  const { x, y, width, height } = video.getBoundingClientRect();
  const fit = Math.min(width / video.videoWidth, height / video.videoHeight);
  const size = [video.videoWidth * fit, video.videoHeight * fit];
  return [x + (width - size[0]) / 2, y + (height - size[1]) / 2, ...size];
}"""
"""Left, top, width and height of the picture in the player."""


def inside(page: Page, found: Locator) -> bool:
    """Whether all of it lies inside the window."""
    box, window = found.bounding_box(), page.viewport_size
    assert box
    assert window
    down, right = box["y"] + box["height"], box["x"] + box["width"]
    return min(box["x"], box["y"]) >= 0 and right <= window["width"] and down <= window["height"]


def seek(page: Page, time: float) -> None:
    """Show the frame at a time (s), and wait until it is shown."""
    page.evaluate(
        """(time) => new Promise((shown) => {
          const video = document.querySelector("#player video");
          video.addEventListener("seeked", () => requestAnimationFrame(shown), { once: true });
          video.currentTime = time;
        })""",
        time,
    )


def test_player_and_lanes_are_in_view_and_no_name_is_cut(answered: Page) -> None:
    answered.set_viewport_size({"width": 1280, "height": 720})
    lanes = answered.locator(".lanes:visible")
    expect(lanes.locator(".bar")).not_to_have_count(0)
    assert inside(answered, answered.locator("#player"))
    assert inside(answered, lanes)
    assert lanes.bounding_box()["height"] <= 200
    assert answered.evaluate(CUT_NAMES) == []
    assert answered.evaluate("document.querySelectorAll('.lanes .bar > span').length") > 1


def test_a_clue_plays_its_moment_and_lights_up_with_lane_and_box(answered: Page) -> None:
    visual = answered.locator('[data-backend="cascade"] .part.visual')
    visual.locator("summary").click()
    clues = visual.locator("button.moment")
    bar = answered.locator(".lanes:visible .face .bar").last
    start, until = (float(bar.get_attribute(f"data-{of}") or 0) for of in ("seek", "until"))
    clue = visual.locator(f'button.moment[data-seek="{start}"][data-until="{until}"]').first
    assert clues.count() > 1
    clue.click()
    box = answered.locator(".face-boxes > div")
    for lit in (clue, bar, box, answered.locator(".lanes:visible .face")):
        expect(lit).to_have_class(LIT)
        assert inside(answered, lit)
    answered.wait_for_function("document.querySelector('#player video').paused")
    assert answered.evaluate(NOW) == pytest.approx(until, abs=0.1)
    answered.locator(".lanes:visible .sound .track").click(position={"x": 5, "y": 5})
    expect(clue).not_to_have_class(LIT)


def test_a_sentence_plays_its_moment_and_lights_up_with_its_lanes(answered: Page) -> None:
    part = answered.locator('[data-backend="cascade"] .part.visual')
    sentence = part.locator(".sentence").first
    moments = (sentence.get_attribute("data-moments") or "").split()
    sentence.focus()
    answered.keyboard.press("Enter")
    expect(sentence).to_have_class(LIT)
    bars = answered.locator(".lanes:visible .track button.lit")
    expect(bars).to_have_count(len(moments))
    answered.wait_for_function("document.querySelector('#player video').paused")
    until = float(sentence.get_attribute("data-until") or 0)
    assert answered.evaluate(NOW) == pytest.approx(until, abs=0.1)
    # And the other way round: what is pressed in a lane is found in what is said.
    for bar in answered.locator(".lanes:visible .face .bar").all():
        bar.click()
        expect(part.locator(".sentence.lit")).to_have_count(1)


def test_the_box_is_of_the_sampled_frame_that_is_on_screen(page: Page) -> None:
    explain(page)
    faces = page.evaluate(
        "JSON.parse(document.querySelector('.lanes:not([hidden])').dataset.faces)"
    )
    (person,) = faces["people"]
    assert person["person"] == "A"
    sampled = faces["times"]
    for at in (3, 10):
        seek(page, (sampled[at] + sampled[at + 1]) / 2)
        (drawn,) = page.evaluate(BOXES)
        known = next(box for box in person["boxes"] if abs(box[0] - sampled[at]) < 0.002)
        left, top, width, height = page.evaluate(PICTURE)
        assert drawn["x"] == pytest.approx(left + known[1] * width, abs=2)
        assert drawn["y"] == pytest.approx(top + known[2] * height, abs=2)
        assert drawn["width"] == pytest.approx(known[3] * width, abs=3)
        assert drawn["height"] == pytest.approx(known[4] * height, abs=3)
    page.evaluate(
        """() => {
          const lanes = document.querySelector(".lanes:not([hidden])");
          const faces = JSON.parse(lanes.dataset.faces);
          faces.people[0].boxes = faces.people[0].boxes.slice(0, 5);
          lanes.dataset.faces = JSON.stringify({ ...faces, times: faces.times.slice(0, 8) });
          document.dispatchEvent(new CustomEvent("moment:lanes", { detail: lanes }));
        }"""
    )
    for time, shown in ((sampled[4] + 0.05, 1), (sampled[6] + 0.05, 0), (sampled[12], 0)):
        seek(page, time)  # with a face, without one in that frame, after the last frame
        assert len(page.evaluate(BOXES)) == shown, time


def test_the_boxes_go_along_to_the_whole_screen(answered: Page) -> None:
    answered.locator("#player").hover()
    answered.locator("#player [aria-label='full-screen']").click()
    answered.wait_for_function("document.fullscreenElement?.querySelector('.face-boxes')")
    seek(answered, 0.55)
    (drawn,) = answered.evaluate(BOXES)
    left, _, width, _ = answered.evaluate(PICTURE)
    assert left < drawn["x"] < left + width
    answered.evaluate("document.exitFullscreen()")


def test_every_lane_is_told_in_a_table_one_key_away(answered: Page) -> None:
    answered.locator("[data-table]").focus()
    answered.keyboard.press("Enter")
    table = answered.get_by_role("region", name="As a table")
    expect(table).to_be_visible()
    expect(answered.locator(".lanes")).to_be_hidden()
    lanes = set(table.locator("tbody td:first-child").all_text_contents())
    assert {"Face", "Voice", "Words"} <= lanes
    line = table.locator("tbody tr").filter(has_text="jacket").last
    line.locator("button").click()
    start = float(line.locator("button").get_attribute("data-seek") or 0)
    answered.wait_for_function(f"{NOW} >= {start} - 0.05")
    expect(answered.locator("[data-table]")).to_have_attribute("aria-expanded", "true")
    answered.locator("[data-table]").click()
    expect(answered.locator(".lanes:visible")).to_be_attached()


def test_a_finger_meets_every_line_of_the_table(answered: Page) -> None:
    answered.set_viewport_size({"width": 390, "height": 844})
    answered.locator("[data-table]").click()
    boxes = [
        button.bounding_box() for button in answered.locator(".lanes-table:visible button").all()
    ]
    assert boxes
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)
    answered.locator("[data-table]").click()


def test_a_long_clip_is_zoomed_and_the_playhead_stays_in_view(page: Page, tmp_path: Path) -> None:
    upload(page, media.write(tmp_path / "long.mp4", 25, size=(64, 48), fps=5, sound=media.tone(25)))
    lanes = page.locator(".lanes:visible")
    wait_until(
        page,
        lambda: lanes.evaluate("lanes => lanes.scrollWidth / lanes.clientWidth > 3"),
        "the lanes of a long clip show a part of it",
    )
    seek(page, 20.0)
    head, around = (
        page.locator(one).bounding_box() for one in (".playhead:visible", ".lanes:visible")
    )
    assert around["x"] < head["x"] < around["x"] + around["width"]
    out = page.locator("[data-zoom='0.5']")
    while out.is_enabled():
        out.click()
    assert lanes.evaluate("lanes => lanes.scrollWidth - lanes.clientWidth") == 0
    lanes.locator("[role=slider]").focus()
    page.keyboard.press("+")
    assert lanes.evaluate("lanes => lanes.scrollWidth > lanes.clientWidth")


@pytest.fixture
def with_views(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cascade, telling views that are known beforehand."""
    cascade = backends.get("cascade")
    before = cascade.explain

    def telling(clip: Any, request: Any) -> Events:
        for event in before(clip, request):
            if isinstance(event, Explanation):
                event = event.model_copy(update={"views": told().views})
            yield event

    monkeypatch.setattr(cascade, "explain", telling)


@pytest.mark.usefixtures("with_views")
def test_a_modality_is_taken_away_at_once_and_comes_back(page: Page) -> None:
    explain(page)
    page.route("**/gradio_api/**", lambda route: route.abort())  # the server is not needed
    cascade = page.locator('[data-backend="cascade"]')
    whole = cascade.locator(".part.emotions .word").first.text_content()
    sound = page.locator("#modalities input").nth(1)
    sound.uncheck()
    acoustic = cascade.locator(".part.acoustic")
    expect(acoustic).to_contain_text("Not used here.")
    expect(acoustic.locator(".said").first).to_be_hidden()
    emotions = cascade.locator(".part.emotions .as-chosen .word")
    expect(emotions).to_have_text("fearful")  # heard in the sound, the words are gone with it
    expect(cascade.locator(".part.lexical")).to_contain_text("Not used here.")
    expect(cascade.locator(".part.lexical h4 .state")).to_be_hidden()
    sounded = cascade.locator("[data-fact=acoustic]")
    expect(sounded).to_have_attribute("data-now", "Not used here.")
    page.locator("input[data-heard]").check()
    expect(cascade.locator(".part.lexical .as-chosen")).to_have_count(0)
    expect(sounded).to_have_attribute("data-now", "only to hear the words")
    expect(emotions).to_have_text("sad")
    expect(cascade.locator(".part.conclusion .as-chosen")).to_have_text("Therefore, without sound.")
    expect(page.locator("[data-choose='visual lexical']")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-choose='acoustic']").click()
    expect(emotions).to_have_text("angry")
    expect(page.locator("#modalities input").nth(0)).not_to_be_checked()
    page.locator("[data-choose='visual acoustic lexical']").click()
    expect(cascade.locator(".as-chosen")).to_have_count(0)
    expect(sounded).to_have_attribute("data-now", "")
    expect(cascade.locator(".part.emotions .word").first).to_have_text(whole or "")


def test_what_the_model_saw_can_be_seen_and_heard(answered: Page) -> None:
    section = answered.locator('[data-seen="cascade"]')
    expect(section).to_contain_text("frames")
    expect(section.locator("img")).to_have_count(0)
    section.locator("summary").click()
    expect(section.locator(".strip img")).to_have_count(16)
    widths = section.locator(".strip img").evaluate_all("all => all.map(img => img.naturalWidth)")
    assert all(widths)
    length = answered.evaluate("document.querySelector('#player video').duration")
    answered.wait_for_function(
        f"Math.abs(document.querySelector('[data-seen] audio').duration - {length}) < 0.15"
    )
    section.locator(".strip button").nth(5).click()
    expect(section.locator(".strip button").nth(5)).to_have_class(LIT)
