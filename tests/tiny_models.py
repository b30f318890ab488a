"""Tiny random models of every family, saved with their processors as the real ones are."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import backends
from backends.multimodal_llm.loading import mend_torchvision
from backends.multimodal_llm.local import LocalLLM
from backends.multimodal_llm.weights import FOLDER_VARIABLE

WIDE = 0.3
"""Spread of the random weights: wide enough that what comes in shows in what comes out."""

SIDE = 28
"""Pixels of a picture's side, for the models that take a fixed size."""

PLAIN = {"initializer_range": WIDE, "hidden_size": 16, "intermediate_size": 32}
TEXT = PLAIN | {"num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1}
VISION = PLAIN | {"num_hidden_layers": 1, "num_attention_heads": 2}
SOUND = {
    "initializer_range": WIDE, "num_mel_bins": 8, "d_model": 16, "encoder_layers": 1,
    "encoder_attention_heads": 2, "encoder_ffn_dim": 32,
}  # fmt: skip
EYES = PLAIN | {"depth": 1, "num_heads": 2, "out_hidden_size": 16}
DEEP = {"deepstack_visual_indexes": [0], "num_position_embeddings": 16}
SQUARE = {"size": {"shortest_edge": SIDE}, "crop_size": {"height": SIDE, "width": SIDE}}

Tiny = Callable[[str], LocalLLM]


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


BUILDERS: dict[str, Callable[[Path], None]] = {
    "Qwen/Qwen2.5-Omni-3B": qwen25_omni,
    "Qwen/Qwen3-Omni-30B-A3B-Instruct": qwen3_omni,
    "google/gemma-4-E2B-it": gemma4,
    "Qwen/Qwen2-Audio-7B-Instruct": qwen2_audio,
    "nvidia/audio-flamingo-3-hf": audio_flamingo,
    "HuggingFaceTB/SmolVLM2-2.2B-Instruct": smolvlm,
    "Qwen/Qwen3-VL-4B-Instruct": qwen3_vl,
    "LanguageBind/Video-LLaVA-7B-hf": video_llava,
    "llava-hf/LLaVA-NeXT-Video-7B-hf": llava_next_video,
    "lkhl/VideoLLaMA3-2B-Image-HF": video_llama3,
}
