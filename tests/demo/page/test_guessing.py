"""Guess first: nothing that tells reaches the page before it is revealed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from demo import page
from demo.ground_truth import gallery
from demo.page.explain import aliases
from demo.page.explain.choosing import Choosing
from demo.page.explain.explaining import Explaining
from demo.page.explain.guessing import Guessing
from demo.page.gradio_seams import Updates
from demo.page.page_state import PageState
from demo.settings import Settings
from tests.helpers.open_page import OpenPage

pytestmark = pytest.mark.models
TRUTH = gallery.of("1001_DFA_FEA_XX")
assert TRUTH
TELLING = ["1001_DFA", "EMER demo project", "Echo", "crowd", *TRUTH.emotions[1:]]
"""What must not be read: names of files and of backends, who wrote the truth, and its words."""


@pytest.fixture
def opened() -> OpenPage:
    """The page with the fearful clip, covered."""
    blocks = page.build(Settings(_cli_parse_args=False, backends=["echo"]))
    opened = OpenPage(blocks, Explaining)
    path = next(clip for clip in gallery.clips() if "FEA" in clip.name)
    opened.values |= {opened.page.state: PageState(str(path)), opened.page.choice.guess: True}
    return opened


def told(steps: list[Updates], opened: OpenPage) -> str:
    """All that these steps send to the page, but for its state, which stays on the server."""
    return " ".join(
        str(value) for step in steps for c, value in step.items() if c is not opened.page.state
    )


def test_nothing_tells_until_it_is_revealed(opened: OpenPage) -> None:
    steps = opened.fire(Guessing.switch)
    alias = aliases.aliases(by_alias=True)[0][1].stem
    event: Any = gr.EventData(None, {"clip": alias})
    steps += opened.fire(Choosing.pick, event)
    assert opened.value(opened.page.state).path == str(aliases.named(alias))
    opened.fire(Explaining.line_up)
    steps += opened.fire(Explaining.explain)
    covered = told(steps, opened)
    assert "Backend A" in covered
    assert not [word for word in TELLING if word in covered]

    opened.values[opened.page.choice.guess] = False
    revealed = told(opened.fire(Guessing.switch), opened)
    assert "Backend A" not in revealed
    for word in ("1001_DFA", "EMER demo project", "Echo"):
        assert word in revealed


def test_the_source_of_the_page_tells_no_truth(opened: OpenPage) -> None:
    source = str(opened.blocks.get_config_file())
    assert "1001_DFA" not in source
    assert "EMER demo project" not in source


def test_the_order_of_covered_clips_is_drawn_by_lot() -> None:
    shown = [alias for _, alias in aliases.aliases(by_alias=True)]
    assert shown == sorted(shown)
    assert {path.name for path in shown}.isdisjoint(path.name for path in gallery.clips())
    assert aliases.shown(None) is None
    assert aliases.shown("/elsewhere/mine.mp4") == "/elsewhere/mine.mp4"
    assert aliases.named("../secret") is None
    for clip, alias in aliases.aliases():
        assert alias.read_bytes() == Path(clip).read_bytes()
