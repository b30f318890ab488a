"""How well the words are heard: word errors on RAVDESS, whose file names tell the sentence.

    python -m backends.cascade.train.transcript --ravdess DIR [--clips N]

Runs `transcript.transcribe`, the very function of the app, and writes `transcript_report.md`.
"""

from __future__ import annotations

import argparse
import random
import re
import shlex
import sys
from pathlib import Path

import jiwer
import numpy as np

from backends import interrupt, weights
from backends.cascade.train.voice_data import ravdess
from backends.cascade.words import transcript
from backends.cascade.words.faster_whisper_model import PRECISION
from backends.cascade.words.transcriber import BEAMS
from backends.clip import Clip

SENTENCES = {"01": "kids are talking by the door", "02": "dogs are sitting by the door"}
REPORT = weights.FOLDER / "transcript_report.md"
RESAMPLES = 1000
SEED = 0


def plain(text: str) -> str:
    """Lower case, letters and apostrophes only."""
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())


def main(arguments: list[str]) -> int:
    """Judge a random choice of the recordings; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m backends.cascade.train.transcript")
    parser.add_argument("--ravdess", type=Path, required=True, help="a folder of RAVDESS files")
    parser.add_argument("--clips", type=int, default=120, help="how many to hear")
    chosen = parser.parse_args(arguments)
    recordings = ravdess(chosen.ravdess)
    some = random.Random(SEED).sample(recordings, min(chosen.clips, len(recordings)))
    errors, lengths, whole = [], [], 0
    for recording in some:
        *_, heard = transcript.transcribe(Clip.open(recording.path).sound)
        truth = SENTENCES[recording.sentence]
        compared = jiwer.process_words(truth, plain(heard.transcript.text))
        errors.append(compared.substitutions + compared.deletions + compared.insertions)
        lengths.append(len(truth.split()))
        whole += not errors[-1]
    rate = sum(errors) / sum(lengths)
    picks = np.random.default_rng(SEED).integers(0, len(some), (RESAMPLES, len(some)))
    rates = np.array(errors)[picks].sum(1) / np.array(lengths)[picks].sum(1)
    low, high = np.percentile(rates, (2.5, 97.5))
    command = shlex.join(["python", "-m", "backends.cascade.train.transcript", "--ravdess", "DIR"])
    report = (
        "# How well the words are heard\n\n"
        f"`{command} --clips {chosen.clips}`, seed {SEED}\n\n"
        f"{len(some)} recordings of RAVDESS (acted speech, studio), two sentences of six words; "
        f"Whisper base, {PRECISION}, beam {BEAMS}.\n\n"
        f"- word error rate: {rate:.1%} (95% bootstrap interval over recordings "
        f"{low:.1%} to {high:.1%}); {sum(errors)} errors in {sum(lengths)} words\n"
        f"- sentences without an error: {whole} of {len(some)}\n"
    )
    REPORT.write_text(report, "utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    interrupt.run(lambda: main(sys.argv[1:]))
