"""Tiny random models of every family, saved with their processors as the real ones are."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import backends
from backends.llm.local.loading import mend_torchvision
from backends.llm.local.weights import FOLDER_VARIABLE
from backends.multimodal_llm.local import LocalLLM
from tests.helpers import tiny_hearing as hearing
from tests.helpers import tiny_seeing as seeing

Tiny = Callable[[str], LocalLLM]

BUILDERS: dict[str, Callable[[Path], None]] = {
    "Qwen/Qwen2.5-Omni-3B": hearing.qwen25_omni,
    "Qwen/Qwen3-Omni-30B-A3B-Instruct": hearing.qwen3_omni,
    "google/gemma-4-E2B-it": hearing.gemma4,
    "Qwen/Qwen2-Audio-7B-Instruct": hearing.qwen2_audio,
    "nvidia/audio-flamingo-3-hf": hearing.audio_flamingo,
    "HuggingFaceTB/SmolVLM2-2.2B-Instruct": seeing.smolvlm,
    "Qwen/Qwen3-VL-4B-Instruct": seeing.qwen3_vl,
    "LanguageBind/Video-LLaVA-7B-hf": seeing.video_llava,
    "llava-hf/LLaVA-NeXT-Video-7B-hf": seeing.llava_next_video,
    "lkhl/VideoLLaMA3-2B-Image-HF": seeing.video_llama3,
}


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny models of this session lie."""
    lacking = [name for name in (*LocalLLM.packages, "num2words") if find_spec(name) is None]
    if lacking:
        pytest.skip(f"the multimodal LLMs are optional: {', '.join(lacking)} not installed")
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def tiny(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """Gives the backend of a name, with tiny weights where a person would put real ones."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tiny_folder))

    def backend(name: str) -> LocalLLM:
        found = backends.get(name)
        assert isinstance(found, LocalLLM)
        if not (tiny_folder / found.weights.id).exists():
            build(found.weights.id, tiny_folder)
        return found

    return backend


def build(model_id: str, folder: Path) -> Path:
    """Save a tiny model in the layout of `model_id` to folder/model_id; returns that folder."""
    mend_torchvision()
    import torch

    torch.manual_seed(0)
    target = folder / model_id
    target.mkdir(parents=True)
    BUILDERS[model_id](target)
    return target
