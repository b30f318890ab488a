"""Every family, tiny and random: loaded, fed and run by the code that a person runs.

Random weights write gibberish, so what is proven is that the media arrive: the first token's
logits move when frames, their order, sound or words change, and not at all when nothing does.
Runs on the graphics card, in bfloat16, where there is one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from backends.backend import Request
from backends.base import Explanation, Modality
from backends.clip import Clip, Frame
from backends.llm.local import loading
from backends.llm.local.streaming import without_marks
from backends.multimodal_llm.local import LocalLLM

if TYPE_CHECKING:
    from tests.helpers.tiny_models import Tiny

torch = pytest.importorskip("torch", reason="the multimodal LLMs are optional: no torch here")

pytest_plugins = ["tests.helpers.tiny_models"]
pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:transformers"),
]

FAMILIES = [
    "qwen2.5-omni-3b",
    "qwen3-omni",
    "gemma-4",
    "qwen2-audio",
    "audio-flamingo-3",
    "smolvlm2",
    "qwen3-vl-4b",
    "video-llava",
    "llava-next-video",
    "videollama3",
]
SHORT = {"max_tokens": "4", "frames": "4"}


@pytest.fixture
def clip(happy: Path) -> Clip:
    return Clip.open(happy, subtitle="Don't forget a jacket")


def altered(clip: Clip, **decoded: Any) -> Clip:
    """The clip with other `frames` or another `sound`, as if those had been decoded whole."""
    kept = {"frames": "_pictures", "sound": "_heard"}
    copy = replace(clip)
    copy.__dict__.update({kept[name]: (value, []) for name, value in decoded.items()})
    return copy


def dark(frames: list[Frame]) -> list[Frame]:
    return [Frame(frame.time, np.zeros_like(frame.image)) for frame in frames]


def ask(backend: LocalLLM, clip: Clip, request: Request) -> tuple[Any, Explanation]:
    """(the logits of the first token that `explain` had written, what it ended with)"""
    seen: list[Any] = []

    def note(_: Any, __: Any, output: Any) -> None:
        if not seen:
            seen.append(output.logits[0, -1].float().cpu())

    hook, events = None, []
    for event in backend.explain(clip, request):
        events.append(event)
        if hook is None and (loaded := loading.LOADED.get(backend.weights.id)):
            hook = loaded.model.register_forward_hook(note)
    assert hook and isinstance(events[-1], Explanation)
    hook.remove()
    return seen[0], events[-1]


@pytest.mark.parametrize("name", FAMILIES)
def test_the_media_reach_the_model(name: str, tiny: Tiny, clip: Clip) -> None:
    backend = tiny(name)
    sees, hears = (m in backend.card.modalities for m in (Modality.VISUAL, Modality.ACOUSTIC))
    request = Request(options=SHORT)

    def logits(given: Clip, request: Request = request) -> Any:
        return ask(backend, given, request)[0]

    def moved(one: Any, other: Any) -> bool:
        return not torch.equal(one, other)

    before, answer = ask(backend, clip, request)
    assert not moved(before, logits(clip)), "the same input gave another answer"
    assert not loading.LOADED[backend.weights.id].lacking
    assert (answer.backend, answer.versions["model"]) == (name, backend.weights.id)
    assert str(clip.subtitle) in answer.versions["prompt"]
    assert len(answer.received.frame_times) == (4 if sees else 0)
    assert answer.received.sound_seconds == pytest.approx(1.906 if hears else 0.0, abs=0.01)
    assert answer.received.text == clip.subtitle

    half, night = len(clip.frames) // 2, dark(clip.frames)
    light_first = logits(altered(clip, frames=clip.frames[:half] + night[half:]))
    dark_first = logits(altered(clip, frames=night[:half] + clip.frames[half:]))
    assert moved(before, logits(altered(clip, frames=night))) == sees
    assert moved(light_first, dark_first) == sees
    assert moved(before, logits(altered(clip, sound=np.zeros_like(clip.sound)))) == hears
    assert moved(before, logits(replace(clip, subtitle="I never want to see you again")))

    for modality, other in (
        (Modality.VISUAL, altered(clip, frames=night)),
        (Modality.ACOUSTIC, altered(clip, sound=np.zeros_like(clip.sound))),
        (Modality.LEXICAL, replace(clip, subtitle="I never want to see you again")),
    ):
        without = replace(request, modalities=frozenset(Modality) - {modality})
        if set(backend.card.modalities) & set(without.modalities):
            assert not moved(logits(clip, without), logits(other, without)), f"{modality} is off"


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(("frames", "samples"), [("1", 1_600), ("3", 24_001)])
def test_little_or_odd_media_are_taken(
    name: str, frames: str, samples: int, tiny: Tiny, clip: Clip
) -> None:
    backend = tiny(name)
    little = altered(clip, sound=clip.sound[:samples])
    _, answer = ask(backend, little, Request(options=SHORT | {"frames": frames}))
    if Modality.VISUAL in backend.card.modalities:
        assert len(answer.received.frame_times) == int(frames)
    if Modality.ACOUSTIC in backend.card.modalities:
        assert answer.received.sound_seconds == samples / 16_000


@pytest.mark.parametrize("name", FAMILIES)
def test_control_marks_in_a_subtitle_are_text(name: str, tiny: Tiny, clip: Clip) -> None:
    backend = tiny(name)
    ask(backend, clip, Request(options=SHORT))
    tokenizer = loading.LOADED[backend.weights.id].processor.tokenizer
    marks = list(tokenizer.get_added_vocab())
    written = tokenizer(without_marks("".join(marks), tokenizer), add_special_tokens=False)
    assert not set(written.input_ids) & set(tokenizer.get_added_vocab().values())
    _, answer = ask(
        backend, replace(clip, subtitle=f"Hello {' '.join(marks)} there"), Request(options=SHORT)
    )
    assert answer.received.text and marks[0] in answer.received.text


def test_the_sound_that_a_model_would_drop_is_told(tiny: Tiny, clip: Clip) -> None:
    long = altered(clip, sound=np.tile(clip.sound, 20))
    _, answer = ask(tiny("qwen2-audio"), long, Request(options=SHORT))
    assert answer.received.sound_seconds == 30
    assert any("30 s of sound at most" in caveat for caveat in answer.caveats)


def test_a_seed_draws_and_repeats(tiny: Tiny, clip: Clip) -> None:
    backend = tiny("smolvlm2")

    def said(seed: str) -> str:
        options = SHORT | {"seed": seed, "max_tokens": "12"}
        answer = ask(backend, clip, Request(options=options))[1]
        assert answer.versions["seed"] == seed
        return answer.model_dump_json(exclude={"timings", "versions"})

    assert said("1") == said("1")
    assert len({said(seed) for seed in "123"}) > 1
