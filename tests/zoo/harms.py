"""Damages, things that lie oddly in a file, and names."""

from __future__ import annotations

import io
import random
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.zoo.specimen import (
    NO_PICTURE,
    NO_SOUND,
    PLAIN,
    SECONDS,
    SOUND,
    Specimen,
    call,
    changed,
    copied,
    ffmpeg,
    harmed,
)

Make = Callable[[Path], None]
FORMS: dict[str, Make] = {
    "mp4": ffmpeg("-c copy -movflags +faststart"),
    "mkv": ffmpeg("-c copy"),
    "webm": ffmpeg("-c:v libvpx -b:v 700k -c:a libopus"),
    "avi": ffmpeg("-c:v mpeg4 -q:v 3 -c:a libmp3lame"),
    "ts": ffmpeg("-c copy"),
    "flv": ffmpeg("-c copy"),
}
SOUNDS: dict[str, Make] = {
    "mp3": ffmpeg("-vn -c:a libmp3lame"),
    "ogg": ffmpeg("-vn -c:a libvorbis"),
    "wav": ffmpeg("-vn -c:a pcm_s16le"),
    "flac": ffmpeg("-vn -c:a flac"),
}
DECOMPOSED = unicodedata.normalize("NFD", "é apart.mp4")
NAMES = (
    "two words.mp4", "ends with blank .mp4", "é composed.mp4", DECOMPOSED,
    "高兴的人.mp4", "😀 smile.mp4", "-leading.mp4", "--leading.mp4", "100%.mp4", "a#b.mp4",
    "it's “quoted” \"twice\".mp4", "LOUD.MP4", "dots.in.name.mp4", "<b>bold<b>.mp4", "a&b=c;d.mp4",
    "a?b*c.mp4", "$HOME `ls`.mp4", "back\\slash.mp4", "line\nbreak.mp4", "x" * 240 + ".mp4",
    "no ending", "wrong ending.avi", "sound by name.wav", ".hidden.mp4", "con.mp4", "מימין.mp4",
)  # fmt: skip
ODD = {
    "late sound.mkv": "-itsoffset 0 -i {plain} -itsoffset 0.5 -i {plain} -map 0:v -map 1:a -c copy",
    "late picture.mkv": "-itsoffset 0.5 -i {plain} -i {plain} -map 0:v -map 1:a -c copy",
    "begins at 1000 s.ts": "-i {plain} -c copy -output_ts_offset 1000",
    "begins at 5 s.mp4": "-i {plain} -c copy -output_ts_offset 5",
    "begins before 0.mkv": "-i {plain} -c copy -avoid_negative_ts disabled -output_ts_offset -0.3",
    "two sounds.mkv": "-i {plain} -map 0:v -map 0:a -map 0:a -c copy",
    "two pictures.mkv": "-i {plain} -map 0:v -map 0:v -map 0:a -c copy",
    "sound first.mp4": "-i {plain} -map 0:a -map 0:v -c copy",
    "timecode.mov": "-i {plain} -c copy -timecode 01:00:00:00",
    "subtitle track.mkv": "-i {plain} -i {srt} -map 0 -map 1 -c copy -c:s srt",
    "subtitle track.mp4": "-i {plain} -i {srt} -map 0 -map 1 -c copy -c:s mov_text",
    "attached.mkv": "-i {plain} -attach {srt} -metadata:s:t mimetype=text/plain -c copy",
    "two channels.mp4": "-i {plain} -c:v copy -ac 2",
    "left only.mp4": "-i {plain} -c:v copy -af pan=stereo|c0=c0",
    "out of phase.mp4": "-i {plain} -c:v copy -af pan=stereo|c0=c0|c1=-1*c0",
    "loud.mp4": "-i {plain} -c:v copy -af volume=6dB",
    "soft.mp4": "-i {plain} -c:v copy -af volume=-20dB",
    "metadata.mp4": "-i {plain} -c copy -metadata title=<script> -metadata comment=x",
}
"""Name → FFmpeg's arguments; the answer is that of the plain clip."""


def torn(share: float) -> Callable[[bytes], bytes]:
    """Keeps only the first part of a file."""
    return lambda content: content[: round(len(content) * share)]


def spoilt(share: float, *, at: float = 0.4, zeros: bool = False) -> Callable[[bytes], bytes]:
    """Fills a part of a file, from `at` on, with chance or zeros."""

    def change(content: bytes) -> bytes:
        first, length = round(len(content) * at), round(len(content) * share)
        filling = bytes(length) if zeros else random.Random(1).randbytes(length)
        return content[:first] + filling + content[first + length :]

    return change


def _holding(content: bytes) -> Make:
    return lambda path: path.write_bytes(content) and None


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.write(PLAIN, "clip.mp4")
    return held.getvalue()


def _odd(arguments: str) -> Make:
    def make(path: Path) -> None:
        srt = path.with_suffix(".srt")
        srt.write_text("1\n00:00:00,100 --> 00:00:01,500\nSomething else.\n", "utf-8")
        call(arguments.format(plain=f"'{PLAIN}'", srt=f"'{srt}'").replace("|", r"\|"), path)
        srt.unlink()

    return make


def specimens() -> Iterator[Specimen]:
    """All of them."""
    for ending, make in FORMS.items():
        for share in (0.3, 0.7):
            name = f"torn at {share:.0%}.{ending}"
            told = ending != "ts"  # whose packets may end anywhere
            yield harmed(name, changed(torn(share), make), told=told)
        name = f"chance within.{ending}"
        yield harmed(name, changed(spoilt(0.1), make))
    for ending, make in SOUNDS.items():
        name = f"torn sound.{ending}"
        yield harmed(name, changed(torn(0.5), make), told=False)
    for name, change in {
        "head at its end, torn.mp4": torn(0.7),
        "no head.mp4": spoilt(0.01, at=0),
        "zeros within.mp4": spoilt(0.2, zeros=True),
        "zeros alone.mp4": lambda content: bytes(len(content)),
        "chance alone.mp4": spoilt(1, at=0),
        "one byte.mp4": lambda content: content[:1],
        "empty.mp4": torn(0),
    }.items():
        yield harmed(name, changed(change, copied))
    for name, content in {
        "text.mp4": b"This is no film.\n" * 50, "page.mp4": b"<!doctype html><p>404</p>",
        "archive.mp4": _zip(), "table.wav": b"name,label\na,happy\n",
        "playlist.m3u8": b"#EXTM3U\n#EXTINF:2,\nhttp://192.0.2.1/a.ts\n",
        "playlist.mp4": b"#EXTM3U\n#EXTINF:2,\n/etc/passwd\n",
    }.items():  # fmt: skip
        yield harmed(name, _holding(content))
    still = ffmpeg("-frames:v 1 -an -update 1")
    for name in ("still.png", "still.jpg"):
        yield harmed(name, still)
    yield harmed("still named film.mp4", _named_png)
    for name, arguments in ODD.items():
        late = 0.5 if "late" in name else 0
        yield Specimen("damages", name, _odd(arguments), lasts=SECONDS + late, like=not late)
    for name, arguments, gone in (
        ("no sound.mp4", "-an -c copy", NO_SOUND),
        ("no picture.mp4", "-vn -c copy", NO_PICTURE),
    ):
        yield Specimen("damages", name, ffmpeg(arguments), gone)
    for name, arguments in {
        "silence.mp4": "-c:v copy -af volume=0",
        "noise.mp4": "-c:v copy -filter_complex anoisesrc=d=1.9:a=0.3",
        "black.mp4": "-vf drawbox=t=fill:c=black -c:a copy",
        "a moment.mp4": "-t 0.1", "one picture.mp4": "-frames:v 1 -c:a copy",
        "picture ends.mp4": "-filter_complex [0:v]trim=0:1[v] -map [v] -map 0:a -c:a copy",
        "sound ends.mp4": "-c:v copy -af atrim=0:1",
        "clipped.mp4": "-c:v copy -af volume=40dB", "whisper.mp4": "-c:v copy -af volume=-60dB",
    }.items():  # fmt: skip
        silent = name in ("picture ends.mp4", "one picture.mp4", "a moment.mp4")
        yield harmed(name, ffmpeg(arguments), told=not silent, torn=False)
    for name in NAMES:
        yield Specimen("names", name, copied, asked=SOUND)


def _named_png(path: Path) -> None:
    still = path.with_suffix(".png")
    call(f"-i '{PLAIN}' -frames:v 1 -update 1", still)
    still.replace(path)
