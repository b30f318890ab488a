"""Containers and codecs, of films and of sounds."""

from __future__ import annotations

from collections.abc import Iterator

from tests.zoo.specimen import NO_PICTURE, NO_SOUND, Specimen, ffmpeg

FILMS = """
mp4  libx264 aac
mp4  libx265 aac
mp4  libx265 aac -tag:v hvc1
mp4  mpeg4 aac
mp4  libsvtav1 libopus
mp4  libvpx-vp9 libopus
mp4  libx264 libmp3lame
mp4  libx264 ac3
mp4  libx264 alac
mp4  libx264 flac
mp4  libx264 aac -movflags frag_keyframe+empty_moov
mp4  libx264 aac -movflags +faststart
mp4  libx264 aac -bf 3 -g 300
mp4  mjpeg aac
m4v  libx264 aac
mov  libx264 aac
mov  libx265 aac -tag:v hvc1
mov  prores_ks pcm_s16le
mov  mjpeg pcm_s16be
mov  qtrle pcm_s24le
mov  dnxhd pcm_s16le -profile:v dnxhr_lb -pix_fmt yuv422p
mov  png alac
mov  rawvideo pcm_mulaw -pix_fmt yuv420p
mov  cfhd aac -pix_fmt yuv422p10le
mov  svq1 adpcm_ima_qt
mkv  libx264 aac
mkv  libx265 libopus
mkv  libvpx libvorbis
mkv  libvpx-vp9 libopus
mkv  ffv1 flac
mkv  mpeg2video mp2
mkv  libtheora libvorbis
mkv  huffyuv pcm_s24le
mkv  mjpeg pcm_f32le
mkv  libx264 eac3
mkv  libx264 dca -strict -2
mkv  libx264 truehd -strict -2 -ar 48000
mkv  libx264 wavpack
mkv  snow libopus -strict -2
mkv  jpeg2000 aac
webm libvpx libvorbis
webm libvpx-vp9 libopus
webm libsvtav1 libopus
avi  mpeg4 libmp3lame
avi  mjpeg pcm_s16le
avi  libx264 libmp3lame
avi  msmpeg4 wmav2
avi  huffyuv pcm_u8
avi  cinepak adpcm_ms -t 0.5
avi  rawvideo pcm_s16le -pix_fmt yuv420p
avi  libxvid ac3
avi  dvvideo pcm_s16le -s 720x576 -r 25 -ar 48000 -ac 2 -pix_fmt yuv420p
flv  flv libmp3lame
flv  libx264 aac
f4v  libx264 aac
wmv  wmv2 wmav2
wmv  wmv1 wmav1
asf  msmpeg4 libmp3lame
ts   libx264 aac
ts   mpeg2video mp2
ts   libx265 ac3
m2ts libx264 ac3
mts  libx264 aac -f mpegts
mpg  mpeg1video mp2
mpg  mpeg2video mp2
vob  mpeg2video ac3
3gp  h263 libopencore_amrnb -s 352x288 -ar 8000
3gp  mpeg4 aac
3g2  libx264 aac
ogv  libtheora libvorbis
mxf  mpeg2video pcm_s16le -ar 48000
rm   rv20 ac3 -s 352x288
gif  gif -
webp libwebp_anim -
apng apng -
mj2  jpeg2000 - -f mov
"""
"""Ending, codecs of picture and sound ("-": none), and what else FFmpeg is told."""

SOUNDS = """
wav  pcm_s16le
wav  pcm_s24le
wav  pcm_s32le
wav  pcm_f32le
wav  pcm_f64le
wav  pcm_u8
wav  pcm_alaw
wav  pcm_mulaw
wav  adpcm_ms
wav  adpcm_ima_wav
wav  pcm_s16le -ar 8000
wav  pcm_s16le -ar 11025
wav  pcm_s16le -ar 22050
wav  pcm_s16le -ar 48000
wav  pcm_s16le -ar 96000
wav  pcm_s16le -ac 2
wav  pcm_s16le -ac 6
wav  pcm_s16le -ac 8
w64  pcm_s16le
mp3  libmp3lame -b:a 32k
mp3  libmp3lame -b:a 320k
mp3  libmp3lame -q:a 4
mp3  libmp3lame -b:a 64k -write_xing 0
aac  aac
m4a  aac
m4a  alac
m4b  aac -f ipod
opus libopus
opus libopus -b:a 12k
ogg  libvorbis
oga  flac
ogg  libopus
flac flac
flac flac -sample_fmt s32
aiff pcm_s16be
aifc pcm_mulaw -f aiff
caf  pcm_s16le
caf  alac
au   pcm_s16be
wma  wmav2
wma  wmav1
mka  libopus
weba libopus -f webm
ac3  ac3
mp2  mp2
wv   wavpack
amr  libopencore_amrnb -ar 8000 -ac 1
tta  tta
"""


def specimens() -> Iterator[Specimen]:
    """All of them."""
    for i, line in enumerate(FILMS.strip().splitlines()):
        ending, picture, sound, *more = line.split()
        silent = sound == "-"
        to = f"-c:v {picture} {'-an' if silent else f'-c:a {sound}'} -q:v 3 {' '.join(more)}"
        name = f"film {i:02} {picture} {sound.strip('-')}.{ending}"
        cut = 0.5 if "-t" in more else None
        yield Specimen(
            "containers", name, ffmpeg(to), gone=NO_SOUND if silent else frozenset(),
            like=not cut, **({"lasts": cut} if cut else {}),
        )  # fmt: skip
    for i, line in enumerate(SOUNDS.strip().splitlines()):
        ending, sound, *more = line.split()
        name = f"sound {i:02} {sound}.{ending}"
        yield Specimen("sounds", name, ffmpeg(f"-vn -c:a {sound} {' '.join(more)}"), NO_PICTURE)
