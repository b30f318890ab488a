"""What Explain and Cancel of the page do, without a browser."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

import backends
from backends.base import Explanation, Partial
from demo.ground_truth.library import Library
from demo.page.compare.agreement_view import agreements
from demo.page.explain.handlers import Handlers
from demo.page.page_state import Shown
from demo.page.runs import Runs
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.strings import STRINGS
from tests.helpers.fakes import Scripted


class Session:
    """As much of a gr.Request as the handlers look at."""

    session_hash = "one"


@pytest.fixture
def do() -> Handlers:
    """The handlers, with one backend."""
    settings = Settings(_cli_parse_args=False, backends=["echo"])
    return Handlers(settings, Library.open([]), None, Uploads(), Runs())


def session() -> Any:
    """The page's request."""
    return Session()


def explain(do: Handlers, shown: Shown, end: float | None = None) -> list[list[Any]]:
    """Press Explain and let it run to its end; returns all that was drawn."""
    ticket = do.line_up("en", session(), True)[0]
    chosen = [*[""] * len(do.options), True]
    given = ("", None, end, "", "", ["visual"])
    return list(do.explain(ticket, shown, "en", *given, session(), *chosen))


def test_after_cancel_the_page_says_so_and_waits_for_nothing(
    do: Handlers, monkeypatch: pytest.MonkeyPatch, happy: Path
) -> None:
    waiting = threading.Event()  # never set: it waits 10 s
    first = Partial(explanation=Explanation(clip="c", backend="echo"))
    slow = Scripted([first, waiting])
    monkeypatch.setattr(backends.get("echo"), "explain", slow.explain)
    cancel = threading.Timer(0.5, do.cancel, [session()])
    cancel.start()
    shown, _, _, compared, _, status, *_ = explain(do, Shown(str(happy)))[-1]
    waiting.set()
    assert STRINGS["en"]["cancelled"] in status
    assert STRINGS["en"]["agreement_cancelled"] in compared
    assert STRINGS["en"]["agreement_comparing"] not in compared
    again = agreements(shown.truth(do.library, "zh"), shown, "zh", None)
    assert STRINGS["zh"]["agreement_cancelled"] in again


@pytest.mark.models
def test_only_a_true_part_of_a_clip_counts_as_one(do: Handlers, happy: Path) -> None:
    part = explain(do, Shown(str(happy)), end=1.0)[-1]
    assert part[0].segment == (0.0, 1.0)
    assert "Only 0.0–1.0 s of the clip was explained" in part[3]
    whole = explain(do, Shown(str(happy)), end=99.0)[-1]
    assert whole[0].segment is None
    assert STRINGS["en"]["done"] in whole[5]


@pytest.mark.models
def test_answers_in_another_language_are_told(do: Handlers, happy: Path) -> None:
    shown = explain(do, Shown(str(happy)))[-1][0]
    told = STRINGS["zh"]["answers_in_other_language"]
    assert any(told in str(update) for update in do.draw(shown, "zh"))
    assert not any(told in str(update) for update in do.draw(Shown(str(happy)), "zh"))
    ended = [str(update) for update in do.draw(shown, "en")]
    assert any(STRINGS["en"]["done"] in update for update in ended)
    assert not any(STRINGS["en"]["answers_in_other_language"] in update for update in ended)
