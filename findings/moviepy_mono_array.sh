#!/usr/bin/env bash
# moviepy 2.2.1: AudioArrayClip writes a mono array twice as long and an octave lower.
#
# Its documentation asks for an array of N x 1 for mono. Asked for many times at once, as when a file is
# written, the clip answers with two columns, while it says of itself that it has one channel; the file is
# then written with one channel and twice the samples. Its duration in Python is still right.
# An array of N x 2 with the same column twice is written as it should be.
#
# Seen (moviepy 2.2.1, imageio-ffmpeg 0.8.1, Python 3.11):
#   an array of N x 1: 1 channel(s), 2.00 s, 220 Hz
#   an array of N x 2: 2 channel(s), 1.00 s, 440 Hz
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet moviepy==2.2.1 imageio-ffmpeg==0.8.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import wave

import numpy as np
from moviepy import AudioArrayClip

RATE = 44_100
tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)


def written(columns):
    """(channels, seconds, Hz of the first channel) of the file that is written."""
    clip = AudioArrayClip(np.repeat(tone[:, None], columns, axis=1), fps=RATE)
    assert clip.duration == 1.0
    clip.write_audiofile("tone.wav", RATE, logger=None)
    with wave.open("tone.wav") as file:
        channels = file.getnchannels()
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)[::channels]
    pitch = np.argmax(np.abs(np.fft.rfft(samples))) * RATE / samples.size
    return channels, samples.size / RATE, pitch


for columns in (1, 2):
    print("an array of N x {}: {} channel(s), {:.2f} s, {:.0f} Hz".format(columns, *written(columns)))
channels, seconds, pitch = written(1)
assert (channels, round(seconds, 2), round(pitch)) == (1, 2.0, 220), "CHANGED: mono is written right"
assert written(2)[1] == 1.0, "CHANGED: two columns are no way round it"
PYTHON
