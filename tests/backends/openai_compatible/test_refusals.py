"""What a server can't take: told by its words, and then left out."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import nullcontext

import pytest

from backends.base import Modality
from backends.clip import Clip
from backends.llm.endpoint.refusals import refused_by
from backends.openai_compatible import OpenAICompatible, probe
from backends.openai_compatible.probe import Fate, Proof
from tests.helpers.asking import Serve, answer

VISUAL, ACOUSTIC, _ = Modality

REFUSED = (
    "The server refuses the sound, so it is not sent. "
    "It says: “This model does not support audio input.”"
)
REFUSALS = [
    ("At most 0 audio(s) may be provided in one prompt.", {ACOUSTIC}),
    ("At most 0 image(s) may be provided in one request.", {VISUAL}),
    ("image input is not supported - hint: if this is unexpected, provide the mmproj", {VISUAL}),
    ("audio input is not supported - hint: if this is unexpected, provide the mmproj", {ACOUSTIC}),
    ("unsupported content[].type", {ACOUSTIC}),
    ("Unknown part type: input_audio", {ACOUSTIC}),
    ("Qwen2-Audio-7B is not a multimodal model", {ACOUSTIC}),
    ("Qwen/Qwen2-Audio-7B does not support image input.", {VISUAL}),
    ("Please install vllm[audio] for audio support.", {ACOUSTIC}),
    ("Invalid value: 'input_audio'. Supported values are: 'text', 'image_url'.", {ACOUSTIC}),
    (
        "Input tag 'input_audio' found using 'type' does not match any of the expected tags: "
        "'text', 'image_url', 'video_url'",
        {ACOUSTIC},
    ),
    ("This model only supports text inputs.", {VISUAL, ACOUSTIC}),
    ("This model only supports text and image inputs.", {ACOUSTIC}),
    ("No image input here: this is a text-only model.", {VISUAL, ACOUSTIC}),
    ("The model does not support audio, only images.", {ACOUSTIC}),
    ("At most 8 image(s) may be provided in one prompt.", set()),
    ("Qwen2-Audio-7B: maximum context length is 4096 tokens", set()),
    ("The maximum context length of Qwen2-Audio-7B is not supported here.", set()),
    ("You passed 9000 input tokens, of which 8000 are of images.", set()),
    (
        "The prompt is too long. Make sure that `max_model_len` is no smaller than the number of "
        "text tokens plus multimodal tokens. For image inputs, it depends on their size.",
        set(),
    ),
    ("'max_tokens' is not supported with this model.", set()),
]


@pytest.mark.parametrize(("words", "refused"), REFUSALS)
def test_a_refusal_is_told_from_other_faults(words: str, refused: set[Modality]) -> None:
    both = frozenset({VISUAL, ACOUSTIC})
    assert refused_by(400, words, "Qwen/Qwen2-Audio-7B", both) == refused
    assert not refused_by(413, words, "Qwen/Qwen2-Audio-7B", both)


def test_what_was_not_sent_is_not_refused() -> None:
    words = "Qwen is not a multimodal model"
    assert refused_by(400, words, "Qwen", frozenset({VISUAL})) == {VISUAL}
    assert not refused_by(400, words, "Qwen", frozenset())
    assert not refused_by(400, "image input is not supported", "Qwen", frozenset({ACOUSTIC}))


def test_without_audio_support_the_request_is_sent_again_without_sound(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown: Future[Proof] = Future()
    unknown.set_result(Proof(Fate.UNKNOWN, Fate.UNKNOWN))
    monkeypatch.setattr(probe, "begun", lambda _: nullcontext(unknown))
    endpoint = serve(refuses=["input_audio"])
    said = answer(clip)
    kinds = [{part["type"] for part in endpoint.parts(i)} for i in range(2)]
    assert "input_audio" in kinds[0] and "input_audio" not in kinds[1]
    assert REFUSED in said.caveats
    assert said.received.sound_seconds == 0 and said.received.frame_times
    assert "In the audio" not in endpoint.parts(1)[-1]["text"]


def test_what_is_known_to_be_refused_is_not_sent(serve: Serve, clip: Clip) -> None:
    endpoint = serve(refuses=["input_audio"])
    answer(clip)
    asked = len(endpoint.streamed)
    said = answer(clip)
    assert len(endpoint.streamed) == asked + 1
    assert "input_audio" not in {part["type"] for part in endpoint.parts()}
    assert REFUSED in said.caveats
    assert ACOUSTIC not in OpenAICompatible().card.modalities
