"""Finding a model's weights on this machine: a person's own folder first, then the hub's cache.

Nothing is downloaded unless EMER_ALLOW_DOWNLOAD says so. Nothing here imports torch, so that a
card can say in milliseconds what is missing.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.util import find_spec
from math import isnan
from pathlib import Path

from backends.errors import BackendError
from backends.words import Sentence, Words

FOLDER_VARIABLE = "EMER_MODELS"
"""Environment variable naming a folder; its sub-folders are named by the models' ids."""

DOWNLOAD_VARIABLE = "EMER_ALLOW_DOWNLOAD"
"""Environment variable; "1" lets a model's first use download its weights."""

TEXT_FILES = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja"]
"""What a text model's folder needs: weights, settings, and the tokenizer with its template."""

INDEX = "model.safetensors.index.json"
"""Where a model in several files lists them."""

_SAY = Words(__file__)


@dataclass(frozen=True)
class Weights:
    """A model on the Hugging Face hub."""

    id: str
    download: float
    """Gigabytes on disk, as its page on the hub lists them; NaN where they are not known."""
    memory: float
    """Gigabytes that running it in bfloat16 on a clip of some seconds needs."""


def folder(weights: Weights) -> Path | None:
    """The folder on this machine that holds this model, complete or not; None if there is none."""
    own = os.environ.get(FOLDER_VARIABLE)
    if own and (Path(own) / weights.id / "config.json").is_file():
        return Path(own) / weights.id
    if find_spec("huggingface_hub") is None:
        return None
    from huggingface_hub import try_to_load_from_cache

    config = try_to_load_from_cache(weights.id, "config.json")
    return Path(config).parent if isinstance(config, str) else None


def may_download() -> bool:
    """Whether the person allows the first use of a model to download it."""
    offline = os.environ.get("HF_HUB_OFFLINE", "0") not in ("", "0")
    return os.environ.get(DOWNLOAD_VARIABLE) == "1" and not offline


def absent(weights: Weights) -> Sentence | None:
    """One sentence if the weights are not wholly on this machine; None if they are."""
    found = folder(weights)
    how = _SAY("weights.how", id=weights.id, variable=FOLDER_VARIABLE)
    if found is None:
        known = not isnan(weights.download)
        size = _SAY("weights.size", download=weights.download) if known else ""
        return _SAY("weights.not_here", id=weights.id, size=size, how=how)
    try:
        lacking = [name for name in _files(found) if not (found / name).is_file()]
    except (ValueError, KeyError):
        lacking = [INDEX]
    if lacking:
        return _SAY("weights.torn", id=weights.id, file=lacking[0], found=found, how=how)
    return None


def fetch(weights: Weights) -> None:
    """Download a text model to the hub's cache; ask `may_download` before.

    Raises BackendError with one sentence.
    """
    from huggingface_hub import snapshot_download

    try:
        snapshot_download(weights.id, allow_patterns=TEXT_FILES)
    except Exception as error:  # whatever kinds its client has for a connection that fails
        said = str(error).strip() or type(error).__name__
        raise BackendError(
            _SAY("weights.not_downloaded", id=weights.id, said=said.splitlines()[0])
        ) from error


def memory_needed(weights: Weights) -> float:
    """Gigabytes to run it in bfloat16: as published, or less if all files here are smaller."""
    found = folder(weights)
    if found is None or absent(weights):
        return weights.memory
    on_disk = sum(path.stat().st_size for path in found.glob("*.safetensors")) / 1e9
    return min(weights.memory, 1.25 * on_disk + 0.5)


def _files(found: Path) -> list[str]:
    """The weight files that a model's folder must hold."""
    index = found / INDEX
    if not index.is_file():
        return ["model.safetensors"]
    listed: dict[str, str] = json.loads(index.read_text("utf-8"))["weight_map"]
    return sorted(set(listed.values()))
