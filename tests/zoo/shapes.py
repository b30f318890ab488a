"""Rates, sizes, turns and depths of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tests.zoo.specimen import PICTURE, Specimen, call, ffmpeg

FINE = "-c:v libx264 -preset ultrafast -crf 18 -c:a copy"
RATES = ("1", "5", "10", "12", "15", "24000/1001", "25", "30", "50", "60", "120")
SIZES = (
    "64x48", "96x72", "160x120", "240x180", "320x240", "642x482", "960x720", "1280x960",
    "1920x1440", "2880x2160",
)  # fmt: skip
READABLE = 240
"""Pixels of width from which the face is as large as in the plain clip's answer."""
PADDED = ("iw*3:ih:ow/3:0", "iw:ih*3:0:oh/3", "iw*8:ih:ow/2:0", "iw+2:ih+4:2:4")
ASPECTS = ("2/1", "1/2", "64/45", "9/10")
"""Shapes of a pixel: the picture is squeezed first, so that a player shows it as it was."""
DEPTHS = """
mkv libx264 yuv422p
mkv libx264 yuv444p
mkv libx264 yuv420p10le
mkv libx264 yuv444p10le
mkv libx265 yuv420p12le
mkv libx264rgb rgb24
mkv ffv1 gray
mkv ffv1 gray10le
mkv ffv1 yuv420p16le
mkv ffv1 bgra
mkv ffv1 rgb48le
mov prores_ks yuva444p10le
mov qtrle rgb555be
mov qtrle argb
mov png rgba
mov png pal8
mov v210 yuv422p10le
avi mjpeg yuvj444p
webm libvpx-vp9 yuva420p
avi rawvideo pal8
"""
TAGGED = {
    "full range": "-vf scale=out_range=full -color_range pc",
    "bt2020": "-vf scale=out_color_matrix=bt2020 -colorspace bt2020nc",
    "bt709": "-vf scale=out_color_matrix=bt709 -colorspace bt709",
    "interlaced": "-vf interlace=lowpass=0 -flags +ildct+ilme -r 15",
}


def turned(filters: str, matrix: str) -> Callable[[Path], None]:
    """Makes a clip whose pictures lie as `filters` puts them, and whose matrix puts them right."""

    def make(path: Path) -> None:
        between = path.with_suffix(".between.mp4")
        ffmpeg(f"-vf {filters} {FINE}")(between)
        call(f"{matrix} -i '{between}' -c copy", path)
        between.unlink()

    return make


TURNS = {
    "quarter": turned("transpose=1", "-display_rotation 90"),
    "half": turned("hflip,vflip", "-display_rotation 180"),
    "three quarters": turned("transpose=2", "-display_rotation -90"),
    "mirrored": turned("hflip", "-display_hflip"),
    "upside down": turned("vflip", "-display_vflip"),
}


def specimens() -> Iterator[Specimen]:
    """All of them."""
    yield from (replace(one, asked=PICTURE) for one in _specimens())


def _specimens() -> Iterator[Specimen]:
    for rate in RATES:
        name = f"rate {rate.replace('/', ' by ')}.mp4"
        yield Specimen(
            "rates", name, ffmpeg(f"-r {rate} {FINE}"), like=rate not in "15", lasts=None
        )
    varying = "-vf select='not(mod(n\\,3))+lt(n\\,20)' -fps_mode vfr"
    yield Specimen("rates", "rate varying.mp4", ffmpeg(f"{varying} {FINE}"))
    still = "-vf select='eq(n\\,20)',tpad=stop_mode=clone:stop_duration=1.9"
    yield Specimen(
        "rates", "rate of a still.mp4", ffmpeg(f"{still} {FINE}"), like=False, lasts=None
    )
    for size in SIZES:
        like = int(size.partition("x")[0]) >= READABLE
        yield Specimen("sizes", f"size {size}.mp4", ffmpeg(f"-s {size} {FINE}"), like=like)
    yield Specimen("sizes", "size odd.mkv", ffmpeg("-vf scale=481:361 -c:v ffv1 -c:a copy"))
    for i, pad in enumerate(PADDED):
        yield Specimen(
            "sizes", f"padded {i}.mp4", ffmpeg(f"-vf pad={pad} {FINE}"), like=i != 2, framed=i == 3
        )
    for aspect in ASPECTS:
        name = f"pixels {aspect.replace('/', ' by ')}.mp4"
        squeeze = f"-vf scale=trunc(iw/({aspect})/2)*2:ih,setsar={aspect}"
        yield Specimen("sizes", name, ffmpeg(f"{squeeze} {FINE}"))
    for name, make in TURNS.items():
        yield Specimen("turns", f"turn {name}.mp4", make)
    for name, filters in {"lying": "transpose=1", "on its head": "hflip,vflip"}.items():
        make = ffmpeg(f"-vf {filters} {FINE}")
        yield Specimen("turns", f"turn {name} untold.mp4", make, like=False)
    yield Specimen("turns", "turn seen in a mirror.mp4", ffmpeg(f"-vf hflip {FINE}"), framed=False)
    for i, line in enumerate(DEPTHS.strip().splitlines()):
        ending, codec, pixels = line.split()
        sound = "libopus" if ending == "webm" else "pcm_s16le"
        made = ffmpeg(f"-c:v {codec} -pix_fmt {pixels} -q:v 3 -crf 18 -c:a {sound}")
        yield Specimen("depths", f"depth {i:02} {pixels}.{ending}", made)
    for name, arguments in TAGGED.items():
        yield Specimen("depths", f"depth {name}.mp4", ffmpeg(f"{arguments} {FINE}"))
