"""RAVDESS speech as features: recordings, the ways in which they are spoilt, and the cache."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, resample_poly, sosfilt

from backends import weights
from backends.cascade.voice import head as voice_head
from backends.cascade.voice.speech import speech_stretches, spoken
from backends.clip import SOUND_RATE, Clip
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

Sound = NDArray[np.float32]

EMOTIONS = {
    "01": "neutral", "02": "neutral", "03": "happy", "04": "sad",
    "05": "angry", "06": "fearful", "07": "disgusted", "08": "surprised",
}  # fmt: skip
"""The third number of a RAVDESS name. 02 is "calm", which few listeners tell from neutral."""

ENDINGS = {".wav", ".flac", ".mp3", ".mp4", ".m4a"}


@dataclass(frozen=True)
class Recording:
    """One file of RAVDESS with what its name says."""

    path: Path
    emotion: int
    """Its place in BASIC."""
    sentence: int
    """1: "Kids are talking by the door", 2: "Dogs are sitting by the door"."""
    actor: int


def ravdess(folder: Path) -> list[Recording]:
    """The recordings below a folder, by name: modality-channel-emotion-…-actor, numbers from 01.

    Raises EmerError when there are none.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.stem.split("-")
        numbered = len(parts) == 7 and all(part.isdecimal() for part in parts)
        if path.suffix.lower() in ENDINGS and numbered and parts[2] in EMOTIONS:
            emotion = BASIC.index(EMOTIONS[parts[2]])
            found.append(Recording(path, emotion, int(parts[4]), int(parts[6])))
    if not found:
        raise EmerError(f"No sound with a name like 03-01-05-01-01-01-07.wav lies in {folder}.")
    return found


def noisy(sound: Sound, rng: np.random.Generator) -> Sound:
    """With white or pink noise, 5 to 20 dB below the speech."""
    noise = rng.standard_normal(len(sound))
    if rng.random() < 0.5:
        spectrum = np.fft.rfft(noise)
        spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
        noise = np.fft.irfft(spectrum, len(sound))
    speech = spoken(sound, speech_stretches(sound))
    ratio = 10 ** (-rng.uniform(5, 20) / 20)
    level = np.sqrt(np.mean(speech**2) / np.mean(noise**2))
    return np.asarray(sound + noise * level * ratio, np.float32)


def telephone(sound: Sound, _: np.random.Generator) -> Sound:
    """As an old telephone line passes it: 300 to 3400 Hz, 8 kHz, 8 bits after the mu-law."""
    band = butter(4, (300, 3400), "bandpass", fs=SOUND_RATE, output="sos")
    narrow = resample_poly(sosfilt(band, sound), 1, 2)
    peak = max(float(np.abs(narrow).max()), 1e-9)
    squeezed = np.sign(narrow) * np.log1p(255 * np.abs(narrow) / peak) / np.log(256)
    squeezed = np.round(squeezed * 127) / 127
    narrow = np.sign(squeezed) * np.expm1(np.abs(squeezed) * np.log(256)) / 255 * peak
    return np.asarray(resample_poly(narrow, 2, 1), np.float32)


def cropped(sound: Sound, rng: np.random.Generator) -> Sound:
    """0.9 to 1.6 s out of the spoken part, as short utterances are."""
    speech = spoken(sound, speech_stretches(sound))
    length = round(rng.uniform(0.9, 1.6) * SOUND_RATE)
    start = int(rng.integers(0, max(1, len(speech) - length)))
    return speech[start : start + length]


CONDITIONS: dict[str, Callable[[Sound, np.random.Generator], Sound]] = {
    "clean": lambda sound, _: sound,
    "noise": noisy,
    "telephone": telephone,
    "crop": cropped,
    "second crop": cropped,
}


@dataclass(frozen=True)
class Features:
    """Every recording in every condition."""

    x: NDArray[np.float32]
    """(recordings, conditions, 512)"""
    emotion: NDArray[np.int64]
    sentence: NDArray[np.int64]
    actor: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_]) -> Features:
        """Of some of the recordings."""
        return Features(
            self.x[chosen], self.emotion[chosen], self.sentence[chosen], self.actor[chosen]
        )


def features(recordings: list[Recording], cache: Path | None, seed: int) -> Features:
    """Embed every recording in every condition, 0.2 s each on one core, or read it from `cache`.

    What is cached is keyed by the files' names and sizes, the seed and the encoder. Each file has
    its own random numbers, so adding files changes nothing for the others.
    """
    listed = [f"{r.path.name} {r.path.stat().st_size}" for r in recordings]
    key = "\n".join([*listed, str(seed), *CONDITIONS]).encode() + weights.read("voice_encoder.onnx")
    store = cache / f"voice-{hashlib.sha256(key).hexdigest()[:16]}.npy" if cache else None
    if store and store.is_file():
        x = np.load(store)
    else:
        x = np.stack([_embed_all(recording.path, seed) for recording in recordings])
        if store:
            store.parent.mkdir(parents=True, exist_ok=True)
            np.save(store, x)
    emotion, sentence, actor = np.array([(r.emotion, r.sentence, r.actor) for r in recordings]).T
    return Features(x, emotion, sentence, actor)


def _embed_all(path: Path, seed: int) -> NDArray[np.float32]:
    sound = Clip.open(path).sound
    rng = np.random.default_rng([seed, zlib.crc32(path.stem.encode())])
    rows = []
    for spoil in CONDITIONS.values():
        spoilt = spoil(sound, rng)
        row = voice_head.embed(spoken(spoilt, speech_stretches(spoilt)))
        if row is None:
            raise EmerError(f"{path.name} is silent.")
        rows.append(row)
    return np.stack(rows)
