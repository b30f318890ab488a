"""Makes and judges what hears the voice. Needs neither torch nor a GPU.

python -m backends.cascade.train.voice encoder
python -m backends.cascade.train.voice head --ravdess DIR --nemo DIR [--cache DIR]
python -m backends.cascade.train.voice norms --ravdess DIR
python -m backends.cascade.train.voice --report FOLDER --labels FILE.csv
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backends import interrupt, weights
from backends.cascade.voice import attack, phrase, prosody
from backends.cascade.voice.speech import speech_stretches
from backends.clip import Clip
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

COMMAND = "python -m backends.cascade.train.voice"

ENCODER = {
    "licence": "MIT",
    "origin": "OpenAI Whisper base (2022) as converted by Systran/faster-whisper-base, "
    f"its first four encoder blocks, converted by `{COMMAND} encoder`",
    "what": "log-mel spectrogram to 1536 numbers that tell how something is said",
}
HEAD = {
    "licence": "CC BY-NC-SA 4.0, as the data it was trained on: not for commercial use",
    "origin": f"trained by `{COMMAND} head` on RAVDESS (Livingstone & Russo 2018, "
    "doi 10.1371/journal.pone.0196391) and nEMO (Christop 2024)",
    "what": "seven emotions from 1536 numbers of a voice",
}

MEASURES = (
    "pitch_median", "pitch_range", "pitch_end", "loudness_range", "syllables", "voiced",
)  # fmt: skip


def make_encoder() -> None:
    """Convert the front of the packaged Whisper base to `voice_encoder.onnx`."""
    from backends.cascade.train.voice_encoder import build, read_ctranslate2
    from backends.cascade.words.whisper_weights import packaged_files

    model = build(read_ctranslate2(packaged_files()["model.bin"]))
    _ship("voice_encoder.onnx", model.SerializeToString(), ENCODER)


def make_head(ravdess: Path, nemo: Path, cache: Path | None, seed: int) -> None:
    """Train the head, judge its recipe on who was left out, and write it and its report.

    The temperature is the one that suits both a corpus and speakers left out: a stranger's voice
    lies between them, as the head knows two corpora and each trial of the first kind but one.
    """
    from backends.cascade.train import voice_data, voice_fit
    from backends.cascade.train.voice_report import Trial, report

    recordings = voice_data.ravdess(ravdess) + voice_data.nemo(nemo)
    data = voice_data.features(recordings, cache, seed)
    corpora = (voice_data.RAVDESS, voice_data.NEMO)
    strangers = voice_fit.corpus_left_out(data)
    speakers = voice_fit.speakers_left_out(data)
    divisor = voice_fit.temperature([strangers, speakers], data)
    head = replace(voice_fit.fit(data), temperature=divisor)
    words = voice_fit.speakers_and_words_left_out(data, voice_data.RAVDESS)
    trials = (
        Trial("A whole corpus left out", strangers, corpora),
        Trial("Speakers left out", speakers, corpora),
        Trial("Speakers and their sentence left out", words, (voice_data.RAVDESS,)),
    )
    notes = [
        f"Every row is judged by heads that were made without what it says. Seed {seed}. "
        f"Temperature {divisor:.2f}: it suits a corpus left out and speakers left out alike. "
        "Only the emotions that a corpus has compete, save where all seven are said to. "
        "In brackets the middle 95 % over speakers drawn again with replacement.",
    ]
    command = f"{COMMAND} head --ravdess DIR --nemo DIR --seed {seed}"
    text = report(command, data, trials, divisor, notes)
    _ship("voice_head.npz", head.to_bytes(), HEAD)
    (weights.FOLDER / "voice_report.md").write_text(text, "utf-8")
    print(text)


def norms(ravdess: Path) -> None:
    """Print the middle 90 % of each measure over neutral speech, which `norms.py` quotes."""
    from backends.cascade.train.voice_data import ravdess as recordings

    neutral = [r for r in recordings(ravdess) if BASIC[r.emotion] == "neutral"]
    sounds, measured = [], []
    for recording in neutral:
        sound = Clip.open(recording.path).sound
        sounds.append(sound)
        measured.append(prosody.measure(sound, speech_stretches(sound)))
    print(f"{len(neutral)} recordings, 5th to 95th percentile")
    for name in MEASURES:
        values = [v for m in measured if (v := getattr(m, name)) is not None]
        low, high = np.percentile(values, (5, 95))
        print(f"{name}: {low:.3g} to {high:.3g} ({len(values)} measured)")
    _phrase_norms(sounds, measured)


def _phrase_norms(sounds: list[NDArray[np.float32]], measured: list[prosody.Prosody]) -> None:
    """Print the same of what is measured in each phrase."""
    found: dict[str, list[float | None]] = {"attack": [], "strays": [], "end_level": []}
    swings = count = 0
    for sound, heard in zip(sounds, measured, strict=True):
        for one in phrase.phrases(heard):
            found["attack"].append(attack.attack(sound, one))
            found["strays"].append(phrase.strays(heard, one))
            found["end_level"].append(phrase.end_level(heard, one))
            swings, count = swings + (phrase.swing(heard, one) is not None), count + 1
    for name, all_values in found.items():
        values = [value for value in all_values if value is not None]
        edges = ", ".join(f"{edge:.3g}" for edge in np.percentile(values, (5, 10, 80, 90, 95)))
        print(f"{name}: {edges} at 5, 10, 80, 90 and 95 % ({len(values)} measured)")
    print(f"swing: in {swings} of {count}")


def _ship(name: str, data: bytes, entry: dict[str, str]) -> None:
    """Write a weights file and its entry in the manifest, leaving the other entries alone."""
    (weights.FOLDER / name).write_bytes(data)
    listed = weights.FOLDER / "manifest.json"
    entries = json.loads(listed.read_text("utf-8")) if listed.is_file() else {}
    entries[name] = {"sha256": hashlib.sha256(data).hexdigest(), **entry}
    listed.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"{name}: {len(data) / 1e6:.2f} MB")


def main(arguments: list[str] | None = None) -> int:
    """Do one of the steps, or report. Exit codes: 0 done, 2 bad use or bad input."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="judge the sounds in it")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="table: file,emotion[,speaker]")
    steps = parser.add_subparsers(dest="step")
    steps.add_parser("encoder", help="convert the front of Whisper base to ONNX")
    head = steps.add_parser("head", help="train the head, judge its recipe, write the report")
    usual = steps.add_parser("norms", help="measure what is usual in neutral speech")
    for options in (head, usual):
        options.add_argument("--ravdess", type=Path, required=True, help="folder of recordings")
    head.add_argument("--nemo", type=Path, required=True, help="folder of recordings")
    head.add_argument("--cache", type=Path, help="folder that keeps the features")
    head.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    if (chosen.report is None) != (chosen.labels is None):
        parser.error("--report and --labels go together")
    if (chosen.report is None) == (chosen.step is None):
        parser.error("name a step, or --report FOLDER --labels FILE")
    try:
        if chosen.report:
            from backends.cascade.train.voice_judge import report

            print(json.dumps(report(chosen.report, chosen.labels)))
        elif chosen.step == "encoder":
            make_encoder()
        elif chosen.step == "head":
            make_head(chosen.ravdess, chosen.nemo, chosen.cache, chosen.seed)
        else:
            norms(chosen.ravdess)
    except EmerError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    interrupt.run(main)
