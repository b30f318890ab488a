#!/usr/bin/env bash
# PyAV 18.1.0: a frame whose side data was looked at, and that was turned into an array, keeps a thread until Python
# collects its garbage, long after the frame, the container and the decoder are out of use.
#
# Each frame has a scaler of its own (`frame.reformatter`), by default with threads of its own; and
# `frame.side_data` ties the frame into a cycle, so that it is not freed when nothing refers to it any more. A server
# that decodes the clips of ten people has hundreds of threads. `to_ndarray(..., threads=1)` starts none.
#
# Seen (PyAV 18.1.0, Python 3.11, two cores):
#   arrays alone: 8 threads left, 8 after a collection
#   side data and arrays: 108 threads left, 8 after a collection
#   side data and arrays, threads=1: 8 threads left, 8 after a collection
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet av==18.1.0 numpy
cd "$folder"
venv/bin/python - <<'PYTHON'
import gc
import os

import av
import numpy as np

with av.open("clip.mp4", "w") as container:
    stream = container.add_stream("libx264", rate=25)
    stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
    for _ in range(50):
        frame = av.VideoFrame.from_ndarray(np.zeros((120, 160, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def threads():
    return len(os.listdir("/proc/self/task"))


def decode(look, **how):
    gc.collect()
    gc.disable()
    with av.open("clip.mp4") as container:
        for frame in container.decode(video=0):
            if look:
                frame.side_data.get("DISPLAYMATRIX")
            frame.to_ndarray(format="rgb24", width=80, height=60, **how)
    del frame
    left = threads()
    gc.enable()
    gc.collect()
    return left, threads()


grown = []
for told, look, how in (
    ("arrays alone", False, {}),
    ("side data and arrays", True, {}),
    ("side data and arrays, threads=1", True, {"threads": 1}),
):
    left, after = decode(look, **how)
    print(f"{told}: {left} threads left, {after} after a collection")
    grown.append(left - after)
assert grown[0] == grown[2] == 0 and grown[1] >= 50, "this has changed"
PYTHON
