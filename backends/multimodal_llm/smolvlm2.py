"""SmolVLM2 (Hugging Face, arXiv 2504.05299): picture alone, on small graphics cards."""

from __future__ import annotations

from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import SEES, card
from backends.multimodal_llm.local import LocalLLM


class SmolVLM2(LocalLLM):
    """SmolVLM2-2.2B-Instruct. A baseline: what the picture alone would say."""

    weights = Weights("HuggingFaceTB/SmolVLM2-2.2B-Instruct", download=9, memory=5.2)  # model card
    model_class = "SmolVLMForConditionalGeneration"
    packages = (*LocalLLM.packages, "num2words")  # its processor counts the frames in words
    gpu_seconds = 30
    card = card(
        "smolvlm2",
        "SmolVLM2 2.2B",
        weights,
        SEES,
        licence="Apache-2.0",
        summary="Sees frames with their times and reads; it never hears the sound.",
    )
