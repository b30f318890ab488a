"""Audio Flamingo 3 (NVIDIA, arXiv 2507.08128): sound alone, of up to ten minutes."""

from __future__ import annotations

from typing import Any

from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import HEARS, card
from backends.multimodal_llm.local import LocalLLM


class AudioFlamingo3(LocalLLM):
    """Audio Flamingo 3. A baseline: what the sound alone would say."""

    weights = Weights("nvidia/audio-flamingo-3-hf", download=16.5, memory=20.6)  # and a quarter
    model_class = "AudioFlamingo3ForConditionalGeneration"
    card = card(
        "audio-flamingo-3",
        "Audio Flamingo 3",
        weights,
        HEARS,
        licence="NVIDIA OneWay Noncommercial License: not for commercial use",
        summary="Hears speech, sounds and music, and reads; it never sees the picture.",
    )

    def most_sound(self, processor: Any) -> float:
        """It cuts sound into windows of 30 s, up to a total."""
        return float(processor.max_audio_len)
