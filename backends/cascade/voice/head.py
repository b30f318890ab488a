"""How it is said, as seven probabilities: a small head on the front of Whisper's encoder.

The means over time of the Whisper base encoder's second, third and fourth block, 512 numbers each,
go through a multinomial logistic regression that was trained on acted speech (RAVDESS and nEMO).
What it is worth, and on whom, stands in `assets/weights/MODEL_CARD.voice.md`. It may be left out.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends import weights
from backends.clip import SOUND_RATE
from backends.reading.basic_emotions import BASIC
from backends.sessions import session

if TYPE_CHECKING:
    from faster_whisper.feature_extractor import FeatureExtractor
    from onnxruntime import InferenceSession

LEVEL = 0.05
"""Root mean square that every sound is brought to: how near the microphone was tells nothing."""

STARTS = (0, 160)
"""Samples of silence put before the sound, 0 and 10 ms."""

MAX_SECONDS = 30.0
"""The encoder knows positions up to here (Radford et al. 2022)."""

_loading = Lock()


@dataclass(frozen=True)
class Head:
    """Weights (7, 1536) and bias (7,) for features as they are, and the softmax's temperature."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Features (n, 1536) → probabilities (n, 7) in the order of BASIC, calibrated."""
        logits = (features @ self.weights.T + self.bias) / self.temperature
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        result: NDArray[np.float32] = (raised / raised.sum(axis=1, keepdims=True)).astype(
            np.float32
        )
        return result

    def to_bytes(self) -> bytes:
        """As an .npz file that `from_bytes` reads."""
        buffer = io.BytesIO()
        np.savez(buffer, weights=self.weights, bias=self.bias, temperature=self.temperature)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Head:
        """From an .npz file. Pickled objects are refused by numpy."""
        with np.load(io.BytesIO(data)) as file:
            return cls(file["weights"], file["bias"], float(file["temperature"]))


def is_there() -> bool:
    """Whether voices are judged here. Raises BackendError as `weights.is_left_out`."""
    return not weights.is_left_out("voice-head")


def probabilities(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Speech (mono, 16 kHz, at most 30 s; more is cut off) → 7 probabilities in order of BASIC.

    The head was trained on sounds that `speech.spoken` has cut to where somebody speaks.
    Silence answers with equal probabilities. Raises BackendError if the weights are missing.
    """
    features = embed(sound)
    if features is None:
        return np.full(len(BASIC), 1 / len(BASIC), np.float32)
    with _loading:
        head = _head()
    result: NDArray[np.float32] = head.probabilities(features[None])[0]
    return result


def embed(sound: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Speech (mono, 16 kHz) → 1536 numbers; None for silence. 45 ms for a clip of 2.3 s.

    The mean over `STARTS`, for the encoder sees frames 20 ms apart and where they fall is chance.
    """
    mels = [spectrogram(sound, start) for start in STARTS]
    with _loading:
        encoder = _encoder()
    voices = [encoder.run(None, {"mel": mel[None]})[0][0] for mel in mels if mel is not None]
    return np.mean(voices, axis=0, dtype=np.float32) if voices else None


def spectrogram(sound: NDArray[np.float32], start: int = 0) -> NDArray[np.float32] | None:
    """Speech (mono, 16 kHz), after `start` samples of silence → log-mel (80, frames of 10 ms).

    None for silence.
    """
    sound = sound[: int(MAX_SECONDS * SOUND_RATE)]
    level = float(np.sqrt(np.mean(sound.astype(np.float64) ** 2))) if len(sound) else 0.0
    if level < 1e-5:  # -100 dB: below the noise of 16-bit sound
        return None
    with _loading:
        extractor = _mel_extractor()
    mel: NDArray[np.float32] = extractor(np.pad(sound * np.float32(LEVEL / level), (start, 0)))
    return mel.astype(np.float32)


@cache
def _mel_extractor() -> FeatureExtractor:
    from faster_whisper.feature_extractor import FeatureExtractor

    return FeatureExtractor()


@cache
def _encoder() -> InferenceSession:
    return session(weights.read("voice_encoder.onnx"))


@cache
def _head() -> Head:
    return Head.from_bytes(weights.read("voice_head.npz"))
