"""Video-LLaVA (arXiv 2311.10122): picture alone; one of the baselines of the OV-MERD papers."""

from __future__ import annotations

from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import SEES, card
from backends.multimodal_llm.local import LocalLLM


class VideoLlava(LocalLLM):
    """Video-LLaVA-7B. A baseline: what the picture alone would say."""

    weights = Weights("LanguageBind/Video-LLaVA-7B-hf", download=14.7, memory=18.4)  # and a quarter
    model_class = "VideoLlavaForConditionalGeneration"
    most_frames = 8  # as it was trained; 257 tokens each, and it reads 4,096
    card = card(
        "video-llava",
        "Video-LLaVA 7B",
        weights,
        SEES,
        licence="research preview on LLaMA weights: not for commercial use",
        summary="Sees up to 8 frames and reads; it never hears the sound.",
    )
