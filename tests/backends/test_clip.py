"""Decoding: what a person gives comes out right side up, in time, or as one clear sentence."""

from __future__ import annotations

import threading
from pathlib import Path

import av
import numpy as np
import pytest

from backends import caveats
from backends.backend import Request
from backends.base import Explanation, Modality
from backends.caveats import absent
from backends.clip import Clip, ClipError, Limits, part_between
from backends.echo import Echo
from backends.words import Words
from tests.helpers import media


def test_frames_come_in_order_with_their_times(tmp_path: Path) -> None:
    clip = Clip.open(media.write(tmp_path / "a.mp4", 2, sound=media.tone(2)))
    times = [frame.time for frame in clip.frames]
    assert times == sorted(times)
    assert times[0] == 0
    assert len(times) == 20  # ten a second
    greens = [int(frame.image[60, 120, 1]) for frame in clip.frames]
    assert greens == sorted(greens)
    assert clip.frames[0].image.dtype == np.uint8
    assert clip.frames is clip.frames


@pytest.mark.parametrize("channels", [1, 2])
def test_sound_is_mono_16_khz_and_as_loud_as_it_was(tmp_path: Path, channels: int) -> None:
    path = media.write(tmp_path / "a.mp4", 2, sound=media.tone(2, 440), channels=channels)
    sound = Clip.open(path).sound
    assert sound.dtype == np.float32
    assert sound.size == pytest.approx(32_000, abs=1600)
    assert np.sqrt(np.mean(np.square(sound[2000:30_000]))) == pytest.approx(0.3536, rel=0.02)
    spectrum = np.abs(np.fft.rfft(sound[:16_000]))
    assert spectrum.argmax() == pytest.approx(440, abs=2)


def test_a_silent_video_and_a_sound_alone(tmp_path: Path) -> None:
    silent = Clip.open(media.write(tmp_path / "a.mp4"))
    assert (silent.has_picture, silent.has_sound, silent.sound.size) == (True, False, 0)
    wav = media.write(
        tmp_path / "a.wav", 1.5, size=None, sound=media.tone(1.5), codecs=["pcm_s16le"]
    )
    alone = Clip.open(wav)
    assert (alone.has_picture, alone.has_sound, alone.frames) == (False, True, [])
    assert alone.duration == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("rotation", "size", "red"),
    [(0, (160, 120), "left"), (90, (120, 160), "bottom"), (-90, (120, 160), "top"),
     (180, (160, 120), "right")],
)  # fmt: skip
def test_phone_videos_stand_upright(
    tmp_path: Path, rotation: int, size: tuple[int, int], red: str
) -> None:
    clip = Clip.open(media.write(tmp_path / "a.mp4", rotation=rotation))
    image = clip.frames[0].image
    assert (clip.width, clip.height) == size == image.shape[1::-1]
    places = {"left": (0.5, 0.1), "right": (0.5, 0.9), "top": (0.1, 0.7), "bottom": (0.9, 0.7)}
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
    reds = {s: int(image[int(y * size[1]), int(x * size[0]), 0]) for s, (y, x) in places.items()}
    assert reds[red] > 180
    assert reds[opposite[red]] < 60


def test_a_recording_without_duration(tmp_path: Path) -> None:
    path = media.write(
        tmp_path / "a.webm", 2, sound=media.tone(2), codecs=["libvpx", "libopus"], live=True
    )
    with av.open(str(path)) as container:
        assert container.duration is None
    assert Clip.open(path).duration == pytest.approx(2, abs=0.1)


def test_only_the_part_asked_for_is_decoded(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.mp4", 4, sound=media.tone(4))
    part = Clip.open(path, segment=(1.0, 2.5))
    assert [part.frames[0].time, part.frames[-1].time] == pytest.approx([1.0, 2.5], abs=0.11)
    assert part.sound.size == 24_000


def test_long_and_large_clips_are_thinned_and_shrunk(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.mp4", 4, size=(320, 240))
    clip = Clip.open(path, limits=Limits(max_frames=8, long_side=64))
    assert len(clip.frames) == 8
    assert clip.frames[0].image.shape == (48, 64, 3)


def test_two_backends_share_one_decoding(happy: Path) -> None:
    clip = Clip.open(happy)
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(clip.frames)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(frames is got[0] for frames in got)


def test_decoding_twice_gives_the_same(happy: Path) -> None:
    once, again = Clip.open(happy), Clip.open(happy)
    assert [frame.time for frame in once.frames] == [frame.time for frame in again.frames]
    for a, b in zip(once.frames, again.frames, strict=True):
        assert np.array_equal(a.image, b.image)
    assert np.array_equal(once.sound, again.sound)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_part_before_the_first_picture(tmp_path: Path, language: str) -> None:
    path = media.write(tmp_path / "a.mp4", 2, sound=media.tone(4), late=2)
    part = Clip.open(path, segment=(0, 1.8))
    assert (part.has_picture, part.shows_picture, part.frames) == (True, False, [])
    request = Request(language)
    not_in_part = Words(caveats.__file__).table(language, "absent")["not_in_part"]
    assert absent(part, request) == {Modality.VISUAL: not_in_part}
    *_, said = Echo().explain(part, request)  # the sound is still explained
    assert isinstance(said, Explanation)
    assert (said.received.frame_times, said.received.sound_seconds) == ([], pytest.approx(1.8))
    assert not_in_part in said.caveats
    off = Request(language, frozenset([Modality.ACOUSTIC]))
    assert absent(part, off)[Modality.VISUAL] != not_in_part
    for segment in (None, (0, 2.5), (3, 4)):
        clip = Clip.open(path, segment=segment)
        assert clip.frames
        assert Modality.VISUAL not in absent(clip, request)
    assert Clip.open(path).frames[0].time == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts"])
def test_a_picture_that_comes_late(tmp_path: Path, ending: str) -> None:
    late = media.write(tmp_path / f"a.{ending}", 1, sound=media.tone(8), late=7)
    times = [frame.time for frame in Clip.open(late, segment=(5.5, 7.5)).frames]
    assert [times[0], times[-1]] == pytest.approx([7, 7.5], abs=0.15)
    assert Clip.open(late, segment=(5.5, 6.5)).frames == []


def test_a_part_between_two_pictures(tmp_path: Path) -> None:
    slow = media.write(tmp_path / "a.mp4", 10, fps=1)
    for start, end in ((0.2, 0.6), (7.2, 7.6)):
        assert [frame.time for frame in Clip.open(slow, segment=(start, end)).frames] == [start]
    times = [frame.time for frame in Clip.open(slow, segment=(0.2, 2.5)).frames]
    assert times == pytest.approx([0.2, 1, 2])


def test_pictures_that_cannot_be_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = Clip.open(media.write(tmp_path / "a.mp4", 2), segment=(1, 2))
    monkeypatch.setattr("backends.clip.frames_from", lambda *_: iter(()))
    with pytest.raises(ClipError, match="can't be decoded"):
        _ = clip.frames


@pytest.mark.parametrize("start", [0.0, 5.0])
@pytest.mark.parametrize(
    ("ending", "codecs"),
    [("mp4", ("libx264", "aac")), ("mkv", ("libx264", "aac")), ("ts", ("libx264", "aac")),
     ("webm", ("libvpx", "libopus"))],
)  # fmt: skip
def test_time_counts_from_where_the_streams_start(
    tmp_path: Path, ending: str, codecs: tuple[str, str], start: float
) -> None:
    sound = media.tone(1.9)
    path = media.write(tmp_path / f"a.{ending}", 1.9, sound=sound, codecs=codecs, start=start)
    clip = Clip.open(path)
    assert clip.duration == pytest.approx(1.9, abs=0.15)
    assert clip.frames[0].time == pytest.approx(0, abs=0.1)
    assert clip.frames[-1].time == pytest.approx(1.85, abs=0.15)
    assert clip.sound.size / 16_000 == pytest.approx(1.9, abs=0.15)


BAD = {
    "empty.mp4": (b"", "is empty"),
    "text.mp4": (b"These are words, not pictures.\n" * 50, "not a video or sound file"),
    "noise.mp4": (bytes(range(256)) * 40, "not a video or sound file"),
    "list.m3u8": (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "not a video or sound file"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_get_one_sentence(tmp_path: Path, name: str) -> None:
    content, sentence = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ClipError, match=sentence) as caught:
        Clip.open(tmp_path / name)
    assert name in str(caught.value)
    assert str(tmp_path) not in str(caught.value)  # no path of the server in a person's message


def test_a_list_opens_no_other_file(tmp_path: Path) -> None:
    media.write(tmp_path / "other.ts", 2)
    path = tmp_path / "list.mp4"
    path.write_text("ffconcat version 1.0\nfile other.ts\n")
    with av.open(str(path)) as container:  # as FFmpeg would by itself
        assert next(container.decode(video=0)).width == 160
    with pytest.raises(ClipError, match="not a video or sound file"):
        Clip.open(path)


def test_a_name_with_a_colon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media.write(tmp_path / "take.mp4").rename(tmp_path / "take:1.mp4")
    monkeypatch.chdir(tmp_path)
    assert Clip.open("take:1.mp4").frames


def test_an_mpeg_lasts_until_its_last_stream_ends(tmp_path: Path) -> None:
    sound = {2.0: media.tone(1)}
    path = media.write_pieces(tmp_path / "a.mpg", sound, codecs=("mpeg1video", "mp2"))
    with av.open(str(path)) as container:
        assert container.duration and container.duration < 3.9e6  # as FFmpeg guesses
    assert Clip.open(path).duration == pytest.approx(4, abs=0.1)
    assert Clip.open(path).frames[-1].time > 3.8


def test_still_pictures_missing_and_torn_files(tmp_path: Path) -> None:
    from PIL import Image

    Image.fromarray(media.picture(64, 48, 0)).save(tmp_path / "still.png")
    with pytest.raises(ClipError, match="still picture"):
        Clip.open(tmp_path / "still.png")
    with pytest.raises(ClipError, match="no file"):
        Clip.open(tmp_path / "nowhere.mp4")
    whole = media.write(tmp_path / "a.webm", 2, codecs=["libvpx"]).read_bytes()
    (tmp_path / "torn.webm").write_bytes(whole[: len(whole) * 2 // 3])
    assert 5 < len(Clip.open(tmp_path / "torn.webm").frames) < 20  # what can be read is kept


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (50.0, None, "From 50 s on there is nothing in a clip of 1.9 s."),
        (7.0, 8.0, "From 7 s on there is nothing in a clip of 1.9 s."),
        (None, 0.0, "From 0 s to 0 s is no part of a clip"),
        (1.0, 0.5, "From 1 s to 0.5 s is no part of a clip"),
        (1.88, None, "From 1.88 s to 1.92 s is no part of a clip; a part lasts at least 0.1 s."),
    ],
)
def test_parts_that_are_none(
    tmp_path: Path, start: float | None, end: float | None, sentence: str
) -> None:
    path = media.write(tmp_path / "a.mp4", 1.92)
    with pytest.raises(ClipError, match=sentence) as caught:
        Clip.open(path, segment=part_between(start, end))
    assert "inf" not in str(caught.value)


def test_parts_that_are_open(tmp_path: Path) -> None:
    path = media.write(tmp_path / "a.mp4", 1.92)
    assert part_between(None, None) is None
    for start, end, got in ((None, 1.0, (0, 1)), (1.0, None, (1, 1.92)), (-3.0, 9.0, (0, 1.92))):
        clip = Clip.open(path, segment=part_between(start, end))
        assert (clip.start, clip.end) == pytest.approx(got)


def test_sentences_are_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(ClipError) as caught:
        Clip.open(tmp_path / "a.mp4")
    assert caught.value.text("en") == str(caught.value) == "There is no file “a.mp4”."
    assert caught.value.text("zh") == "没有名为“a.mp4”的文件。"
