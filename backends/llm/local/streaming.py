"""A model's answer, piece by piece, while it is being written."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from queue import Empty
from typing import Any

from backends.llm.local.loading import LOADED, Loaded

HEARTBEAT = 0.2
"""Seconds without a piece after which None is given, so that a cancellation is noticed."""


def pieces(
    model_id: str, inputs: Mapping[str, Any], max_tokens: int, seed: int | None
) -> Iterator[str | None]:
    """Yield the pieces of text that a loaded model generates; None where one takes long.

    Args:
        model_id: of a model in LOADED; its devices are held by the caller.
        inputs: what its processor made (tensors), of one clip.
        max_tokens: the answer ends after so many.
        seed: None gives the likeliest answer; a number draws one, the same for the same number.

    Closing the iterator stops the model at its next token. What the model raises is raised.
    """
    import torch
    from transformers import TextIteratorStreamer

    loaded = LOADED[model_id]
    loaded.tokens = 0
    stop = threading.Event()
    failures: list[BaseException] = []
    streamer = TextIteratorStreamer(
        loaded.tokenizer, skip_prompt=True, timeout=HEARTBEAT, skip_special_tokens=True
    )

    def token_written(*_: Any, **__: Any) -> bool:
        loaded.tokens += 1
        return stop.is_set()

    def work() -> None:
        try:
            if seed is not None:
                torch.manual_seed(seed)
            loaded.model.generate(
                **_on_device(inputs, loaded.model),
                max_new_tokens=max_tokens,
                do_sample=seed is not None,
                streamer=streamer,
                stopping_criteria=[token_written],
                eos_token_id=_end(loaded),
            )
        except BaseException as error:  # raised again where the caller can see it
            failures.append(error)
        finally:
            streamer.end()

    thread = threading.Thread(target=work, name=model_id, daemon=True)
    thread.start()
    try:
        while True:
            try:
                yield next(streamer)
            except Empty:
                yield None
            except StopIteration:
                break
    finally:
        stop.set()
        thread.join()
    if failures:
        raise failures.pop()


def without_marks(text: str, tokenizer: Any) -> str:
    """`text` with the model's control marks broken up, so that a subtitle can't end its turn."""
    marks = [mark for mark in tokenizer.get_added_vocab() if len(mark.strip()) > 1]
    for mark in sorted(marks, key=len, reverse=True):
        text = text.replace(mark, f"{mark[0]} {mark[1:]}")
    return text


def _end(loaded: Loaded) -> Any:
    """The mark or marks that end an answer: Qwen2.5-Omni's own settings name none."""
    named = loaded.model.generation_config.eos_token_id
    return loaded.tokenizer.eos_token_id if named is None else named


def _on_device(inputs: Mapping[str, Any], model: Any) -> dict[str, Any]:
    """The inputs where the model is; those that are not whole numbers in its dtype."""
    import torch

    def moved(value: Any) -> Any:
        if not isinstance(value, torch.Tensor):
            return value
        value = value.to(model.device)
        return value.to(model.dtype) if value.is_floating_point() else value

    return {name: moved(value) for name, value in inputs.items()}
