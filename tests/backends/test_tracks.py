"""Of several tracks, the one that a player takes or a person chose; and they are told of it."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest

from backends import caveats
from backends.backend import Request
from backends.base import Language
from backends.clip import Clip, ClipError
from backends.words import Words
from demo import cut, explain, side_by_side
from tests.helpers import media
from tests.helpers.several_tracks import write_tracks

SAY = Words(caveats.__file__)
FORMS = [("mkv", ("libx264", "aac")), ("mp4", ("libx264", "aac")), ("mka", ("libx264", "libopus"))]


def hertz(clip: Clip) -> float:
    """The strongest tone of the sound."""
    sound = clip.sound[2000:14_000]
    return float(np.abs(np.fft.rfft(sound)).argmax() * 16_000 / sound.size)


def told(clip: Clip, language: Language = "en") -> list[str]:
    *_, answers = side_by_side.explain(clip, ["echo"], Request(language))
    said = answers["echo"].explanation
    assert said is not None
    return said.caveats


@pytest.mark.parametrize(("ending", "codecs"), FORMS)
@pytest.mark.parametrize(("defaults", "number"), [([1], 2), ([2], 3), ([0, 2], 1)])
def test_the_default_sound_is_heard(
    tmp_path: Path, ending: str, codecs: tuple[str, str], defaults: list[int], number: int
) -> None:
    path = tmp_path / f"a.{ending}"
    write_tracks(path, sounds=[0, 440, 880], defaults=defaults, codecs=codecs)
    clip = Clip.open(path)
    assert (clip.sound_track.number, clip.sound_track.count) == (number, 3)
    if number > 1:
        assert hertz(clip) == pytest.approx(440 * (number - 1), abs=5)
    assert f"The file has 3 sound tracks; number {number} was listened to." in told(clip)


def test_without_a_mark_the_first_is_heard(tmp_path: Path) -> None:
    clip = Clip.open(write_tracks(tmp_path / "a.ts", sounds=[440, 880]))
    assert (clip.sound_track.number, hertz(clip)) == (1, pytest.approx(440, abs=5))


def test_a_person_chooses(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "a.mkv", pictures=[40, 200], sounds=[220, 440, 880])
    for number in (1, 2, 3):
        assert hertz(Clip.open(path, sound=number)) == pytest.approx(110 * 2**number, abs=5)
    for number, grey in ((1, 40), (2, 200)):
        clip = Clip.open(path, picture=number)
        assert clip.frames[0].image.mean() == pytest.approx(grey, abs=3)
    for wrong in (0, 4):
        with pytest.raises(ClipError, match=f"no sound track {wrong} in “a.mkv”: it has 3") as why:
            Clip.open(path, sound=wrong)
        assert f"没有第 {wrong} 条音轨" in why.value.text("zh")
    with pytest.raises(ClipError, match=r"no picture track 3 in “a\.mkv”: it has 2"):
        Clip.open(path, picture=3)


def test_the_commands_take_the_track_that_is_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_tracks(tmp_path / "a.mkv", pictures=[40, 200], sounds=[220, 440])
    tracks = ["--picture-track", "2", "--sound-track", "2"]
    assert cut.main([str(path), *tracks, "--out", str(tmp_path / "part.mp4")]) == 0
    part = Clip.open(tmp_path / "part.mp4")
    assert hertz(part) == pytest.approx(440, abs=5)
    assert part.frames[0].image.mean() == pytest.approx(200, abs=3)
    assert explain.main([str(path), *tracks, "--backend", "echo"]) == 0
    assert "2 sound tracks; number 2 was listened to" in capsys.readouterr().out
    assert explain.main([str(path), "--sound-track", "3", "--backend", "echo"]) == 2
    assert capsys.readouterr().err == "There is no sound track 3 in “a.mkv”: it has 2.\n"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_the_default_picture_is_seen(tmp_path: Path, ending: str, language: Language) -> None:
    path = write_tracks(tmp_path / f"a.{ending}", pictures=[40, 200], sounds=[440], defaults=[1, 2])
    clip = Clip.open(path)
    assert clip.frames[0].image.mean() == pytest.approx(200, abs=3)
    assert clip.picture_end == pytest.approx(1, abs=0.1)
    assert SAY.text(language, "several.visual", count=2, number=2) in told(clip, language)


def test_one_of_each_is_not_told(tmp_path: Path) -> None:
    clip = Clip.open(write_tracks(tmp_path / "a.mp4", pictures=[40], sounds=[440]))
    assert not [caveat for caveat in told(clip) if "track" in caveat]


def test_where_the_default_cannot_be_decoded_another_is_heard(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "a.mkv", sounds=[440, 880], defaults=[1])
    with av.open(str(path)) as container:
        pieces = [p for p in container.demux(audio=1) if p.size]
        places = [(p.pos, p.size) for p in pieces if p.pos is not None]
    content = bytearray(path.read_bytes())
    for place, size in places:
        content[place + 8 : place + size] = b"\xff" * (size - 8)
    path.write_bytes(content)
    assert hertz(Clip.open(path)) == pytest.approx(440, abs=5)
    with pytest.raises(ClipError, match="can't be decoded"):
        Clip.open(path, sound=2)


def test_what_is_attached_is_no_picture(tmp_path: Path) -> None:
    """A cover, letters and chapters, as podcasts and films bring along."""
    from PIL import Image

    path, cover = tmp_path / "song.mkv", BytesIO()
    Image.fromarray(media.picture(64, 48, 0)).save(cover, "JPEG")
    with av.open(str(path), "w") as container:
        sound = container.add_stream("aac", rate=16_000)
        sound.layout = "mono"
        container.add_attachment("cover.jpg", "image/jpeg", cover.getvalue())
        container.add_attachment("letters.ttf", "font/ttf", b"not a font")
        tenth = Fraction(1, 10)
        container.set_chapters(
            [{"id": 1, "start": 0, "end": 5, "time_base": tenth, "metadata": {"title": "One"}}]
        )
        tone = (media.tone(1) * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 16_000, 0, Fraction(1, 16_000)
        for part in av.AudioResampler("fltp", "mono", 16_000, 1024).resample(frame):
            container.mux(sound.encode(part))
        container.mux(sound.encode(None))
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["audio", "video", "attachment"]
        assert container.chapters()
    clip = Clip.open(path)
    assert (clip.has_picture, clip.has_sound) == (False, True)
    assert hertz(clip) == pytest.approx(220, abs=5)
