"""Tiny random models of the families that only see."""

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

VISION = PLAIN | {"num_hidden_layers": 1, "num_attention_heads": 2}
SQUARE = {"size": {"shortest_edge": SIDE}, "crop_size": {"height": SIDE, "width": SIDE}}


def smolvlm(target: Path) -> None:
    import transformers as t

    around = ["<global-img>", "<fake_token_around_image>", "<end_of_utterance>", "<|im_start|>"]
    words = tokenizer(["<image>", "<video>", *around])
    config = t.SmolVLMConfig(
        text_config=TEXT
        | {"model_type": "llama", "vocab_size": len(words), "pad_token_id": words.pad_token_id},
        vision_config=VISION | {"image_size": SIDE, "patch_size": 7},
        image_token_id=words.convert_tokens_to_ids("<image>"),
        scale_factor=2,
        initializer_range=WIDE,
    )
    t.SmolVLMForConditionalGeneration(config).save_pretrained(target)
    size = {"longest_edge": SIDE}
    t.SmolVLMProcessor(
        image_processor=t.SmolVLMImageProcessor(size=size, max_image_size=size),
        video_processor=t.SmolVLMVideoProcessor(
            size=size, max_image_size=size, num_frames=8, fps=1
        ),
        tokenizer=words,
        image_seq_len=4,
        chat_template=template("<video>"),
    ).save_pretrained(target)


def qwen3_vl(target: Path) -> None:
    import transformers as t

    words = tokenizer(
        image_token="<|image_pad|>", video_token="<|video_pad|>",
        vision_start_token="<|vision_start|>", vision_end_token="<|vision_end|>",
    )  # fmt: skip
    config = t.Qwen3VLConfig(
        text_config=TEXT
        | {"vocab_size": len(words), "head_dim": 8, "rope_parameters": rope(2, 1, 1)},
        vision_config=EYES | DEEP,
        image_token_id=words.image_token_id,
        video_token_id=words.video_token_id,
        vision_start_token_id=words.vision_start_token_id,
        vision_end_token_id=words.vision_end_token_id,
    )
    t.Qwen3VLForConditionalGeneration(config).save_pretrained(target)
    size = area(32, pictures=4)
    t.Qwen3VLProcessor(
        image_processor=t.Qwen2VLImageProcessor(size=size, patch_size=16),
        video_processor=t.Qwen3VLVideoProcessor(size=size),
        tokenizer=words,
        chat_template=template("<|vision_start|><|video_pad|><|vision_end|>"),
    ).save_pretrained(target)


def llava_config(kind: Any, words: Any, **more: Any) -> Any:
    """What Video-LLaVA and LLaVA-NeXT-Video share: CLIP before Llama."""
    clip = {"model_type": "clip_vision_model", "image_size": SIDE, "patch_size": 14}
    return kind(
        vision_config=VISION | clip | {"projection_dim": 16, "num_hidden_layers": 2},
        text_config=TEXT | {"model_type": "llama", "vocab_size": len(words)},
        image_token_index=words.convert_tokens_to_ids("<image>"),
        video_token_index=words.convert_tokens_to_ids("<video>"),
        **more,
    )


def video_llava(target: Path) -> None:
    import transformers as t

    words = tokenizer(["<image>", "<video>"])
    config = llava_config(t.VideoLlavaConfig, words)
    t.VideoLlavaForConditionalGeneration(config).save_pretrained(target)
    t.VideoLlavaProcessor(
        image_processor=t.VideoLlavaImageProcessor(**SQUARE),
        video_processor=t.VideoLlavaVideoProcessor(**SQUARE),
        tokenizer=words,
        patch_size=14,
        chat_template=template("<video>"),
    ).save_pretrained(target)


def llava_next_video(target: Path) -> None:
    import transformers as t

    words, grid = tokenizer(["<image>", "<video>"]), {"image_grid_pinpoints": [[SIDE, SIDE]]}
    config = llava_config(t.LlavaNextVideoConfig, words, **grid)
    t.LlavaNextVideoForConditionalGeneration(config).save_pretrained(target)
    t.LlavaNextVideoProcessor(
        video_processor=t.LlavaNextVideoVideoProcessor(**SQUARE),
        image_processor=t.LlavaNextImageProcessor(**SQUARE, **grid),
        tokenizer=words,
        patch_size=14,
        vision_feature_select_strategy="default",
        chat_template=template("<video>"),
    ).save_pretrained(target)


def video_llama3(target: Path) -> None:
    import transformers as t

    words = tokenizer(image_token="<|image_pad|>", video_token="<|video_pad|>")
    config = t.VideoLlama3Config(
        text_config=TEXT | {"model_type": "qwen2", "vocab_size": len(words)},
        vision_config=VISION | {"patch_size": 14},
        image_token_id=words.image_token_id,
        video_token_id=words.video_token_id,
    )
    t.VideoLlama3ForConditionalGeneration(config).save_pretrained(target)
    size = area(SIDE, pictures=4)
    t.VideoLlama3Processor(
        image_processor=t.VideoLlama3ImageProcessor(size=size),
        video_processor=t.VideoLlama3VideoProcessor(size=size),
        tokenizer=words,
        chat_template=template("<|video_pad|>"),
    ).save_pretrained(target)
