"""Qwen3-VL (arXiv 2511.21631): picture alone, each frame with its second."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import SEES, card
from backends.multimodal_llm.local import LocalLLM, Media


class Qwen3VL(LocalLLM):
    """What the sizes of Qwen3-VL share. A baseline: what the picture alone would say."""

    model_class = "Qwen3VLForConditionalGeneration"

    def picture(self, processor: Any, media: Media) -> dict[str, Any]:
        """It takes frames in pairs and refuses a single one: that is shown twice."""
        if len(media.frames) == 1:
            media = replace(media, frames=media.frames * 2)
        return super().picture(processor, media)


class Qwen3VL4B(Qwen3VL):
    """Qwen3-VL-4B-Instruct."""

    weights = Weights("Qwen/Qwen3-VL-4B-Instruct", download=8.9, memory=11)  # weights and a quarter
    gpu_seconds = 30
    card = card(
        "qwen3-vl-4b",
        "Qwen3-VL 4B",
        weights,
        SEES,
        licence="Apache-2.0",
        summary="Sees frames with their times and reads; it never hears the sound.",
    )


class Qwen3VL8B(Qwen3VL):
    """Qwen3-VL-8B-Instruct."""

    weights = Weights("Qwen/Qwen3-VL-8B-Instruct", download=17.5, memory=22)
    gpu_seconds = 45
    card = card(
        "qwen3-vl-8b",
        "Qwen3-VL 8B",
        weights,
        SEES,
        licence="Apache-2.0",
        summary="As the 4B, with a larger language part.",
    )
