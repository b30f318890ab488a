"""The page for print: all of the answer, in one file, with every text as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backends.base import Curve, Explanation, Modality, Received
from backends.clip import Clip
from demo.take_away import Taken, html_page, lanes
from tests.helpers import courses
from tests.helpers.taken import LABELS, awkward


class Read(HTMLParser):
    """Texts, and addresses that would be loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.loaded: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [value or "" for name, value in attrs if name in ("src", "href", "srcset")]


def read(taken: Taken, folder: Path) -> Read:
    html_page.write(taken, folder / "page.html")
    page = Read()
    page.feed((folder / "page.html").read_text("utf-8"))
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_text_is_text(tmp_path: Path, language: str) -> None:
    page = read(awkward(tmp_path, language), tmp_path)
    for label in LABELS:
        assert label in page.texts
    assert page.loaded == []
    assert any("一个" in text for text in page.texts) == (language == "zh")


def test_the_frames_that_were_used_are_in_it(happy: Path, tmp_path: Path) -> None:
    clip = Clip.open(happy)
    times = [frame.time for frame in clip.frames]
    answer = courses.told(received=Received(frame_times=times, sound_seconds=2.0, text="a"))
    page = read(Taken(clip, answer, "en", "Echo"), tmp_path)
    assert len(page.loaded) == 16
    assert all(one.startswith("data:image/jpeg;base64,") for one in page.loaded)
    assert f"16 of {len(times)} are shown." in page.texts


def test_an_answer_without_anything(happy: Path, tmp_path: Path) -> None:
    answer = Explanation(clip="c", backend="echo")
    page = read(Taken(Clip.open(happy), answer, "en", "Echo"), tmp_path)
    assert "No clue was given." in page.texts and "no frames" in " ".join(page.texts)


def test_lanes_hedge_what_is_unsure(tmp_path: Path) -> None:
    told = {
        lane.name: [(bar.label, bar.look) for bar in lane.bars]
        for lane in lanes.lanes(awkward(tmp_path))
    }
    assert told["face A"] == [("happy", "sure"), ("fearful?", "unsure")]
    assert told["face B"] == [("A & B <3", "sure")]
    assert "words" in told and "voice" not in told


def test_a_curve_has_gaps_where_nothing_was_measured() -> None:
    curve = Curve(name="pitch", modality=Modality.ACOUSTIC, unit="Hz",
                  points=[(0.0, 100.0), (0.5, 200.0), (1.0, None), (2.0, 100.0)])  # fmt: skip
    lines, low, high = html_page.line(curve, 0.0, 2.0)
    assert [len(one.split()) for one in lines] == [2, 1] and (low, high) == (100.0, 200.0)
    heights = [float(y) for y in re.findall(r",([\d.]+)", " ".join(lines))]
    assert heights == [58.0, 2.0, 58.0]
    flat = Curve(name="x", modality=Modality.ACOUSTIC, unit="", points=[(0.0, 1.0), (1.0, 1.0)])
    assert html_page.line(flat, 0.0, 1.0)[0]  # no division by nothing
