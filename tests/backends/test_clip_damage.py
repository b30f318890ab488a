"""What can't be decoded is left out, the rest keeps its time, and the person is told."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from backends import caveats
from backends.backend import Request
from backends.base import Explanation, Language, Modality
from backends.caveats import absent
from backends.clip import Clip, ClipError
from backends.words import Words
from demo import side_by_side
from tests.helpers import media

SAY = Words(caveats.__file__)


def written(path: Path) -> Path:
    return media.write(path, 4, sound=media.tone(4))


def answered(clip: Clip, request: Request) -> Explanation:
    *_, answers = side_by_side.explain(clip, ["echo"], request)
    said = answers["echo"].explanation
    assert said is not None
    return said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_damaged_piece_of_sound(tmp_path: Path, language: Language) -> None:
    path = media.damage(written(tmp_path / "a.mp4"), "audio", slice(20, 23))  # 64 ms each
    clip = Clip.open(path)
    assert clip.sound.size == pytest.approx(64_000, abs=1600)
    assert np.abs(clip.sound[20_800:21_600]).max() < 0.01
    assert np.abs(clip.sound[30_000:60_000]).max() > 0.4
    span = clip.damage(Modality.ACOUSTIC) or (0, 0)
    assert span == pytest.approx((1.2, 1.4), abs=0.1)
    assert clip.damage(Modality.VISUAL) is None and clip.damage(Modality.LEXICAL) is None
    told = SAY.text(language, "damaged.acoustic", start=span[0], end=span[1])
    assert answered(clip, Request(language)).caveats[-1] == told
    silent = answered(clip, Request(language, frozenset([Modality.VISUAL])))
    assert told not in silent.caveats
    for segment, hurt in (((0.0, 1.0), False), ((1.0, 2.0), True), ((2.0, 3.0), False)):
        part = Clip.open(path, segment=segment)
        assert (part.damage(Modality.ACOUSTIC) is not None) == hurt


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_damaged_picture(tmp_path: Path, language: Language) -> None:
    clip = Clip.open(media.damage(written(tmp_path / "a.mp4"), "video", slice(40, 42)))
    assert clip.frames[-1].time == pytest.approx(3.9, abs=0.1)
    assert len(clip.frames) >= 38
    span = clip.damage(Modality.VISUAL) or (0, 0)
    assert span == pytest.approx((1.6, 1.7), abs=0.3)
    told = SAY.text(language, "damaged.visual", start=span[0], end=span[1])
    assert answered(clip, Request(language)).caveats[-1] == told
    assert told not in answered(clip, Request(language, frozenset([Modality.ACOUSTIC]))).caveats


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sound_of_which_nothing_can_be_decoded(tmp_path: Path, language: Language) -> None:
    path = media.damage(written(tmp_path / "a.mp4"), "audio", slice(None))
    clip = Clip.open(path)
    assert (clip.has_sound, clip.sound_unreadable, clip.sound.size) == (False, True, 0)
    request = Request(language)
    assert absent(clip, request) == SAY.table(language, "absent.unreadable")
    assert absent(Clip.open(path, subtitle="Come."), request).keys() == {Modality.ACOUSTIC}
    said = answered(clip, request)
    assert said.received.frame_times and not said.received.sound_seconds
    assert said.rationale.visual
    assert set(SAY.table(language, "absent.unreadable").values()) <= set(said.caveats)


def test_nothing_but_sound_and_none_of_it_can_be_decoded(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.m4a", 2, size=None, sound=media.tone(2), codecs=["aac"])
    with pytest.raises(ClipError, match=r"The sound of “a.m4a” can't be decoded"):
        Clip.open(media.damage(path, "audio", slice(None)))


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    with (
        av.open(str(written(tmp_path / "a.mp4"))) as whole,
        av.open(str(tmp_path / "b.mp4"), "w", options={"movflags": "faststart"}) as copy,
    ):
        streams = {stream: copy.add_stream_from_template(stream) for stream in whole.streams}
        for packet in whole.demux():
            if packet.size:
                packet.stream = streams[packet.stream]
                copy.mux(packet)
    content = (tmp_path / "b.mp4").read_bytes()
    (tmp_path / "b.mp4").write_bytes(content[: len(content) // 2])
    clip = Clip.open(tmp_path / "b.mp4")
    assert 10 < len(clip.frames) < 30
    for modality in (Modality.VISUAL, Modality.ACOUSTIC):
        assert clip.damage(modality) == pytest.approx((1.7, 4.0), abs=0.3)


@pytest.mark.slow
@pytest.mark.parametrize("segment", [None, (7.1, 9.3)])
@pytest.mark.parametrize(
    ("ending", "codecs"),
    [("mp4", ("libx264", "aac")), ("mkv", ("libx264", "libopus")), ("ts", ("libx264", "aac")),
     ("webm", ("libvpx", "libopus")), ("avi", ("mpeg4", "mp3")), ("mpg", ("mpeg1video", "mp2"))],
)  # fmt: skip
def test_a_whole_clip_is_not_called_damaged(
    tmp_path: Path, ending: str, codecs: tuple[str, str], segment: tuple[float, float] | None
) -> None:
    path = media.write(tmp_path / f"a.{ending}", 10, sound=media.tone(10), codecs=codecs)
    clip = Clip.open(path, segment=segment)
    assert [clip.damage(modality) for modality in Modality] == [None] * 3
