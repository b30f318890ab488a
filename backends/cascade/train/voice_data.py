"""Acted speech as features: the corpora, the ways in which they are spoilt, and the cache."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from backends import weights
from backends.cascade.voice import head as voice_head
from backends.cascade.voice.speech import speech_stretches, spoken
from backends.clip import SOUND_RATE, Clip
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

Sound = NDArray[np.float32]
Labels = NDArray[np.int64]

RAVDESS, NEMO = "ravdess", "nemo"

RAVDESS_EMOTIONS = {
    "01": "neutral", "02": "neutral", "03": "happy", "04": "sad",
    "05": "angry", "06": "fearful", "07": "disgusted", "08": "surprised",
}  # fmt: skip
"""The third number of a RAVDESS name. 02 is "calm", which few listeners tell from neutral."""

NEMO_EMOTIONS = {
    "neutral": "neutral", "happiness": "happy", "sadness": "sad",
    "anger": "angry", "fear": "fearful", "surprised": "surprised",
}  # fmt: skip
"""The second part of an nEMO name; nobody acts disgust there."""

ENDINGS = {".wav", ".flac", ".mp3", ".mp4", ".m4a", ".opus", ".ogg"}

CROP = (0.8, 2.0)
"""Seconds of a crop, as short utterances are."""
SPEED = (0.9, 1.1)
NOISE = (5.0, 20.0)
"""dB below the speech."""


@dataclass(frozen=True)
class Recording:
    """One file of a corpus with what its name says."""

    path: Path
    corpus: str
    emotion: int
    """Its place in BASIC."""
    speaker: str
    sentence: str
    """Which of the corpus's sentences is said, as far as its names tell."""


def ravdess(folder: Path) -> list[Recording]:
    """RAVDESS below a folder, by name: modality-channel-emotion-…-actor, numbers from 01.

    Raises EmerError when there is none.
    """
    found = []
    for path in _sounds(folder):
        parts = path.stem.split("-")
        numbered = len(parts) == 7 and all(part.isdecimal() for part in parts)
        if numbered and parts[2] in RAVDESS_EMOTIONS:
            emotion = BASIC.index(RAVDESS_EMOTIONS[parts[2]])
            found.append(Recording(path, RAVDESS, emotion, f"actor {parts[6]}", parts[4]))
    return _some(found, folder, "03-01-05-01-01-01-07.wav")


def nemo(folder: Path) -> list[Recording]:
    """nEMO below a folder, by name: speaker_emotion_sentence. Raises EmerError as `ravdess`."""
    found = []
    for path in _sounds(folder):
        parts = path.stem.split("_")
        if len(parts) == 3 and parts[1] in NEMO_EMOTIONS:
            emotion = BASIC.index(NEMO_EMOTIONS[parts[1]])
            found.append(Recording(path, NEMO, emotion, parts[0], parts[2]))
    return _some(found, folder, "SK0_anger_17.opus")


def _sounds(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in ENDINGS]


def _some(found: list[Recording], folder: Path, example: str) -> list[Recording]:
    if not found:
        raise EmerError(f"No sound with a name like {example} lies in {folder}.")
    return found


def cropped(sound: Sound, rng: np.random.Generator) -> Sound:
    """0.8 to 2 s out of the spoken part."""
    speech = spoken(sound, speech_stretches(sound))
    length = round(rng.uniform(*CROP) * SOUND_RATE)
    start = int(rng.integers(0, max(1, len(speech) - length)))
    return speech[start : start + length]


def changed(sound: Sound, rng: np.random.Generator) -> Sound:
    """Up to a tenth faster and higher, or slower and lower, under white or pink noise."""
    speed = Fraction(rng.uniform(*SPEED)).limit_denominator(20)
    sound = np.asarray(resample_poly(sound, speed.denominator, speed.numerator), np.float32)
    noise = rng.standard_normal(len(sound))
    if rng.random() < 0.5:
        spectrum = np.fft.rfft(noise)
        spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
        noise = np.fft.irfft(spectrum, len(sound))
    speech = spoken(sound, speech_stretches(sound))
    ratio = 10 ** (-rng.uniform(*NOISE) / 20)
    level = np.sqrt(np.mean(speech**2) / np.mean(noise**2))
    return np.asarray(sound + noise * level * ratio, np.float32)


CONDITIONS: dict[str, Callable[[Sound, np.random.Generator], Sound]] = {
    "clean": lambda sound, _: sound,
    "crop": cropped,
    "changed": changed,
}


@dataclass(frozen=True)
class Features:
    """Every recording in every condition."""

    x: NDArray[np.float32]
    """(recordings, conditions, numbers that the encoder gives)"""
    emotion: Labels
    corpus: NDArray[np.str_]
    speaker: NDArray[np.str_]
    sentence: NDArray[np.str_]

    def where(self, chosen: NDArray[np.bool_]) -> Features:
        """Of some of the recordings."""
        kept = (self.x, self.emotion, self.corpus, self.speaker, self.sentence)
        return Features(*(column[chosen] for column in kept))  # type: ignore[arg-type]


def features(recordings: list[Recording], cache: Path | None, seed: int) -> Features:
    """Embed every recording in every condition, 0.2 s each on one core, or read it from `cache`.

    What is cached is keyed by the file's name and size, the seed and the encoder. Each file has
    its own random numbers, so adding files changes nothing for the others, and what was stopped
    goes on where it was.
    """
    encoder = hashlib.sha256(weights.read("voice_encoder.onnx")).hexdigest()
    x = np.stack([_cached(one.path, cache, seed, encoder) for one in recordings])
    return Features(
        x,
        np.array([one.emotion for one in recordings]),
        np.array([one.corpus for one in recordings]),
        np.array([one.speaker for one in recordings]),
        np.array([one.sentence for one in recordings]),
    )


def _cached(path: Path, cache: Path | None, seed: int, encoder: str) -> NDArray[np.float32]:
    if cache is None:
        return _embed_all(path, seed)
    key = "\n".join([path.name, str(path.stat().st_size), str(seed), encoder, *CONDITIONS])
    store = cache / f"{path.stem}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.npy"
    if store.is_file():
        stored: NDArray[np.float32] = np.load(store)
        return stored
    x = _embed_all(path, seed)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(store, x)
    return x


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
