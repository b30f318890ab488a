"""Makes and judges what hears the voice. Needs neither torch nor a GPU.

python -m backends.cascade.train.voice encoder
python -m backends.cascade.train.voice head --ravdess DIR [--cache DIR]
python -m backends.cascade.train.voice evaluate --ravdess DIR [--cache DIR]
python -m backends.cascade.train.voice norms --ravdess DIR
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backends import weights
from backends.cascade.voice import attack, phrase, prosody
from backends.cascade.voice import head as voice_head
from backends.cascade.voice.speech import speech_stretches
from backends.clip import Clip
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

COMMAND = "python -m backends.cascade.train.voice"

ENCODER = {
    "licence": "MIT",
    "origin": "OpenAI Whisper base (2022) as converted by Systran/faster-whisper-base, "
    f"its first three encoder blocks, converted by `{COMMAND} encoder`",
    "what": "log-mel spectrogram to 512 numbers that tell how something is said",
}
HEAD = {
    "licence": "CC BY-NC-SA 4.0, as the data it was trained on: not for commercial use",
    "origin": f"trained by `{COMMAND} head` on RAVDESS (Livingstone & Russo 2018, "
    "doi 10.1371/journal.pone.0196391)",
    "what": "seven emotions from 512 numbers of a voice",
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


def make_head(ravdess: Path, cache: Path | None, seed: int) -> None:
    """Train the head, judge it on actors left out, and write both it and its report."""
    from backends.cascade.train import voice_data, voice_fit
    from backends.cascade.train.voice_report import report

    data = voice_data.features(voice_data.ravdess(ravdess), cache, seed)
    judged = voice_fit.leave_actors_out(data)
    fitted = voice_fit.fit(data)
    chosen = ", ".join(f"{c:g} ({n} times)" for c, n in sorted(Counter(judged.strengths).items()))
    notes = [
        "Each actor was judged by a head that was fitted, regularised and calibrated on the "
        f"others. C was then {chosen}; for the head that ships, fitted on all actors, it is "
        f"{fitted.strength:g}, and the temperature {fitted.head.temperature:.2f}. Seed {seed}.",
        "C and temperature are those that suit other actors saying the other sentence.",
    ]
    text = report(
        "The voice head on actors left out",
        f"{COMMAND} head --ravdess DIR --seed {seed}",
        judged.known_words,
        seed,
        notes,
        judged.new_words,
    )
    _ship("voice_head.npz", fitted.head.to_bytes(), HEAD)
    (weights.FOLDER / "voice_report.md").write_text(text, "utf-8")
    print(text)


def evaluate(ravdess: Path, cache: Path | None, seed: int) -> None:
    """Print how the shipped head does on a folder of actors that it was not trained on."""
    from backends.cascade.train import voice_data, voice_fit
    from backends.cascade.train.voice_report import report

    head = voice_head.Head.from_bytes(weights.read("voice_head.npz"))
    data = voice_data.features(voice_data.ravdess(ravdess), cache, seed)
    judged = voice_fit.predict(head, data)
    command = f"{COMMAND} evaluate --ravdess DIR --seed {seed}"
    print(report("The shipped voice head", command, judged, seed, ["The head as it ships."]))


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
    """Do one of the four steps. Exit codes: 0 done, 2 bad use or bad input."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("encoder", help="convert the front of Whisper base to ONNX")
    for step, meaning in (
        ("head", "train the head, judge it on actors left out, write the report"),
        ("evaluate", "judge the shipped head on other actors"),
        ("norms", "measure what is usual in neutral speech"),
    ):
        options = steps.add_parser(step, help=meaning)
        options.add_argument("--ravdess", type=Path, required=True, help="folder of recordings")
        if step != "norms":
            options.add_argument("--cache", type=Path, help="folder that keeps the features")
            options.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.step == "encoder":
            make_encoder()
        elif chosen.step == "head":
            make_head(chosen.ravdess, chosen.cache, chosen.seed)
        elif chosen.step == "evaluate":
            evaluate(chosen.ravdess, chosen.cache, chosen.seed)
        else:
            norms(chosen.ravdess)
    except EmerError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
