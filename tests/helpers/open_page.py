"""A page as a browser holds it, without one: the values of its components, and its events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction

from demo.page.gradio_seams import Block, Updates


class Session:
    """As much of a gr.Request as the handlers look at."""

    session_hash = "one"


def session() -> Any:
    """The page's request."""
    return Session()


def tied(blocks: gr.Blocks, method: Callable[..., Any]) -> BlockFunction:
    """The event of a page that calls this method of a class of handlers."""
    found = [fn for fn in blocks.fns.values() if getattr(fn.fn, "__func__", None) is method]
    return found[0]


class OpenPage:
    """One open page. `fire` does what Gradio does with a handler, and keeps what it changes."""

    def __init__(self, blocks: gr.Blocks, handlers: type) -> None:
        self.blocks = blocks
        owners = (getattr(fn.fn, "__self__", None) for fn in blocks.fns.values())
        self.do: Any = next(owner for owner in owners if type(owner) is handlers)
        self.page = self.do.page
        self.values: dict[Block, Any] = {}

    def fire(self, method: Callable[..., Any], *more: Any) -> list[Updates]:
        """All that an event changes, step by step; each step names outputs of the event only."""
        return list(self.steps(method, *more))

    def steps(self, method: Callable[..., Any], *more: Any) -> Iterator[Updates]:
        """The same, one after the other."""
        event = tied(self.blocks, method)
        given: list[Any] = (
            [{one: self.value(one) for one in event.inputs}] if event.inputs_as_dict else []
        )
        if "session" in signature(event.fn).parameters:
            given.append(session())
        answer = event.fn(*given, *more)
        for step in answer if isinstance(answer, Iterator) else [answer]:
            if step is None or step == gr.skip():
                yield {}
                continue
            assert set(step) <= set(event.outputs), event.name
            for component, value in step.items():
                if not isinstance(value, dict) or value.get("__type__") != "update":
                    self.values[component] = value
                elif "value" in value:
                    self.values[component] = value["value"]
            yield step

    def value(self, component: Block) -> Any:
        """What a component holds now."""
        return self.values.get(component, component.value)
