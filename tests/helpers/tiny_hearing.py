"""Tiny random models of the families that hear: picture and sound, or sound alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.helpers.tiny_parts import (
    DEEP,
    EYES,
    PLAIN,
    SIDE,
    TEXT,
    WIDE,
    area,
    rope,
    template,
    tokenizer,
)

SOUND = {
    "initializer_range": WIDE, "num_mel_bins": 8, "d_model": 16, "encoder_layers": 1,
    "encoder_attention_heads": 2, "encoder_ffn_dim": 32,
}  # fmt: skip


def ears() -> Any:
    from transformers import WhisperFeatureExtractor

    return WhisperFeatureExtractor(feature_size=8, return_attention_mask=True, chunk_length=30)


def qwen25_omni(target: Path) -> None:
    import transformers as t

    words = tokenizer(
        image_token="<|IMAGE|>", audio_token="<|AUDIO|>", video_token="<|VIDEO|>",
        vision_bos_token="<|vision_bos|>", vision_eos_token="<|vision_eos|>",
        audio_bos_token="<|audio_bos|>", audio_eos_token="<|audio_eos|>",
    )  # fmt: skip
    config = t.Qwen2_5OmniThinkerConfig(
        text_config=TEXT | {"vocab_size": len(words), "rope_parameters": rope(1, 1, 2)},
        vision_config=EYES | {"fullatt_block_indexes": [0]},
        audio_config=SOUND | {"output_dim": 16},
        image_token_index=words.image_token_id,
        video_token_index=words.video_token_id,
        audio_token_index=words.audio_token_id,
        **marks_of(words),
    )
    whole = t.Qwen2_5OmniConfig(thinker_config=config.to_dict())
    save_thinker(t.Qwen2_5OmniThinkerForConditionalGeneration(config), whole, target)
    size = area(SIDE)
    t.Qwen2_5OmniProcessor(
        image_processor=t.Qwen2VLImageProcessor(size=size),
        video_processor=t.Qwen2VLVideoProcessor(size=size),
        feature_extractor=ears(),
        tokenizer=words,
        chat_template=template(
            "<|vision_bos|><|VIDEO|><|vision_eos|>", "<|audio_bos|><|AUDIO|><|audio_eos|>"
        ),
    ).save_pretrained(target)


def qwen3_omni(target: Path) -> None:
    import transformers as t

    words = tokenizer(
        image_token="<|image_pad|>", audio_token="<|audio_pad|>", video_token="<|video_pad|>",
        vision_bos_token="<|vision_start|>", vision_eos_token="<|vision_end|>",
        audio_bos_token="<|audio_start|>", audio_eos_token="<|audio_end|>",
    )  # fmt: skip
    experts = {"moe_intermediate_size": 16, "num_experts": 2, "num_experts_per_tok": 1}
    config = t.Qwen3OmniMoeThinkerConfig(
        text_config=TEXT | {"vocab_size": len(words), "rope_parameters": rope(2, 1, 1)} | experts,
        vision_config=EYES | DEEP,
        audio_config=SOUND | {"output_dim": 16, "downsample_hidden_size": 8},
        image_token_id=words.image_token_id,
        video_token_id=words.video_token_id,
        audio_token_id=words.audio_token_id,
        **marks_of(words),
    )
    whole = t.Qwen3OmniMoeConfig(thinker_config=config.to_dict())
    save_thinker(t.Qwen3OmniMoeThinkerForConditionalGeneration(config), whole, target)
    size = area(32)
    t.Qwen3OmniMoeProcessor(
        image_processor=t.Qwen2VLImageProcessor(size=size, patch_size=16),
        video_processor=t.Qwen2VLVideoProcessor(size=size, patch_size=16),
        feature_extractor=ears(),
        tokenizer=words,
        chat_template=template(
            "<|vision_start|><|video_pad|><|vision_end|>",
            "<|audio_start|><|audio_pad|><|audio_end|>",
        ),
    ).save_pretrained(target)


def marks_of(words: Any) -> dict[str, Any]:
    """What both generations of Qwen-Omni call the marks around picture and sound."""
    return {
        "vision_start_token_id": words.vision_bos_token_id,
        "vision_end_token_id": words.vision_eos_token_id,
        "audio_start_token_id": words.audio_bos_token_id,
        "audio_end_token_id": words.audio_eos_token_id,
        "initializer_range": WIDE,
    }


def save_thinker(model: Any, whole: Any, target: Path) -> None:
    """Save as published: settings nest, and names have a prefix, because a talker lies beside."""
    from safetensors.torch import save_file

    whole.save_pretrained(target)
    tensors = {f"thinker.{name}": value for name, value in model.state_dict().items()}
    save_file(tensors, target / "model.safetensors", {"format": "pt"})


def gemma4(target: Path) -> None:
    import transformers as t

    words = tokenizer(
        ["<|video|>"],
        "<bos>",
        image_token="<|image|>", boi_token="<|image>", eoi_token="<image|>",
        audio_token="<|audio|>", boa_token="<|audio>", eoa_token="<audio|>",
    )  # fmt: skip
    config = t.Gemma4Config(
        text_config=TEXT
        | {
            "vocab_size": len(words),
            "vocab_size_per_layer_input": len(words),
            "hidden_size_per_layer_input": 8,
            "head_dim": 8,
            "global_head_dim": 8,
            "num_hidden_layers": 2,
            "layer_types": ["sliding_attention", "full_attention"],
        },
        vision_config=PLAIN
        | {
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
            "head_dim": 8,
            "position_embedding_size": 64,
        },
        audio_config={
            "initializer_range": WIDE,
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "output_proj_dims": 16,
            "subsampling_conv_channels": [128, 8],
        },
        image_token_id=words.image_token_id,
        audio_token_id=words.audio_token_id,
        video_token_id=words.convert_tokens_to_ids("<|video|>"),
        boi_token_id=words.boi_token_id,
        eoi_token_id=words.eoi_token_id,
        boa_token_id=words.boa_token_id,
        eoa_token_index=words.eoa_token_id,
        initializer_range=WIDE,
    )
    t.Gemma4ForConditionalGeneration(config).save_pretrained(target)
    t.Gemma4Processor(
        feature_extractor=t.Gemma4AudioFeatureExtractor(),
        image_processor=t.Gemma4ImageProcessor(max_soft_tokens=70),
        video_processor=t.Gemma4VideoProcessor(max_soft_tokens=70),
        tokenizer=words,
        chat_template="<bos>" + template("<|video|>", "<|audio|>"),
    ).save_pretrained(target)


def qwen2_audio(target: Path) -> None:
    import transformers as t

    words = tokenizer(
        audio_token="<|AUDIO|>", audio_bos_token="<|audio_bos|>", audio_eos_token="<|audio_eos|>"
    )
    config = t.Qwen2AudioConfig(
        audio_config=SOUND,
        text_config=TEXT | {"model_type": "qwen2", "vocab_size": len(words)},
        audio_token_index=words.audio_token_id,
    )
    t.Qwen2AudioForConditionalGeneration(config).save_pretrained(target)
    t.Qwen2AudioProcessor(
        ears(), words, template(audio="<|audio_bos|><|AUDIO|><|audio_eos|>")
    ).save_pretrained(target)


def audio_flamingo(target: Path) -> None:
    import transformers as t

    words = tokenizer(["<sound>"])
    config = t.AudioFlamingo3Config(
        audio_config={
            "initializer_range": WIDE,
            "num_mel_bins": 8,
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "intermediate_size": 32,
        },
        text_config=TEXT | {"model_type": "qwen2", "vocab_size": len(words)},
        audio_token_id=words.convert_tokens_to_ids("<sound>"),
    )
    t.AudioFlamingo3ForConditionalGeneration(config).save_pretrained(target)
    t.AudioFlamingo3Processor(ears(), words, template(audio="<sound>")).save_pretrained(target)
