#!/usr/bin/env bash
# moviepy 2.2.1: sound that starts late in a video is read and written as if it started at 0.
#
# A video of 3 s whose sound track begins at 1.5 s (its packets carry that time; players and PyAV honour
# it) is opened and written again. In the new file the tone is heard from the start, 1.5 s early.
# moviepy tells nothing: no warning, and the clip's and the sound's duration both read 3 s.
#
# Seen (moviepy 2.2.1, imageio-ffmpeg 0.8.1, av 18.1.0, Python 3.11):
#   moviepy reads: picture 3.0 s, sound 3.0 s
#   the tone begins at 1.50 s in the source and at 0.06 s in the written file
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet moviepy==2.2.1 imageio-ffmpeg==0.8.1 av==18.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from fractions import Fraction

import av
import numpy as np
from moviepy import VideoFileClip

RATE, LATE = 16_000, 1.5

with av.open("late.mp4", "w") as file:
    video = file.add_stream("libx264", rate=25)
    video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
    audio = file.add_stream("aac", rate=RATE)
    audio.layout = "mono"
    for i in range(75):
        frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), i, np.uint8), format="rgb24")
        frame.pts, frame.time_base = i, Fraction(1, 25)
        file.mux(video.encode(frame))
    file.mux(video.encode(None))
    tone = (0.5 * np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE)).astype(np.float32)
    for at in range(0, RATE, 1024):
        chunk = av.AudioFrame.from_ndarray(tone[None, at : at + 1024], "fltp", "mono")
        chunk.sample_rate, chunk.time_base = RATE, Fraction(1, RATE)
        chunk.pts = round(LATE * RATE) + at
        file.mux(audio.encode(chunk))
    file.mux(audio.encode(None))


def first_sound(path):
    """Seconds to the first loud sample, by the time stamps in the file."""
    with av.open(path) as file:
        for frame in file.decode(audio=0):
            loud = np.flatnonzero(np.abs(frame.to_ndarray()[0]) > 0.1)
            if loud.size:
                return frame.time + loud[0] / frame.sample_rate


with VideoFileClip("late.mp4") as clip:
    print(f"moviepy reads: picture {clip.duration} s, sound {clip.audio.duration} s")
    clip.write_videofile("written.mp4", logger=None)
before, after = first_sound("late.mp4"), first_sound("written.mp4")
print(f"the tone begins at {before:.2f} s in the source and at {after:.2f} s in the written file")
assert abs(before - LATE) < 0.1, "the source is not what it should be"
assert after < 0.2, "CHANGED: the sound no longer moves to the start"
PYTHON
