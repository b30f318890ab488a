"""What the two transcribers of the cascade cost, side by side on the same weights.

    OMP_NUM_THREADS=1 python -m tests.helpers.transcribers_cost [--rounds N]

Whisper base as it is installed is written once in openai-whisper's form; then both hear every clip
of the gallery in turn. Prints one line of JSON: seconds of processor time a clip (median over
clips and rounds, and each round's mean), their ratio, and in how many clips the words are the same.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from statistics import mean, median
from time import process_time

from backends.cascade.voice.speech import speech_stretches
from backends.cascade.words import whisper_weights
from backends.cascade.words.faster_whisper_model import FasterWhisper
from backends.cascade.words.openai_whisper_model import OpenAIWhisper
from backends.cascade.words.transcriber import Transcriber
from backends.clip import Clip
from tests.helpers import whisper_pt
from tests.helpers.places import GALLERY


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    os.environ.pop(whisper_weights.VARIABLE, None)
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    sounds = {path.stem: Clip.open(path).sound for path in sorted(GALLERY.glob("*.mp4"))}
    speech = {clip: speech_stretches(sound) for clip, sound in sounds.items()}
    with tempfile.TemporaryDirectory() as folder:
        base = whisper_pt.write_base(Path(folder) / "base.pt")
        both: dict[str, Transcriber] = {
            "faster-whisper": FasterWhisper(),
            "openai-whisper": OpenAIWhisper(base),
        }
    seconds: dict[str, list[list[float]]] = {name: [] for name in both}
    words: dict[str, dict[str, list[str]]] = {name: {} for name in both}
    for number in range(rounds + 1):
        spent: dict[str, list[float]] = {name: [] for name in both}
        for clip, sound in sounds.items():
            for name, transcriber in both.items():
                began = process_time()
                heard = [segment for _, segment in transcriber.segments(sound, speech[clip], None)]
                spent[name].append(process_time() - began)
                words[name][clip] = [w.word.strip() for s in heard for w in s.words]
        if number:  # the first round warms up
            for name, found in spent.items():
                seconds[name].append(found)
    cost = {name: median(one for each in found for one in each) for name, found in seconds.items()}
    first, second = words.values()
    print(
        json.dumps(
            {
                "clips": len(sounds),
                "rounds": rounds,
                "median_cpu_seconds": {name: round(value, 2) for name, value in cost.items()},
                "mean_by_round": {
                    name: [round(mean(each), 2) for each in found]
                    for name, found in seconds.items()
                },
                "ratio": round(cost["openai-whisper"] / cost["faster-whisper"], 2),
                "same_words": sum(first[clip] == second[clip] for clip in sounds),
            }
        )
    )


if __name__ == "__main__":
    main()
