"""The film: what is drawn when, and that sound and picture keep in step."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import av
import numpy as np
import pytest

from backends.base import Modality, Person, Sentence, Transcript, Word
from backends.clip import Clip
from demo import take_away
from demo.take_away import Taken, film, moments
from demo.take_away.film import look, text
from demo.take_away.film.picture import box_at
from demo.take_away.film.strip import NAMES, Strip
from tests.helpers import courses
from tests.helpers.places import ROOT
from tests.helpers.taken import awkward

VISUAL, ACOUSTIC, LEXICAL = Modality
BEEP, SECONDS = 1.24, 2.0
"""When the picture turns white and the sound begins, and how long the clip is (s)."""


def taken(clip: Clip, language: str = "en") -> Taken:
    said = [
        Sentence(modality=VISUAL, text="In the video, the brows go up.", moments=[(0.6, 0.9)]),
        Sentence(modality=ACOUSTIC, text="In the audio, it is loud.", moments=[(1.2, 1.4)]),
    ]
    return Taken(clip, courses.told(sentences=said), language, "Cascade")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Black, and then white when a tone begins."""
    path = tmp_path_factory.mktemp("film") / "beep.mp4"
    rate, fps = 48_000, 25
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=fps)
        video.width, video.height, video.pix_fmt = 320, 240, "yuv420p"
        audio = file.add_stream("aac", rate=rate, layout="mono")
        for i in range(round(SECONDS * fps)):
            shade = 255 if i / fps >= BEEP else 0
            frame = av.VideoFrame.from_ndarray(np.full((240, 320, 3), shade, np.uint8))
            file.mux(video.encode(frame))
        file.mux(video.encode(None))
        times = np.arange(round(SECONDS * rate)) / rate
        tone = np.where(times >= BEEP, 0.5 * np.sin(2 * np.pi * 440 * times), 0).astype(np.float32)
        for at in range(0, len(tone), 1024):
            sound = av.AudioFrame.from_ndarray(tone[None, at : at + 1024], "fltp", "mono")
            sound.sample_rate, sound.pts = rate, at
            file.mux(audio.encode(sound))
        file.mux(audio.encode(None))
    return Clip.open(path)


def test_sound_and_picture_are_in_step(clip: Clip, tmp_path: Path) -> None:
    (file,) = take_away.write(taken(clip), take_away.chosen("video"), tmp_path)
    assert file.name == "beep.cascade.mp4"
    with av.open(str(file)) as written:
        shown = [(one.time, one.to_ndarray(format="rgb24")) for one in written.decode(video=0)]
    place = look.PICTURE
    y, x = place.top + place.height // 2, place.left + place.width // 2
    turned = next(time for time, image in shown if image[y, x].mean() > 128)
    with av.open(str(file)) as written:
        heard = next(
            one.time + loud[0] / one.sample_rate
            for one in written.decode(audio=0)
            if (loud := np.flatnonzero(np.abs(one.to_ndarray()[0]) > 0.05)).size
        )
    assert abs(turned - heard) < 0.04
    assert abs(turned - BEEP) < 0.04
    assert shown[0][1].shape == (look.HEIGHT, look.WIDTH, 3)
    assert shown[-1][0] == pytest.approx(SECONDS + film.STANDS, abs=0.1)


def changed(one: np.ndarray, other: np.ndarray, place: look.Place) -> bool:
    area = slice(place.top, place.top + place.height), slice(place.left, place.left + place.width)
    return bool((one[area] != other[area]).any())


def test_clues_come_at_their_moments_and_the_conclusion_at_the_end(clip: Clip) -> None:
    made = film.Film(taken(clip))
    times = (0.5, 0.55, 0.65, 0.95, 1.25, SECONDS)
    drawn = {time: made.at(time) for time in times}
    assert not changed(drawn[0.5], drawn[0.55], look.PANEL)
    assert changed(drawn[0.55], drawn[0.65], look.PANEL)  # the brows have gone up
    assert changed(drawn[0.65], drawn[0.95], look.PANEL)  # and are no more what happens
    assert changed(drawn[0.95], drawn[1.25], look.PANEL)
    assert changed(drawn[1.25], drawn[SECONDS], look.PANEL)


def test_boxes_captions_and_playhead_move_with_time(clip: Clip) -> None:
    made = film.Film(taken(clip))
    early, word = made.at(0.1), made.at(0.7)
    assert changed(early, word, look.PICTURE)  # the caption is there, the box has gone
    assert (early == 255).all(-1)[look.PICTURE.top :].any()  # the box is white on black
    row = look.STRIP.top + 5
    red = [np.flatnonzero((one[row] == look.PLAYHEAD).all(-1)) for one in (early, word)]
    width = look.STRIP.width - NAMES
    for at, time in zip(red, (0.1, 0.7), strict=True):
        meant = look.STRIP.left + NAMES + width * time / clip.duration
        assert abs(at.mean() - meant) < 3


def test_a_box_is_on_its_way_between_two_sightings() -> None:
    person = Person(person="A", boxes=[(0.0, 0.0, 0.0, 0.2, 0.2), (0.2, 0.4, 0.2, 0.2, 0.4)])
    assert box_at(person, 0.1) == pytest.approx((0.2, 0.1, 0.2, 0.3))
    assert box_at(person, 0.5) == pytest.approx((0.4, 0.2, 0.2, 0.4))
    assert box_at(person, 0.6) is None and box_at(person, -0.1) is None


def test_a_long_clip_is_shown_in_pages(tmp_path: Path) -> None:
    strip = Strip(awkward(tmp_path))  # 60.5 s
    assert strip.page(0.0) == (0, 0.0, 12.0)
    assert strip.page(12.0) == (1, 12.0, 24.0)
    assert strip.page(60.5) == (5, 60.0, 72.0)


def test_no_film_of_a_clip_without_a_picture(tmp_path: Path) -> None:
    written = list(take_away.write(awkward(tmp_path), take_away.chosen("srt,video"), tmp_path))
    assert [one.suffix for one in written] == [".srt"]


def test_sentences_stand_alone(clip: Clip) -> None:
    """Without the part's opening; of several people with the letter of whom they are about."""
    told = moments.moments(taken(clip))
    assert [one.text for one in told] == ["The brows go up.", "It is loud."]
    said = ["In the video, two faces.", "A: the face is happy.", "The brows go up.", "B: sad.",
            "The mouth opens, while A speaks."]  # fmt: skip
    answer = courses.told(
        people=[Person(person=letter) for letter in "AB"],
        sentences=[
            Sentence(modality=VISUAL, text=text, moments=[(at / 10, at / 10 + 0.1)])
            for at, text in enumerate(said)
        ],
    )
    told = moments.moments(Taken(clip, answer, "en", "Cascade"))
    assert [one.text for one in told] == [
        "Two faces.", "A: the face is happy.", "A: The brows go up.", "B: sad.",
        "The mouth opens, while A speaks.",
    ]  # fmt: skip


def test_lines_fit_and_lose_nothing() -> None:
    long = "The pitch is high from 0.5 to 1.0 s, 话说得很快，" * 6 + "x" * 90
    found = text.lines(long, 18, 300)
    assert all(text.width(line, 18) <= 318 for line in found)
    assert "".join("".join(found).split()) == "".join(long.split())
    assert not any(line[0] in "，,." for line in found)
    assert text.typeset("“Don’t”") == '"Don\'t"' and text.typeset("“很好”") == "“很好”"
    assert text.fitting("a long sentence", 18, 60).endswith("…")
    assert text.lines("", 18, 300) == []


def test_the_font_is_the_one_that_is_told_and_has_every_sign_of_the_words() -> None:
    notice = (text.FONT.parent / "NOTICE.txt").read_text("utf-8")
    assert f"sha256 {hashlib.sha256(text.FONT.read_bytes()).hexdigest()}\n" in notice
    drawn = text.font(20).getmask
    box = bytes(drawn("\U0010fffd"))  # what stands for a sign that the font lacks
    for path in [
        *ROOT.glob("demo/*.toml"),
        *ROOT.glob("demo/take_away/*.toml"),
        *ROOT.glob("backends/cascade/phrases/*.toml"),
    ]:
        if path.stem in ("en", "zh"):
            told = str(tomllib.loads(path.read_text("utf-8")))
            lacking = {one for one in told if one.isalpha() and bytes(drawn(one)) == box}
            assert not lacking, path


def test_an_answer_without_moments_tells_its_parts(happy: Path) -> None:
    answer = courses.told(clues=[], sentences=[], transcript=Transcript(
        language="en", text="x", words=[Word(text="x", start=0.0, end=0.1)]))  # fmt: skip
    given = Taken(Clip.open(happy), answer, "en", "Cascade")
    assert moments.moments(given) == []
    assert [one.text for one in moments.whole(given)] == ["A smile.", "A voice.", "Words."]
    assert film.Film(given).at(0.5).shape == (look.HEIGHT, look.WIDTH, 3)
