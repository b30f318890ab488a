"""A language model small enough to be written on the spot, in llama.cpp's format (GGUF).

A llama of twelve thin layers that says one text over and over. Its embeddings are random; the
output row of a token is the embedding of the token before it in the text, so that each word calls
for the next (a chain of bigrams). The layers between are random and weak: they are computed, which
takes its time, and change nothing.
Whatever it is told it reads byte by byte, in any language.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WIDTH, LAYERS, HEADS, INNER = 128, 12, 4, 512
"""Numbers a token, transformer blocks, attention heads, numbers inside a feed-forward layer."""

CONTEXT = 16_384
"""Tokens that it can hold."""

END = "<|end|>"
TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "assistant:"
)


def write(path: Path, text: str) -> Path:
    """Write a model that answers `text`, and then `text` again, until it is stopped.

    Each word of `text` is a token and comes once only, else the chain would not know how to go on.
    """
    from gguf import GGUFWriter, TokenType

    said = [word if not i else f" {word}" for i, word in enumerate(text.split(" "))]
    if len(set(said)) < len(said):
        raise ValueError("a word comes twice")
    letters = _letters()
    tokens = [*letters.values(), END, *("".join(letters[b] for b in w.encode()) for w in said)]
    writer = GGUFWriter(str(path), "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(
        [TokenType.CONTROL if token == END else TokenType.NORMAL for token in tokens]
    )
    writer.add_token_merges([f"{tokens[0]} {tokens[1]}"])  # none is used; a list must be there
    writer.add_bos_token_id(256)
    writer.add_eos_token_id(256)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)
    for name, values in _weights(len(tokens), first=257).items():
        writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _letters() -> dict[int, str]:
    """GPT-2's letter for each byte: printable ones stand for themselves, others lie above 255."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    letters = {byte: chr(byte) for byte in plain}
    letters |= {byte: chr(256 + i) for i, byte in enumerate(others)}
    return {byte: letters[byte] for byte in range(256)}


def _weights(count: int, first: int) -> dict[str, NDArray[np.float32]]:
    """Name → values. From token `first` on they follow each other; all before call for `first`."""
    random = np.random.default_rng(0)

    def some(rows: int, columns: int, scale: float) -> NDArray[np.float32]:
        return random.normal(0, scale, (rows, columns)).astype(np.float32)

    embedding = some(count, WIDTH, 1.0)
    common = some(1, WIDTH, 1.0)[0]
    embedding[:first] += 3 * common  # whatever is not a word of the text calls for its first word
    output = np.zeros_like(embedding)
    output[first + 1 :] = embedding[first:-1]
    output[first] = embedding[-1] + common
    tensors = {
        "token_embd.weight": embedding,
        "output.weight": output,
        "output_norm.weight": np.ones(WIDTH, np.float32),
    }
    weak = 1e-3
    for i in range(LAYERS):
        tensors |= {
            f"blk.{i}.attn_norm.weight": np.ones(WIDTH, np.float32),
            f"blk.{i}.ffn_norm.weight": np.ones(WIDTH, np.float32),
            f"blk.{i}.ffn_gate.weight": some(INNER, WIDTH, weak),
            f"blk.{i}.ffn_up.weight": some(INNER, WIDTH, weak),
            f"blk.{i}.ffn_down.weight": some(WIDTH, INNER, weak),
        }
        tensors |= {
            f"blk.{i}.attn_{part}.weight": some(WIDTH, WIDTH, weak)
            for part in ("q", "k", "v", "output")
        }
    return tensors
