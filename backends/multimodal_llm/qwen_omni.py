"""Qwen2.5-Omni (arXiv 2503.20215): picture and sound, heard and seen together in time."""

from __future__ import annotations

from typing import Any

from backends.base import ALL_MODALITIES
from backends.llm.local.weights import Weights
from backends.multimodal_llm.cards import card
from backends.multimodal_llm.local import LocalLLM, Media


class QwenOmni(LocalLLM):
    """What the generations of Qwen-Omni share. Of each, only the thinker is loaded: it writes."""

    def parts(self, media: Media) -> list[str]:
        """The sound of a video has no place of its own: it is woven into the picture's."""
        return ["video"] if media.frames else super().parts(media)

    def picture(self, processor: Any, media: Media) -> dict[str, Any]:
        """Adds the size that the weights' own settings ask for, and the pace of the frames.

        Both are said at each call because the class would put its defaults in their place.
        """
        size = processor.video_processor.size
        pace = {"fps": len(media.frames) / media.seconds, "size": dict(size)}
        return super().picture(processor, media) | pace

    def hearing(self, processor: Any, media: Media) -> dict[str, Any]:
        """Adds that the sound is that of the picture, if there is one."""
        options = super().hearing(processor, media)
        if media.frames:
            options |= {"load_audio_from_video": True, "audio_from_video_indices": [0]}
        return options

    def inputs(self, processor: Any, media: Media) -> dict[str, Any]:
        """Adds for the model that picture and sound are woven together."""
        woven = bool(media.frames) and media.sound.size > 0
        return super().inputs(processor, media) | {"use_audio_in_video": woven}


class Qwen25Omni3B(QwenOmni):
    """Qwen2.5-Omni with 3 billion parameters in its language part."""

    # Memory of both: their model cards, bfloat16, a video of 15 s.
    weights = Weights("Qwen/Qwen2.5-Omni-3B", download=12, memory=18.4)
    model_class = "Qwen2_5OmniThinkerForConditionalGeneration"
    gpu_seconds = 45
    card = card(
        "qwen2.5-omni-3b",
        "Qwen2.5-Omni 3B",
        weights,
        ALL_MODALITIES,
        licence="Qwen Research License: not for commercial use",
        summary="Sees, hears and reads the clip at once, and writes its reasons itself.",
    )


class Qwen25Omni7B(QwenOmni):
    """Qwen2.5-Omni with 7 billion parameters in its language part."""

    weights = Weights("Qwen/Qwen2.5-Omni-7B", download=22.4, memory=31.1)
    model_class = "Qwen2_5OmniThinkerForConditionalGeneration"
    card = card(
        "qwen2.5-omni-7b",
        "Qwen2.5-Omni 7B",
        weights,
        ALL_MODALITIES,
        licence="Apache-2.0",
        summary="As the 3B, with a larger language part.",
    )
