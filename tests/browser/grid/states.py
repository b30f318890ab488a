"""The states of the page that are photographed: what a person does to reach each of them.

Each begins on a page that was just opened, with what `World` has made.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from tests.helpers import media, montage, several_tracks
from tests.helpers.places import GALLERY
from tests.helpers.steps import compared, explain, pick

MODEL = "openai_compatible"
"""The backend that asks a model on another machine."""


@dataclass
class World:
    """What the states take: the page's address, clips with something odd, and a model."""

    address: str
    clips: Path
    language: str
    goes_on: threading.Event
    """The model answers only while it is set."""


State = Callable[[Page, World], None]


def start(_: Page, __: World) -> None:
    """As it opens."""


def picked(page: Page, _: World) -> None:
    """Another clip is chosen, and nothing is explained."""
    pick(page, "1001_DFA_HAP_XX")


def answering(page: Page, world: World) -> None:
    """One backend has answered, another is at work."""
    world.goes_on.clear()
    _tick(page, MODEL)
    page.locator("#explain").click()
    expect(page.locator('[data-backend="cascade"]')).to_have_class("account answer done")


def answered(page: Page, _: World) -> None:
    """One backend has answered."""
    pick(page, "1001_DFA_HAP_XX")
    compared(page)


def fearful(page: Page, _: World) -> None:
    """No clear emotion: a face that changes."""
    pick(page, "1001_DFA_FEA_XX")
    explain(page)


def several(page: Page, _: World) -> None:
    """Three backends side by side, beside the ground truth."""
    _tick(page, MODEL)
    _tick(page, "echo")
    pick(page, "1001_DFA_HAP_XX")
    compared(page)


def remote(page: Page, world: World) -> None:
    """What is told of a backend on another machine."""
    options(page, world)
    page.locator(f"#tick-{MODEL} input").check()
    page.locator(f"details[data-key='card {MODEL}']").evaluate("one => { one.open = true; }")


def options(page: Page, _: World) -> None:
    """All that is folded away beside Explain."""
    page.locator("#more-backends button").first.click()


def guessing(page: Page, _: World) -> None:
    """Truth, labels and names are covered, and there is an answer."""
    page.locator("#guess input").check()
    expect(page.locator("[data-reveal]")).to_be_visible()
    page.locator("#explain").click()
    expect(page.locator(".answer.done")).to_be_attached()
    expect(page.locator("#explain")).to_be_enabled()


def revealed(page: Page, world: World) -> None:
    """After Reveal, with how the ground truth was written."""
    guessing(page, world)
    page.locator("[data-reveal]").click()
    expect(page.locator('[data-panel="cascade"]')).to_be_attached()
    page.locator(".truth details").first.evaluate("one => { one.open = true; }")


def off(page: Page, _: World) -> None:
    """The picture is taken away from an answer that is there."""
    pick(page, "1001_DFA_ANG_XX")
    explain(page)
    page.locator("#modalities input").first.uncheck()


def clues(page: Page, _: World) -> None:
    """Clues are unfolded, and one of them is played."""
    pick(page, "1001_DFA_DIS_XX")
    explain(page)
    page.locator(".answer .visual summary").click()
    page.locator(".answer .visual button.moment").nth(2).click()


def table(page: Page, _: World) -> None:
    """The lanes as a table."""
    explain(page)
    page.locator("[data-table]").click()


def bad_file(page: Page, world: World) -> None:
    """A file that is no clip."""
    _upload(page, world.clips / "notes.mp4")
    expect(page.locator("#refusal [role=alert]")).to_be_visible()


def silent(page: Page, world: World) -> None:
    """A picture without sound."""
    _explained(page, world.clips / "silent.mp4")


def black(page: Page, world: World) -> None:
    """Black pictures, with a voice."""
    _explained(page, world.clips / "black.mp4")


def tone(page: Page, world: World) -> None:
    """A sound alone, in which nobody speaks."""
    _explained(page, world.clips / "tone.wav")


def tracks(page: Page, world: World) -> None:
    """Two tracks of sound."""
    _explained(page, world.clips / "tracks.mp4")


def people(page: Page, world: World) -> None:
    """Two people in one picture."""
    _explained(page, world.clips / "two.mp4")


def long(page: Page, world: World) -> None:
    """A clip of more than a minute, whose lanes are zoomed."""
    _explained(page, world.clips / "long.mp4")
    page.locator("[data-zoom='2']").click()


def scores(page: Page, _: World) -> None:
    """All scores, with those of a judge."""
    pick(page, "1001_DFA_HAP_XX")
    compared(page)
    page.locator("#ask-judge").click()
    expect(page.locator('[data-panel="cascade"] .figures')).to_contain_text("strict-7b")
    expect(page.locator("#explain")).to_be_enabled()


def benchmark(page: Page, world: World) -> None:
    """The benchmark's page, after a run."""
    page.goto(f"{world.address}benchmark?lang={world.language}")
    page.locator("#start").wait_for()
    page.locator("#limit input").fill("3")
    page.locator("#start").click()
    page.locator("#downloads button").first.wait_for()


STATES: tuple[State, ...] = (
    start, picked, answering, answered, fearful, several, options, remote, guessing, revealed, off,
    clues, table, bad_file, silent, black, tone, tracks, people, long, scores, benchmark,
)  # fmt: skip


def _tick(page: Page, backend: str) -> None:
    box = page.locator(f"#tick-{backend} input")
    if not box.is_visible():
        page.locator("#more-backends button").first.click()
    box.check()


def _upload(page: Page, clip: Path) -> None:
    page.get_by_role("tab").nth(1).click()
    page.locator("#upload input[type=file]").set_input_files(clip)


def _explained(page: Page, clip: Path) -> None:
    _upload(page, clip)
    expect(page.locator("#player video, #player audio").first).to_be_attached()
    expect(page.locator(".account.truth .words")).to_have_count(0)  # a file of one's own
    explain(page)


def write_clips(folder: Path) -> None:
    """The odd clips of the states, in a folder."""
    happy, angry = (GALLERY / f"1001_DFA_{name}_XX.mp4" for name in ("HAP", "ANG"))
    (folder / "notes.mp4").write_bytes(b"not a clip " * 99)
    montage.of_pictures(folder / "silent.mp4", [np.full((120, 160, 3), 90, np.uint8)] * 20)
    several_tracks.write_tracks(folder / "tracks.mp4", pictures=[80], sounds=[220.0, 440.0])
    sound = media.tone(2)
    media.write(folder / "tone.wav", 2, size=None, sound=sound, codecs=["pcm_s16le"])
    montage.one_after_another(folder / "black.mp4", 1.5)
    montage.next_to_each_other(folder / "two.mp4", happy, angry)
    montage.one_after_another(folder / "long.mp4", *(happy, 0.5, angry, 1.0) * 12)
