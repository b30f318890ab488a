"""LLaVA-NeXT-Video (Zhang et al. 2024): picture alone."""

from __future__ import annotations

from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import SEES, card
from backends.multimodal_llm.local import LocalLLM


class LlavaNextVideo(LocalLLM):
    """LLaVA-NeXT-Video-7B. A baseline: what the picture alone would say."""

    # Memory: the weights and a quarter.
    weights = Weights("llava-hf/LLaVA-NeXT-Video-7B-hf", download=14.1, memory=17.7)
    model_class = "LlavaNextVideoForConditionalGeneration"
    most_frames = 16  # 144 tokens each, and it reads 4,096
    card = card(
        "llava-next-video",
        "LLaVA-NeXT-Video 7B",
        weights,
        SEES,
        licence="Llama 2 Community License",
        summary="Sees up to 16 frames and reads; it never hears the sound.",
    )
