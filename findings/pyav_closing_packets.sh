#!/usr/bin/env bash
# PyAV 18.1.0: the empty packets that end demuxing say they belong to stream 0, whichever they close.
#
# After a file's last packet, demux() gives one empty packet a stream, for the decoder's last frames.
# Their `stream` is right, but `stream_index` is 0 in all of them. Who picks packets by `stream_index`
# hands no closing packet to the decoder of any other stream and loses the frames that it still
# holds; where the picture is stream 1, that is its last frames.
#
# Seen (av 18.1.0, Python 3.11):
#   closing packets, as (stream_index, stream.index): [(0, 0), (0, 1)]
#   frames decoded of 25: 23 picked by stream_index, 25 by stream.index
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet av==18.1.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from fractions import Fraction

import av
import numpy as np

with av.open("clip.mkv", "w") as file:
    audio = file.add_stream("pcm_s16le", rate=16_000)
    audio.layout = "mono"
    video = file.add_stream("libx264", rate=25)
    video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
    silence = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.int16), "s16", "mono")
    silence.sample_rate, silence.pts, silence.time_base = 16_000, 0, Fraction(1, 16_000)
    file.mux(audio.encode(silence))
    for i in range(25):
        frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 9 * i, np.uint8), format="rgb24")
        frame.pts, frame.time_base = i, Fraction(1, 25)
        file.mux(video.encode(frame))
    file.mux(video.encode(None))


def frames(belongs):
    """How many of the 25 frames come out when the packets of stream 1 are picked so."""
    with av.open("clip.mkv") as file:
        return sum(len(packet.decode()) for packet in file.demux() if belongs(packet))


with av.open("clip.mkv") as file:
    last = [(p.stream_index, p.stream.index) for p in file.demux() if not p.size]
print(f"closing packets, as (stream_index, stream.index): {last}")
by_index = frames(lambda packet: packet.stream_index == 1)
by_stream = frames(lambda packet: packet.stream.index == 1)
print(f"frames decoded of 25: {by_index} picked by stream_index, {by_stream} by stream.index")
assert last == [(0, 0), (0, 1)], "CHANGED: closing packets name their stream"
assert by_stream == 25 and by_index < 25, "CHANGED: no frame is lost"
PYTHON
