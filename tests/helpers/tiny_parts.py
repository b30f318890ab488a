"""What tiny random models of several families share: sizes, a tokenizer, a template."""

from __future__ import annotations

from typing import Any

WIDE = 0.3
"""Spread of the random weights: wide enough that what comes in shows in what comes out."""

SIDE = 28
"""Pixels of a picture's side, for the models that take a fixed size."""

PLAIN = {"initializer_range": WIDE, "hidden_size": 16, "intermediate_size": 32}
TEXT = PLAIN | {"num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1}
EYES = PLAIN | {"depth": 1, "num_heads": 2, "out_hidden_size": 16}
DEEP = {"deepstack_visual_indexes": [0], "num_position_embeddings": 16}


def tokenizer(marks: list[str] | None = None, bos: str | None = None, **named: str) -> Any:
    """A tokenizer of single bytes, with marks; the named ones are its attributes as well."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(letters)}, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    made = PreTrainedTokenizerFast(
        tokenizer_object=inner,
        bos_token=bos,
        eos_token="<|end|>",
        pad_token="<|pad|>",
        extra_special_tokens=named,
    )
    made.add_tokens(marks or [], special_tokens=True)
    return made


def template(video: str = "", audio: str = "") -> str:
    """A chat template that writes each part of a message in turn."""
    return (
        "{% for message in messages %}{% for part in message['content'] %}"
        f"{{% if part['type'] == 'video' %}}{video}{{% elif part['type'] == 'audio' %}}{audio}"
        "{% else %}{{ part['text'] }}{% endif %}{% endfor %}<|end|>{% endfor %}"
    )


def rope(*sections: int) -> dict[str, Any]:
    """Turns for time, height and width, as Qwen's models have them."""
    return {"rope_type": "default", "rope_theta": 1e4, "mrope_section": list(sections)}


def area(side: int, pictures: int = 1) -> dict[str, int]:
    """The least and the most pixels of a video, for processors that keep the form of a picture."""
    return {"shortest_edge": side * side, "longest_edge": 4 * pictures * side * side}
