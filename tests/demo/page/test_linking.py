"""What an address that ends in a query opens, and which query opens what is shown."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from backends.backend import Request
from backends.base import Modality
from demo.page.explain import linking
from demo.page.page_state import PageState
from demo.side_by_side import Answer
from tests.helpers.places import GALLERY

HAPPY = GALLERY / "1001_DFA_HAP_XX.mp4"
VISUAL, ACOUSTIC, LEXICAL = Modality
STATE = PageState(
    path=str(HAPPY),
    segment=(0.25, 1.5),
    answers={"mine:Mine": Answer("mine:Mine"), "echo": Answer("echo")},
    language="zh",
    asked=Request("zh", frozenset({VISUAL, LEXICAL}), {}),
)


def test_what_is_shown_is_opened_again() -> None:
    query = dict(parse_qsl(linking.address(STATE).removeprefix("?")))
    assert query["lang"] == "zh"
    opened = linking.read(query, ["cascade", "echo", "mine:Mine"])
    assert opened == linking.Linked(HAPPY, (0.25, 1.5), ("echo", "mine:Mine"), (VISUAL, LEXICAL))


def test_only_clips_of_the_gallery_have_a_link() -> None:
    assert linking.address(replace(STATE, path="/tmp/1001_DFA_HAP_XX.mp4")) == ""
    assert linking.address(replace(STATE, path=None)) == ""
    assert linking.address(replace(STATE, asked=None)) == ""


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ({"clip": "../../etc/passwd"}, None),
        ({}, None),
        ({"clip": HAPPY.stem}, linking.Linked(HAPPY, None, (), tuple(Modality))),
        (
            {"clip": HAPPY.stem, "backends": "gone,echo", "use": "smell", "from": "x", "to": "nan"},
            linking.Linked(HAPPY, None, ("echo",), tuple(Modality)),
        ),
        (
            {"clip": HAPPY.stem, "from": "1", "to": "0.5"},
            linking.Linked(HAPPY, None, (), tuple(Modality)),
        ),
    ],
)
def test_what_is_not_there_is_left_out(query: dict[str, str], meant: linking.Linked | None) -> None:
    assert linking.read(query, ["cascade", "echo"]) == meant
