"""The runs of open pages: cancelled, left behind, or replaced by the next."""

from __future__ import annotations

import threading
from time import sleep

from demo.page.gradio_seams import unchanged
from demo.page.runs import Runs
from tests.helpers.patience import PATIENCE


def test_a_run_is_cancelled_or_left() -> None:
    runs = Runs()
    ticket = runs.line_up("me")
    first = runs.start("me", ticket)
    assert first
    runs.cancel("me")
    assert first.stop.is_set()
    assert not first.left
    first.over.set()
    again = runs.line_up("me")  # in place of the first
    assert first.left
    assert runs.start("me", ticket) is None
    second = runs.start("me", again)
    assert second
    runs.end("me", second)
    runs.cancel("me")  # nothing to cancel any more
    assert not second.stop.is_set()


def test_nothing_is_drawn_that_was_made_while_the_page_went_on() -> None:
    runs = Runs()
    run = runs.start("me", runs.line_up("me"))
    assert run
    assert run.unless_left({"status": "Done."}) == {"status": "Done."}
    run.over.set()
    runs.leave("me")
    assert run.unless_left({"status": "Done."}) == unchanged()


def test_the_next_thing_waits_until_what_is_left_is_over() -> None:
    """However long that takes on a busy machine, within reason: else it draws over what is next."""
    runs, said = Runs(), []
    run = runs.start("me", runs.line_up("me"))
    assert run

    def at_work() -> None:
        run.stop.wait(PATIENCE)
        sleep(2.5)  # it was drawing just now
        said.append("last word")
        runs.end("me", run)

    worker = threading.Thread(target=at_work)
    worker.start()
    runs.leave("me")
    assert said == ["last word"]
    worker.join()


def test_what_is_left_before_its_turn_never_starts() -> None:
    runs = Runs()
    ticket = runs.line_up("me")
    runs.leave("me")
    assert runs.start("me", ticket) is None


def test_who_gives_up_ends_the_work_at_once_and_whenever_it_begins() -> None:
    runs, ended = Runs(), []
    run = runs.start("me", runs.line_up("me"))
    assert run
    run.when_given_up(lambda: ended.append("first"))
    assert not ended
    runs.cancel("me")
    assert ended == ["first"]
    run.when_given_up(lambda: ended.append("late"))  # begun between the press and its effect
    assert ended == ["first", "late"]


def test_only_what_has_begun_is_at_work() -> None:
    runs = Runs()
    ticket = runs.line_up("me")
    assert not runs.at_work("me")
    run = runs.start("me", ticket)
    assert run
    assert runs.at_work("me")
    assert not runs.at_work("you")
    runs.end("me", run)
    assert not runs.at_work("me")


def test_what_is_asked_while_another_clip_is_chosen_waits_for_it_and_is_kept() -> None:
    runs = Runs()
    runs.turn("me")
    done: list[str] = []

    def ask() -> None:
        runs.wait_for_turn("me")
        done.append(runs.line_up("me"))

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(0.1)
    assert not done
    runs.turned("me")
    asking.join(PATIENCE)
    (ticket,) = done
    assert runs.start("me", ticket)
    runs.wait_for_turn("me")  # at once: nothing is being chosen
