"""Backends: each turns a clip into an explanation. They know nothing of the page.

The registry maps a name to "module:Class". A module is imported when its name is first asked for,
so an unused backend costs nothing. To add a backend, write its file and add its line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from backends.backend import Backend

# Read when these libraries are imported. onnxruntime reports its use to its maker otherwise.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

REGISTRY = {
    "cascade": "backends.cascade:Cascade",
    "openai_compatible": "backends.openai_compatible:OpenAICompatible",
    "echo": "backends.echo:Echo",
    "qwen2.5-omni-3b": "backends.multimodal_llm.qwen_omni:Qwen25Omni3B",
    "qwen2.5-omni-7b": "backends.multimodal_llm.qwen_omni:Qwen25Omni7B",
    "qwen3-omni": "backends.multimodal_llm.qwen3_omni:Qwen3Omni",
    "gemma-4": "backends.multimodal_llm.gemma4:Gemma4",
    "qwen2-audio": "backends.multimodal_llm.qwen2_audio:Qwen2Audio",
    "audio-flamingo-3": "backends.multimodal_llm.audio_flamingo:AudioFlamingo3",
    "smolvlm2": "backends.multimodal_llm.smolvlm2:SmolVLM2",
    "qwen3-vl-4b": "backends.multimodal_llm.qwen3_vl:Qwen3VL4B",
    "qwen3-vl-8b": "backends.multimodal_llm.qwen3_vl:Qwen3VL8B",
    "video-llava": "backends.multimodal_llm.video_llava:VideoLlava",
    "llava-next-video": "backends.multimodal_llm.llava_next_video:LlavaNextVideo",
    "videollama3": "backends.multimodal_llm.video_llama3:VideoLlama3",
}
DEFAULT = "cascade"


class UnknownBackend(KeyError):
    """No backend has this name; the message suggests the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


class UnknownOption(ValueError):
    """None of the chosen backends offers this option, or this value; the message names those."""


def names() -> list[str]:
    """All registered names, in the order in which the page shows them."""
    return list(REGISTRY)


@cache
def get(name: str) -> Backend:
    """The backend of this name; one shared instance, made when first asked for.

    Raises UnknownBackend with a sentence that suggests the nearest name.
    """
    if name not in REGISTRY:
        near = get_close_matches(name, REGISTRY, n=1, cutoff=0.5)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        raise UnknownBackend(f"There is no backend “{name}”.{hint} Known: {', '.join(REGISTRY)}.")
    module, _, class_name = REGISTRY[name].partition(":")
    backend = getattr(import_module(module), class_name)()
    if not isinstance(backend, Backend):
        raise TypeError(f"{REGISTRY[name]} is not a Backend")
    return backend


def check_options(chosen: Iterable[str], options: Mapping[str, str]) -> None:
    """Raise UnknownOption, with a sentence, if a chosen backend offers no such option or value."""
    offered = {option.name: option for name in chosen for option in get(name).options}
    for name, value in options.items():
        if name not in offered:
            near = get_close_matches(name, offered, n=1, cutoff=0.5)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            known = ", ".join(offered) or "none"
            raise UnknownOption(f"There is no option “{name}” here.{hint} Known: {known}.")
        option = offered[name]
        if value not in option.values and not (option.number and value.isdecimal()):
            known = ", ".join([*option.values, *["a whole number"] * option.number])
            raise UnknownOption(
                f"“{name}” can't be “{value}”, only: {known}. {option.info}".strip()
            )
