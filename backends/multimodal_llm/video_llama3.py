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
        ("Apache-2.0; a research preview", "Apache-2.0；研究预览"),
        (
            "Sees frames with their times and reads; it never hears the sound.",
            "看带时间的画面并阅读文字；不听声音。",
        ),
    )
