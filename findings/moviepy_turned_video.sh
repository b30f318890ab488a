#!/usr/bin/env bash
# moviepy 2.2.1: a video that a phone stored on its side is turned, and squeezed into its stored size.
#
# Phones store a portrait video as landscape with a display matrix that asks players for a quarter turn.
# moviepy does not see the matrix (rotation 0), but the ffmpeg under it turns the picture, and scales it
# to the stored size: what should be 120 wide and 160 high comes as 160 by 120, contents turned and
# distorted by (4/3)^2.
#
# Seen (moviepy 2.2.1, imageio-ffmpeg 0.8.1, av 18.1.0, Python 3.11):
#   PyAV: stored 160x120, to be turned by 90 degrees
#   moviepy: 160x120, rotation 0
#   the square of 40x40 pixels is 54 wide and 30 high in moviepy's frame
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet moviepy==2.2.1 imageio-ffmpeg==0.8.1 av==18.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import av
import numpy as np
from moviepy import VideoFileClip

image = np.zeros((120, 160, 3), np.uint8)
image[40:80, 60:100] = 255  # a square of 40 by 40 pixels
with av.open("phone.mp4", "w") as file:
    video = file.add_stream("libx264", rate=25)
    video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
    video.set_display_rotation(90)
    for _ in range(25):
        file.mux(video.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
    file.mux(video.encode(None))

with av.open("phone.mp4") as file:
    frame = next(file.decode(video=0))
print(f"PyAV: stored {frame.width}x{frame.height}, to be turned by {frame.rotation} degrees")
with VideoFileClip("phone.mp4") as clip:
    width, height = clip.size
    white = clip.get_frame(0)[..., 0] > 128
    rows, columns = white.any(1).sum(), white.any(0).sum()
    print(f"moviepy: {width}x{height}, rotation {clip.rotation}")
    print(f"the square of 40x40 pixels is {columns} wide and {rows} high in moviepy's frame")
assert frame.rotation == 90, "the source is not what it should be"
assert (width, height) == (160, 120) and clip.rotation == 0, "CHANGED: the turn is seen"
assert columns > 48 and rows < 34, "CHANGED: the picture is no longer squeezed"
PYTHON
