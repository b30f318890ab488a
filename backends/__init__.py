"""Backends: each turns a clip into an explanation. They know nothing of the page.

The registry maps a name to "module:Class". A module is imported when its name is first asked for,
so an unused backend costs nothing. To add a backend, write its file and add its line; one from
outside this repository is named by "module:Class", or by an entry point of its package.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from backends import interrupt  # noqa: F401  first of all: what follows takes its time
from backends.backend import Backend
from backends.errors import EmerError
from backends.options import UnknownOption
from backends.words import Sentence, Words

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

ENTRY_POINTS = "emer_demo.backends"
"""The group of entry points by which an installed package offers backends of its own."""
for _point in entry_points(group=ENTRY_POINTS):
    REGISTRY.setdefault(_point.name, f"{_point.module}:{_point.attr}")


__all__ = [
    "DEFAULT",
    "REGISTRY",
    "UnknownBackend",
    "UnknownOption",
    "check_options",
    "get",
    "known",
    "names",
]

_SAY = Words(__file__)


class UnknownBackend(EmerError):
    """No backend has this name; the message suggests the nearest."""


def names() -> list[str]:
    """All registered names, in the order in which the page shows them."""
    return [*REGISTRY]


def known(name: str) -> str:
    """The registered name that a person means by `name`, wherever a backend can be named.

    That is the name itself; or, for a backend of one's own given as "module:Class", the name on its
    card, under which it is registered from then on. Raises UnknownBackend, with a sentence.
    """
    if ":" not in name:
        get(name)
        return name
    card = _made(name).card.name
    if REGISTRY.setdefault(card, name) != name:
        raise UnknownBackend(_SAY("backend.taken", name=name, card=card))
    return card


@cache
def get(name: str) -> Backend:
    """The backend of this registered name; one shared instance, made when first asked for.

    Raises UnknownBackend with a sentence that suggests the nearest name.
    """
    if name not in REGISTRY:
        raise UnknownBackend(
            _SAY("backend.unknown", name=name, hint=_hint(name, names()), known=names())
        )
    return _made(REGISTRY[name])


@cache
def _made(place: str) -> Backend:
    """The backend of a class named as "module:Class"."""
    module, _, class_name = place.partition(":")
    try:
        kind = getattr(import_module(module), class_name)
    except (Exception, SystemExit) as error:  # code from elsewhere may fail in any way
        raise UnknownBackend(_SAY("backend.not_loaded", name=place, why=_first(error))) from error
    if not (isinstance(kind, type) and issubclass(kind, Backend) and hasattr(kind, "card")):
        raise UnknownBackend(_SAY("backend.no_backend", name=place))
    try:
        return kind()
    except Exception as error:
        raise UnknownBackend(_SAY("backend.not_loaded", name=place, why=_first(error))) from error


def _first(error: BaseException) -> str:
    """The first line of what an error says, or else its kind."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def check_options(chosen: Iterable[str], options: Mapping[str, str]) -> None:
    """Raise UnknownOption, with a sentence, if a chosen backend offers no such option or value."""
    models = [get(name).options for name in chosen]
    offered = list(dict.fromkeys(name for model in models for name in model.model_fields))
    for name in options:
        if name not in offered:
            known: list[object] = [*offered] or [_SAY("option.none")]
            hint = _hint(name, offered)
            raise UnknownOption(_SAY("option.unknown", name=name, hint=hint, known=known))
    for model in models:
        model.of(options)


def _hint(name: str, known: Sequence[str]) -> Sentence | str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return _SAY("mean", near=near[0]) if near else ""
