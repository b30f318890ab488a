"""`python -m demo.cut`: a part of a clip as a new file, read back with PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from backends.clip import SOUND_RATE, Clip
from demo import cut
from tests.helpers import media

FRAME = 0.04
"""Seconds that a frame lasts, and by which sound and picture may be apart."""


def part(source: Path, target: Path, *span: str) -> Path:
    assert cut.main([str(source), *span, "--out", str(target)]) == 0
    return target


def frames_of(path: Path) -> tuple[list[float], list[NDArray[np.uint8]]]:
    """Times and pictures as they are stored, without any turn."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    return [frame.time or 0.0 for frame in frames], [f.to_ndarray(format="rgb24") for f in frames]


def number_of(image: NDArray[np.uint8]) -> float:
    """Which frame of `media.picture` this is: its right half tells."""
    return (float(image[:, image.shape[1] * 3 // 4 :, 1].mean()) - 40) / 2


def onset(clip: Clip) -> float:
    """Seconds from the clip's start to the first sound."""
    return float(np.argmax(np.abs(clip.sound) > 0.1)) / SOUND_RATE


def test_a_part_of_the_gallery(happy: Path, tmp_path: Path) -> None:
    written = part(happy, tmp_path / "part.mp4", "--from", "0.5", "--to", "1.5")
    with av.open(str(written)) as container:
        kinds = [stream.codec_context.name for stream in container.streams]
        assert kinds == ["h264", "aac"]
        assert container.streams.video[0].codec_context.pix_fmt == "yuv420p"
        assert [stream.start_time for stream in container.streams] == [0, 0]
    times, images = frames_of(written)
    assert len(times) == 30  # 29.97 frames a second
    assert times[-1] + times[1] == pytest.approx(1.0, abs=FRAME)
    new, old = Clip.open(written), Clip.open(happy, segment=(0.5, 1.5))
    assert (new.width, new.height) == (old.width, old.height)
    for a, b in ((images[0], old.frames[0]), (images[-1], old.frames[-1])):
        assert np.abs(a.astype(int) - b.image).mean() < 6
    same = np.correlate(new.sound[:16000], old.sound[1000:15000], "valid")
    assert abs(int(np.argmax(same)) - 1000) < 80  # 5 ms
    assert np.abs(new.sound).max() == pytest.approx(np.abs(old.sound).max(), rel=0.15)


@pytest.mark.parametrize("turn", [90, -90, 180])
def test_a_turned_video_becomes_upright(turn: int, tmp_path: Path) -> None:
    source = media.write(tmp_path / "phone.mp4", rotation=turn)
    written = part(source, tmp_path / "part.mp4")
    seen = Clip.open(source).frames[0].image
    _, images = frames_of(written)
    assert images[0].shape == seen.shape == ((160, 120, 3) if turn % 180 else (120, 160, 3))
    assert np.abs(images[0].astype(int) - seen).mean() < 6


def test_sound_that_starts_late_stays_late(tmp_path: Path) -> None:
    source = media.write_pieces(tmp_path / "late.mp4", {1.5: media.tone(1.0)}, seconds=3)
    written = part(source, tmp_path / "part.mp4", "--from", "0.6", "--to", "2.8")
    assert onset(Clip.open(source)) == pytest.approx(1.5, abs=0.02)
    assert onset(Clip.open(written)) == pytest.approx(0.9, abs=FRAME)
    assert number_of(frames_of(written)[1][0]) == pytest.approx(15, abs=1.5)


def test_sound_may_outlast_the_picture(tmp_path: Path) -> None:
    source = media.write(tmp_path / "long.mp4", 1.0, sound=media.tone(2.0))
    written = part(source, tmp_path / "part.mp4")
    times, images = frames_of(written)
    assert len(times) == 50
    assert number_of(images[-1]) == pytest.approx(24, abs=1.5)
    assert Clip.open(written).sound.size == pytest.approx(2 * SOUND_RATE, abs=FRAME * SOUND_RATE)


def test_a_part_may_begin_before_the_picture(tmp_path: Path) -> None:
    source = media.write(tmp_path / "late.mp4", 1.0, sound=media.tone(2.0), late=1.0)
    times, images = frames_of(part(source, tmp_path / "part.mp4"))
    assert len(times) == 50
    assert [number_of(images[i]) for i in (0, 24, 35)] == pytest.approx([0, 0, 10], abs=2.1)


def test_an_unsteady_frame_rate_keeps_its_moments(tmp_path: Path) -> None:
    stamps = [0, 40, 100, 340, 360, 700, 710, 1200, 1240, 1960]  # ms
    with av.open(str(tmp_path / "unsteady.mkv"), "w") as container:
        video = container.add_stream("libx264", rate=1000)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.codec_context.time_base = Fraction(1, 1000)
        for i, stamp in enumerate(stamps):
            frame = av.VideoFrame.from_ndarray(media.picture(64, 48, 10 * i), format="rgb24")
            frame.pts, frame.time_base = stamp, Fraction(1, 1000)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    times, images = frames_of(part(tmp_path / "unsteady.mkv", tmp_path / "part.mp4"))
    for at, image in zip(times, images, strict=True):
        shown = round(number_of(image) / 10)
        ends = stamps[shown + 1] if shown + 1 < len(stamps) else 1e9
        assert stamps[shown] / 1000 - FRAME < at < ends / 1000 + FRAME


def test_an_odd_size_plays_everywhere(tmp_path: Path) -> None:
    source = media.write(tmp_path / "odd.mkv", size=(161, 121), codecs=("ffv1",))
    written = part(source, tmp_path / "part.mp4")
    with av.open(str(written)) as container:
        codec = container.streams.video[0].codec_context
        assert (codec.width, codec.height, codec.pix_fmt) == (160, 120, "yuv420p")


@pytest.mark.parametrize("ending", [".wav", ".m4a", ".mp3"])
def test_a_clip_without_a_picture_gives_sound(ending: str, tmp_path: Path) -> None:
    quiet = np.zeros(8000, np.float32)
    sound = np.concatenate([quiet, media.tone(1.5)])
    source = media.write(tmp_path / "talk.wav", size=None, sound=sound, codecs=("pcm_s16le",))
    written = part(source, tmp_path / f"part{ending}", "--from", "0.2", "--to", "1.2")
    clip = Clip.open(written)
    assert not clip.has_picture
    assert onset(clip) == pytest.approx(0.3, abs=FRAME)
    assert clip.sound.size == pytest.approx(SOUND_RATE, abs=2 * FRAME * SOUND_RATE)


def test_a_clip_without_sound_stays_silent(tmp_path: Path) -> None:
    written = part(media.write(tmp_path / "mute.mp4"), tmp_path / "part.mp4")
    assert not Clip.open(written).has_sound


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{folder}/nowhere.mp4", "--out", "{folder}/a.mp4"], "There is no file “nowhere.mp4”."),
        (["{clip}", "--out", "{folder}/a.webm"], "its name must end in one of .mp4."),
        (["{clip}", "--out", "{clip}"], "is there already; name a new file."),
        (["{clip}", "--out", "{folder}/none/a.mp4"], "can't be written: No such file or directory"),
        (["{clip}", "--from", "9", "--out", "{folder}/a.mp4"], "9"),
        (["{clip}", "--from", "1", "--to", "1", "--out", "{folder}/a.mp4"], "1"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = media.write(tmp_path / "clip.mp4")
    before = clip.read_bytes()
    facts = {"folder": tmp_path, "clip": clip}
    assert cut.main([argument.format(**facts) for argument in arguments]) == 2
    told = capsys.readouterr()
    assert sentence in told.err and len(told.err.splitlines()) == 1 and not told.out
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]
    assert clip.read_bytes() == before


def test_what_ffmpeg_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("demo.clip_writer.QUALITY", ("-crf", "no number"))
    clip = media.write(tmp_path / "clip.mp4")
    assert cut.main([str(clip), "--out", str(tmp_path / "a.mp4")]) == 2
    assert capsys.readouterr().err == "“a.mp4” can't be written: ffmpeg could not encode it.\n"
    assert not (tmp_path / "a.mp4").exists()


def test_bad_use_is_exit_code_2(happy: Path) -> None:
    for arguments in ([str(happy)], [], [str(happy), "--out", "a.mp4", "--from", "x"]):
        with pytest.raises(SystemExit) as left:
            cut.main(arguments)
        assert left.value.code == 2
