"""Weights in openai-whisper's form: the installed Whisper base, or tiny ones drawn by chance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from backends.cascade.train.voice_encoder import read_ctranslate2
from backends.cascade.words import whisper_weights

BLOCK = {
    "self_attention/layer_norm": "attn_ln",
    "self_attention/linear_1": "attn.out",
    "attention/layer_norm": "cross_attn_ln",
    "attention/linear_0": "cross_attn.query",
    "attention/linear_2": "cross_attn.out",
    "ffn/layer_norm": "mlp_ln",
    "ffn/linear_0": "mlp.0",
    "ffn/linear_1": "mlp.2",
}
FUSED = {
    "self_attention/linear_0": ("attn.query", "attn.key", "attn.value"),
    "attention/linear_1": ("cross_attn.key", "cross_attn.value"),
}
"""CTranslate2 makes several linear maps at once: their rows lie under each other."""

WHOLE = {
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
    "decoder/embeddings/weight": "decoder.token_embedding.weight",
    "encoder/layer_norm": "encoder.ln_post",
    "decoder/layer_norm": "decoder.ln",
    "encoder/conv1": "encoder.conv1",
    "encoder/conv2": "encoder.conv2",
}
BASE = {
    "n_mels": 80, "n_audio_ctx": 1500, "n_audio_state": 512, "n_audio_head": 8, "n_audio_layer": 6,
    "n_vocab": 51865, "n_text_ctx": 448, "n_text_state": 512, "n_text_head": 8, "n_text_layer": 6,
}  # fmt: skip
SMALL = {"audio_state": 16, "audio_head": 2, "audio_layer": 2}
SMALL |= {"text_state": 16, "text_head": 2, "text_layer": 2}
SMALL |= {"text_ctx": 32}  # so that its babble ends soon
TINY = BASE | {f"n_{name}": number for name, number in SMALL.items()}


def write_base(path: Path) -> Path:
    """The installed Whisper base, the very same numbers, as openai-whisper's base.pt holds them."""
    arrays = read_ctranslate2(whisper_weights.packaged_files()["model.bin"])
    state: dict[str, Any] = {}
    for name, values in arrays.items():
        if values.ndim:  # the others are settings
            state |= _renamed(name, values)
    return _save(path, BASE, state)


def write_tiny(path: Path) -> Path:
    """A Whisper of 16 numbers a token that has learned nothing."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(0)
        model = Whisper(ModelDimensions(**TINY))
        # openai-whisper leaves these as the memory was, since it loads them
        torch.nn.init.normal_(model.decoder.positional_embedding, std=0.01)
        # every token about as likely as any other: by chance alone it may be sure of itself
        torch.nn.init.normal_(model.decoder.token_embedding.weight, std=0.01)
    return _save(path, TINY, {n: t.numpy() for n, t in model.state_dict().items()})


def _save(path: Path, dims: dict[str, int], state: dict[str, Any]) -> Path:
    import torch

    tensors = {name: torch.as_tensor(values.copy()) for name, values in state.items()}
    torch.save({"dims": dims, "model_state_dict": tensors}, path)
    return path


def _renamed(name: str, values: Any) -> dict[str, Any]:
    """CTranslate2's name and values → openai-whisper's; several where they are fused."""
    if name in WHOLE:
        return {WHOLE[name]: values}
    place, _, last = name.rpartition("/")
    last = {"gamma": "weight", "beta": "bias"}.get(last, last)
    if place in WHOLE:
        return {f"{WHOLE[place]}.{last}": values}
    side, layer, part = place.split("/", 2)
    block = f"{side}.blocks.{layer.removeprefix('layer_')}"
    if part in BLOCK:
        return {f"{block}.{BLOCK[part]}.{last}": values}
    rows = zip(FUSED[part], np.split(values, len(FUSED[part])), strict=True)
    return {
        f"{block}.{to}.{last}": piece
        for to, piece in rows
        if not (to.endswith(".key") and last == "bias")  # a key has no bias
    }
