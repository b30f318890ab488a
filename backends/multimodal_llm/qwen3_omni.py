"""Qwen3-Omni (arXiv 2509.17765): picture and sound, a mixture of experts."""

from __future__ import annotations

from backends.base import ALL_MODALITIES
from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import card
from backends.multimodal_llm.qwen_omni import QwenOmni


class Qwen3Omni(QwenOmni):
    """Qwen3-Omni-30B-A3B: 30 billion parameters, of which 3 work on each token."""

    weights = Weights("Qwen/Qwen3-Omni-30B-A3B-Instruct", download=70.5, memory=78.9)  # model card
    model_class = "Qwen3OmniMoeThinkerForConditionalGeneration"
    gpu_seconds = 120
    card = card(
        "qwen3-omni",
        "Qwen3-Omni 30B-A3B",
        weights,
        ALL_MODALITIES,
        licence="Apache-2.0",
        summary="Sees, hears and reads the clip at once; needs a large graphics card, or several.",
    )
