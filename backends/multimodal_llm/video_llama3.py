"""VideoLLaMA3 (arXiv 2501.13106): picture alone; it drops what stays the same between frames."""

from __future__ import annotations

from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import SEES, card
from backends.multimodal_llm.local import LocalLLM


class VideoLlama3(LocalLLM):
    """VideoLLaMA3-2B, of the checkpoints that transformers names (those after the image stage)."""

    weights = Weights("lkhl/VideoLLaMA3-2B-Image-HF", download=3.9, memory=4.9)  # and a quarter
    model_class = "VideoLlama3ForConditionalGeneration"
    gpu_seconds = 30
    card = card(
        "videollama3",
        "VideoLLaMA3 2B",
        weights,
        SEES,
        licence="Apache-2.0; a research preview",
        summary="Sees frames with their times and reads; it never hears the sound.",
    )
