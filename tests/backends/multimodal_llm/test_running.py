"""Streaming, cancelling, waiting, and what is said when memory runs out."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backends.backend import Request
from backends.base import Explanation, Modality, Partial, Progress
from backends.clip import Clip
from backends.errors import BackendError
from backends.llm.local import loading
from backends.multimodal_llm import check
from backends.multimodal_llm.local import LocalLLM
from tests.helpers.patience import PATIENCE
from tests.helpers.tiny_runs import NAME, SHORT, explained

if TYPE_CHECKING:
    from tests.helpers.tiny_models import Tiny

torch = pytest.importorskip("torch", reason="the multimodal LLMs are optional: no torch here")

pytest_plugins = ["tests.helpers.tiny_models"]

pytestmark = pytest.mark.models


def test_the_answer_streams_and_tells_how_it_was_made(
    model: LocalLLM, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "In the video, he smiles. Therefore, he is happy. Emotions: [happy, calm]"

    def pieces(*_: Any) -> Iterator[str | None]:
        for word in said.split(" "):
            yield None
            yield f"{word} "

    monkeypatch.setattr(model, "_pieces", pieces)
    monkeypatch.setattr("backends.multimodal_llm.local.SHOW_EVERY", 0)
    events = list(model.explain(clip, SHORT))
    last = events[-1]
    assert isinstance(last, Explanation)
    assert len([event for event in events if isinstance(event, Partial)]) == len(said.split(" "))
    assert [emotion.word for emotion in last.emotions] == ["happy", "calm"]
    assert last.clues[0].measure.name == "said by the model"
    assert last.versions["model"] == model.weights.id
    assert "Don't forget a jacket" in last.versions["prompt"]
    assert last.versions["frames"].startswith("2 frames, evenly")
    assert set(last.timings) == {
        "decode",
        "waiting for the GPU",
        "loading the weights",
        "answering",
    }


def test_what_a_model_writes_is_text(
    model: LocalLLM, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3))"
    monkeypatch.setattr(model, "_pieces", lambda *_: iter([f"In the video, {bad}"]))
    render = pytest.importorskip("demo.page.render")
    from demo.side_by_side import Answer

    answer = explained(model, replace(clip, subtitle=bad))
    shown = render.columns(None, {NAME: Answer(NAME, explanation=answer, done=True)}, "en")
    assert "&lt;script&gt;" in shown and "&lt;img src=x" in shown
    assert "<script>" not in shown and "<img src=x" not in shown and "href=" not in shown


def test_an_answer_that_fills_its_tokens_is_told_to_be_cut_off_first(
    model: LocalLLM, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "cut off because it grew too long"
    assert told in explained(model, clip).caveats[0]
    loaded = loading.LOADED[model.weights.id]
    monkeypatch.setattr(loaded.model, "generate", lambda **_: None)  # it ends by itself, at once
    assert not any(told in caveat for caveat in explained(model, clip).caveats)


def test_an_answer_ends_at_the_end_mark(
    model: LocalLLM, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    explained(model, clip)
    loaded = loading.LOADED[model.weights.id]
    ends = []
    monkeypatch.setattr(
        loaded.model, "generate", lambda **given: ends.append(given["eos_token_id"])
    )
    for named in (None, [7, 8]):
        loaded.model.generation_config.eos_token_id = named
        explained(model, clip)
    assert ends == [loaded.processor.tokenizer.eos_token_id, [7, 8]]


def test_closing_stops_the_model_at_its_next_token(
    model: LocalLLM, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backends.multimodal_llm.local.SHOW_EVERY", 0)
    events = model.explain(clip, Request(options={"max_tokens": "4000", "frames": "2"}))
    for event in events:
        if isinstance(event, Partial):
            break
    events.close()
    assert loading.LOADED[model.weights.id].tokens < 1000
    assert model.weights.id not in [thread.name for thread in threading.enumerate()]
    assert explained(model, clip)  # the device is free again


def test_who_waits_for_the_gpu_is_told_and_can_leave(model: LocalLLM, clip: Clip) -> None:
    with loading.alone_on(loading.place(model.weights)) as waiting:
        list(waiting)
        events = model.explain(clip, SHORT)
        stages = [next(events) for _ in range(3)]
        events.close()
    assert stages[1:] == [Progress(stage="waiting for the GPU")] * 2
    assert explained(model, clip)


def test_who_leaves_before_loading_leaves_no_room_set_aside(model: LocalLLM, clip: Clip) -> None:
    where = loading.place(model.weights)
    with loading.alone_on(where) as waiting:
        list(waiting)
        answers = [model.explain(clip, SHORT) for _ in range(2)]
        for events in answers:
            assert [next(events) for _ in range(2)][-1] == Progress(stage="waiting for the GPU")
        answers[0].close()
        assert model.weights.id in loading._SET_ASIDE  # another still waits
        answers[1].close()
    assert model.weights.id not in loading._SET_ASIDE


def test_two_that_share_a_device_take_turns(
    tiny: Tiny, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = [tiny("smolvlm2"), tiny("video-llava")]
    answers: dict[str, Explanation] = {}
    both = threading.Barrier(2)
    met: list[str] = []

    def pieces(*_: Any) -> Iterator[str]:
        with suppress(threading.BrokenBarrierError):
            both.wait(2)  # while one is at work, the other must not begin
            met.append("at once")
        yield "In the video, he smiles. Emotions: [happy]"

    for model in models:
        explained(model, clip)  # loaded now, so that nothing but the turn keeps the two apart
        monkeypatch.setattr(model, "_pieces", pieces)

    def run(model: LocalLLM) -> None:
        answers[model.card.name] = explained(model, clip)

    threads = [threading.Thread(target=run, args=(model,)) for model in models]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert set(answers) == {"smolvlm2", "video-llava"}
    assert not met


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB"),
        RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"),
        MemoryError(),
    ],
)
def test_running_out_of_memory_is_one_sentence_and_frees_it(
    model: LocalLLM, clip: Clip, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    explained(model, clip)
    loaded = loading.LOADED[model.weights.id].model
    monkeypatch.setattr(loaded, "generate", lambda **_: (_ for _ in ()).throw(error))
    gone = weakref.ref(loaded)
    del loaded
    with pytest.raises(BackendError, match=r"ran out of memory on .* has been given back"):
        explained(model, clip)
    monkeypatch.undo()
    gc.collect()
    assert gone() is None and model.weights.id not in loading.LOADED


def test_another_error_is_not_taken_for_memory(
    model: LocalLLM, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    explained(model, clip)

    def fail(**_: Any) -> None:
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(loading.LOADED[model.weights.id].model, "generate", fail)
    with pytest.raises(RuntimeError, match="shapes"):
        explained(model, clip)


def test_nothing_of_what_it_takes(tiny: Tiny, clip: Clip) -> None:
    deaf = replace(SHORT, modalities=frozenset({Modality.ACOUSTIC}))
    with pytest.raises(BackendError, match=r"the picture, the words.*switched off or not there"):
        explained(tiny(NAME), clip, deaf)


def test_the_check_command(
    tiny: Tiny,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    tiny(NAME)
    assert check.main([NAME, "--tokens", "3"]) == 0
    assert "3 tokens in" in capsys.readouterr().out
    assert check.main(["qwen3-vl-8b"]) == 1
    assert check.main(["smol"]) == 2
    assert check.main([NAME, "--clip", str(tmp_path / "none.mp4")]) == 2
    assert "Traceback" not in capsys.readouterr().err
