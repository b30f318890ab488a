"""What a model saw: the frames, the sound and the words that it really got."""

from __future__ import annotations

import base64
import io
import wave
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from backends.base import Explanation, Received
from backends.clip import Clip
from demo import page, seen
from demo.page.explain import seen_region
from demo.page.explain.seeing import Seeing
from demo.page.page_state import PageState
from demo.settings import Settings
from demo.side_by_side import Answer
from tests.helpers.open_page import OpenPage


def answered(received: Received) -> dict[str, Answer]:
    known = Explanation(clip="c", backend="echo", received=received)
    return {"echo": Answer("echo", explanation=known, done=True)}


def content(address: str) -> io.BytesIO:
    return io.BytesIO(base64.b64decode(address.split("base64,")[1]))


def test_the_strip_holds_the_frames_themselves(happy: Path) -> None:
    clip = Clip.open(happy)
    times = [frame.time for frame in clip.frames]
    strip = seen.pictures(clip, Received(frame_times=times))
    assert len(strip) == 16 < len(times)
    assert [strip[0].time, strip[-1].time] == [times[0], times[-1]]
    steps = np.diff([times.index(picture.time) for picture in strip])
    assert set(steps) <= {1, 2}  # evenly chosen
    for picture in strip[::5]:
        with Image.open(content(picture.address)) as small:
            assert max(small.size) == seen.SIDE
            frame = clip.frames[times.index(picture.time)].image
            like = Image.fromarray(frame).resize(small.size)
            assert np.abs(np.asarray(small, float) - np.asarray(like, float)).mean() < 8
    assert [one.time for one in seen.pictures(clip, Received(frame_times=[0.5]))] == [0.5]
    assert seen.pictures(clip, Received()) == []


def test_the_sound_is_what_was_received_and_no_more(happy: Path) -> None:
    clip = Clip.open(happy)
    with wave.open(content(seen.sound(clip, Received(sound_seconds=1.0)))) as heard:
        assert (heard.getframerate(), heard.getnchannels(), heard.getnframes()) == (16000, 1, 16000)
        samples = np.frombuffer(heard.readframes(16000), "<i2") / 32767
    assert np.abs(samples - clip.sound[:16000]).max() < 1e-4
    assert seen.sound(clip, Received()) == ""


def test_a_section_is_filled_once_it_is_opened(happy: Path) -> None:
    clip = Clip.open(happy)
    got = Received(frame_times=[0.0, 0.5], sound_seconds=1.0, text="Oh <b>no</b>")
    folded = seen_region.drawn(clip, answered(got), "en")
    assert "What Echo saw, heard and read" in folded
    assert "2 frames · 1.0 s of sound · words" in folded
    assert "data:" not in folded
    filled = seen_region.drawn(clip, answered(got), "en", ["echo"])
    assert filled.count("data:image/jpeg") == 2
    assert "data:audio/wav" in filled
    assert "in one channel at 16 kHz" in filled
    assert "Oh &lt;b&gt;no&lt;/b&gt;" in filled
    nothing = seen_region.drawn(clip, answered(Received()), "en", ["echo"])
    for sentence in ("It got no frames.", "It got no sound.", "no words"):
        assert sentence in nothing
    assert "data:" not in nothing
    assert "Echo" not in seen_region.drawn(clip, answered(got), "en", covered=True)


@pytest.mark.models
def test_opening_cuts_the_part_that_was_explained(happy: Path, tmp_path: Path) -> None:
    blocks = page.build(Settings(_cli_parse_args=False, backends=["echo"]))
    opened = OpenPage(blocks, Seeing)
    got = Received(frame_times=[1.0], sound_seconds=0.5)
    opened.values[opened.page.state] = PageState(str(happy), (1.0, 1.5), answered(got))
    opened.fire(Seeing.open, SimpleNamespace(opened=["echo"]))
    html = opened.values[opened.page.seen]
    assert html.count("data:image/jpeg") == 1
    part = Clip.open(happy, segment=(1.0, 1.5))
    assert seen.sound(part, got) in html
    opened.values[opened.page.state] = PageState(str(tmp_path / "gone.mp4"), None, answered(got))
    opened.fire(Seeing.open, SimpleNamespace(opened=["echo"]))
    assert "gone.mp4" in opened.values[opened.page.alert]
