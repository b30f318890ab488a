"""Gemma 4 (Google): picture and sound in a model small enough for one graphics card."""

from __future__ import annotations

from typing import Any

from backends.base import ALL_MODALITIES
from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import card
from backends.multimodal_llm.local import LocalLLM


class Gemma4(LocalLLM):
    """Gemma 4 E2B: 5.1 billion parameters, of which 2.3 work on each token."""

    weights = Weights("google/gemma-4-E2B-it", download=10.2, memory=12.7)  # weights and a quarter
    model_class = "Gemma4ForConditionalGeneration"
    gpu_seconds = 45
    card = card(
        "gemma-4",
        "Gemma 4 E2B",
        weights,
        ALL_MODALITIES,
        licence="Apache-2.0",
        summary="Sees frames with their times, hears up to 30 s, and reads.",
    )

    def most_sound(self, processor: Any) -> float:
        """As many tokens of sound as it takes, of 40 ms each."""
        return float(processor.audio_seq_length * processor.audio_ms_per_token / 1000)
