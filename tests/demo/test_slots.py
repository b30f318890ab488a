"""Who needs this machine's cores waits for a slot; who only waits for another machine does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

import backends
from backends.backend import Request
from backends.base import Explanation, Partial, Progress
from backends.clip import Clip
from demo import side_by_side
from demo.side_by_side import Answer
from demo.slots import CORES, Slots, Waiting
from tests.helpers.fakes import Scripted
from tests.helpers.patience import PATIENCE

SAID = Explanation(clip="c", backend="b")


def said_by(name: str) -> Explanation:
    return SAID.model_copy(update={"backend": name})


class Remote(Scripted):
    """One whose work is done elsewhere."""

    waits = True


@pytest.fixture
def one_slot() -> Iterator[None]:
    CORES.limit(1)
    yield
    CORES.limit(None)


def put(monkeypatch: pytest.MonkeyPatch, **known: Scripted) -> None:
    monkeypatch.setattr(backends, "get", known.__getitem__)


@pytest.mark.usefixtures("one_slot")
def test_an_endpoint_goes_on_while_all_slots_are_taken(
    happy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    local = [Progress(stage="face"), gate, SAID]
    put(monkeypatch, one=Scripted(local), other=Scripted(local), remote=Remote([SAID]))
    states = side_by_side.explain(Clip.open(happy), ["one", "other", "remote"], Request())
    answers = next(states)
    while {answers[name].stage for name in ("one", "other")} != {"face", "line"}:
        answers = next(states)
    while not answers["remote"].done:
        answers = next(states)
    assert {answers[name].stage for name in ("one", "other")} == {"face", "line"}
    gate.set()
    *_, answers = states
    assert all(answer.explanation == said_by(name) for name, answer in answers.items())


@pytest.mark.usefixtures("one_slot")
def test_one_clip_gives_its_slot_to_the_next(happy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two explanations, as of two pages: the second begins when the first is over."""
    gate = threading.Event()
    put(monkeypatch, slow=Scripted([Partial(explanation=SAID), gate, SAID]), next=Scripted([SAID]))
    first = side_by_side.explain(Clip.open(happy), ["slow"], Request())
    while next(first)["slow"].explanation is None:
        pass
    second = side_by_side.explain(Clip.open(happy), ["next"], Request())
    while next(second)["next"].stage != "line":
        pass
    gate.set()
    *_, answers = second
    assert answers["next"].explanation == said_by("next")
    assert [state["slow"].done for state in first][-1]


@pytest.mark.usefixtures("one_slot")
def test_who_is_cancelled_leaves_the_line_at_once(
    happy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, stop = threading.Event(), threading.Event()
    never = Scripted([SAID])
    put(
        monkeypatch,
        slow=Scripted([Partial(explanation=SAID), gate, SAID]),
        never=never,
        next=Scripted([SAID]),
    )
    first = side_by_side.explain(Clip.open(happy), ["slow"], Request())
    while next(first)["slow"].explanation is None:
        pass
    answers: dict[str, Answer] = {}
    for state in side_by_side.explain(Clip.open(happy), ["never"], Request(), stop):
        answers |= state
        if state["never"].stage == "line":
            stop.set()
    assert answers["never"].cancelled
    third = side_by_side.explain(Clip.open(happy), ["next"], Request())
    while next(third)["next"].stage != "line":
        pass
    gate.set()
    *_, answers_of_third = third
    assert answers_of_third["next"].explanation == said_by(
        "next"
    )  # whoever left does not stand before it
    assert not never.closed.is_set()  # it was never asked


def test_slots_are_given_in_the_order_of_the_line() -> None:
    slots, order, stop = Slots(1), [], threading.Event()
    entered, leave = threading.Event(), threading.Event()

    def work(number: int) -> None:
        with slots.held(stop, lambda _: None) as got:
            assert got
            order.append(number)
            if number == 0:
                entered.set()
                leave.wait(PATIENCE)

    threads = [threading.Thread(target=work, args=(0,))]
    threads[0].start()
    assert entered.wait(PATIENCE)
    for number in (1, 2, 3):
        waiting = threading.Event()

        def wait(number: int = number, waiting: threading.Event = waiting) -> None:
            with slots.held(stop, lambda _: waiting.set()):
                order.append(number)

        threads.append(threading.Thread(target=wait))
        threads[-1].start()
        assert waiting.wait(PATIENCE)
    leave.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert order == [0, 1, 2, 3]


def test_without_a_limit_no_one_waits() -> None:
    slots, stop = Slots(), threading.Event()
    with (
        slots.held(stop, lambda _: pytest.fail("waited")) as one,
        slots.held(stop, lambda _: pytest.fail("waited")) as other,
    ):
        assert one and other


def test_a_raised_limit_lets_the_line_move_on() -> None:
    slots, stop, waiting, done = Slots(1), threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        with slots.held(stop, lambda _: waiting.set()) as got:
            assert got
            done.set()

    with slots.held(stop, lambda _: None):
        thread = threading.Thread(target=work)
        thread.start()
        assert waiting.wait(PATIENCE)
        sleep(0.05)
        assert not done.is_set()
        slots.limit(2)
        assert done.wait(PATIENCE)
        thread.join(PATIENCE)


def test_who_waits_is_told_the_place_and_a_fair_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    slots, stop, now = Slots(2), threading.Event(), [100.0]
    monkeypatch.setattr("demo.slots.monotonic", lambda: now[0])
    with slots.held(stop, lambda _: None):
        now[0] += 10.0  # so long takes what they do here
    places: dict[int, list[Waiting]] = {3: [], 4: [], 5: []}
    leave = threading.Event()

    def work(number: int) -> None:
        with slots.held(stop, places.get(number, []).append):
            leave.wait(PATIENCE)

    threads = []
    for number in range(1, 6):
        threads.append(threading.Thread(target=work, args=(number,)))
        threads[-1].start()
        while number > 2 and not places[number]:
            sleep(0.01)
        while number <= 2 and len(slots._began) < number:
            sleep(0.01)
        now[0] += 1.0
    first = {number: told[0] for number, told in places.items()}
    # the two at work have been so for 2 and 1 seconds when the third comes, and so on
    assert first == {3: Waiting(1, 8.0), 4: Waiting(2, 8.0), 5: Waiting(3, 16.0)}
    leave.set()
    for thread in threads:
        thread.join(PATIENCE)
    moved = [waiting.place for waiting in places[5]]
    assert moved == sorted(moved, reverse=True)


def test_before_anything_was_done_no_wait_is_guessed() -> None:
    slots, stop, told = Slots(1), threading.Event(), []

    def wait(waiting: Waiting) -> None:
        told.append(waiting)
        stop.set()

    with slots.held(threading.Event(), lambda _: None), slots.held(stop, wait) as got:
        assert not got
    assert told == [Waiting(1, None)]
