"""Which events the page has, who may call them, and that none waits behind explanations."""

from __future__ import annotations

import gradio as gr
import pytest

from demo import page
from demo.page.concurrency import THREADS
from demo.page.explain.choosing import Choosing
from demo.page.explain.explaining import Explaining
from demo.page.translating import Translating
from demo.settings import Settings
from tests.helpers.open_page import tied


@pytest.fixture(scope="module")
def blocks() -> gr.Blocks:
    """Both pages."""
    return page.build(Settings(_cli_parse_args=False, backends=["echo"]))


def test_two_events_are_public(blocks: gr.Blocks) -> None:
    events = [fn for fn in blocks.fns.values() if fn.api_visibility != "private"]
    assert [fn.api_name for fn in events if not _unloads(fn)] == ["explain", "take_away"]


def _unloads(fn: object) -> bool:
    """Whether it is the closing of a page, which no one can call."""
    return any(name == "unload" for _, name in fn.targets)  # type: ignore[attr-defined]


def test_every_event_has_a_limit_that_was_meant(blocks: gr.Blocks) -> None:
    in_line = [fn for fn in blocks.fns.values() if fn.queue and not _unloads(fn)]
    assert len(in_line) > 10
    assert "default" not in {fn.concurrency_limit for fn in in_line}
    limits = {fn.concurrency_id: fn.concurrency_limit for fn in in_line}
    assert len({(fn.concurrency_id, fn.concurrency_limit) for fn in in_line}) == len(limits)
    assert sum(limits.values()) < THREADS  # or a full line would hold up the others


def test_choosing_never_waits_behind_explanations(blocks: gr.Blocks) -> None:
    explaining = tied(blocks, Explaining.explain).concurrency_id
    for quick in (Choosing.pick, Choosing.upload, Choosing.record, Translating.translate):
        assert tied(blocks, quick).concurrency_id != explaining
    assert not tied(blocks, Explaining.cancel).queue
    assert not tied(blocks, Explaining.line_up).queue
