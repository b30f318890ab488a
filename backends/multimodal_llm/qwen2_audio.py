"""Qwen2-Audio (arXiv 2407.10759): sound alone."""

from __future__ import annotations

from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import HEARS, card
from backends.multimodal_llm.local import LocalLLM


class Qwen2Audio(LocalLLM):
    """Qwen2-Audio-7B-Instruct. A baseline: what the sound alone would say."""

    weights = Weights("Qwen/Qwen2-Audio-7B-Instruct", download=16.8, memory=21)  # and a quarter
    model_class = "Qwen2AudioForConditionalGeneration"
    card = card(
        "qwen2-audio",
        "Qwen2-Audio 7B",
        weights,
        HEARS,
        licence="Apache-2.0",
        summary="Hears up to 30 s and reads; it never sees the picture.",
    )
