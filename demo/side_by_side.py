"""Several backends on one clip at once: each in its own thread, none able to stop another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from queue import Empty, Queue
from time import perf_counter

import backends
from backends.backend import Request
from backends.base import Explanation, Partial, Progress
from backends.caveats import with_facts_of_the_file
from backends.clip import Clip
from backends.errors import EmerError
from demo.slots import CORES, Waiting
from demo.strings import SAY, STRINGS

log = logging.getLogger(__name__)

PATIENCE = 0.1
"""Seconds between two looks at whether the person has cancelled."""


@dataclass(frozen=True)
class Answer:
    """How far one backend has come with a clip."""

    backend: str
    stage: str | None = None
    waiting: Waiting | None = None
    """Where it stands in the line for this machine's cores, at the stage "line"."""
    fraction: float | None = None
    explanation: Explanation | None = None
    """What is known so far; complete once `done`."""
    error: str | None = None
    """One sentence for a person, if the backend failed. What it had said before stays."""
    done: bool = False
    cancelled: bool = False
    seconds: float = 0.0
    first_seconds: float | None = None
    """Seconds until the first partial result."""

    @property
    def complete(self) -> bool:
        """Whether it ended neither in an error nor by being cancelled."""
        return self.done and not self.error and not self.cancelled


def explain(
    clip: Clip, names: Sequence[str], request: Request, stop: threading.Event | None = None
) -> Iterator[Mapping[str, Answer]]:
    """Yield the state of every backend's answer, by name, each time that one of them moves on.

    The last state has every answer done. A backend that fails leaves its sentence in its own
    answer; the others go on. Setting `stop`, or closing the iterator, cancels what still runs:
    its answers end as `cancelled`, with what they had said so far.
    Raises UnknownBackend before anything starts if a name is not registered.
    """
    stop = stop or threading.Event()
    for name in names:
        backends.get(name)
    moves: Queue[Answer] = Queue()
    for name in names:
        threading.Thread(
            target=_work, args=(clip, name, request, moves, stop), name=name, daemon=True
        ).start()
    answers = {name: Answer(name) for name in names}
    try:
        yield dict(answers)
        while not all(answer.done for answer in answers.values()):
            try:
                answer = moves.get(timeout=PATIENCE)
                answers[answer.backend] = answer
            except Empty:
                if not stop.is_set():
                    continue
            if stop.is_set():
                answers = {name: _cancelled(answer) for name, answer in answers.items()}
            yield dict(answers)
    finally:
        stop.set()


def _cancelled(answer: Answer) -> Answer:
    return answer if answer.done else replace(answer, done=True, cancelled=True)


def _work(
    clip: Clip, name: str, request: Request, moves: Queue[Answer], stop: threading.Event
) -> None:
    """Run one backend to its end, or until `stop` is set, and put every move into the queue.

    One that needs this machine's cores first waits for a slot, which it tells as the stage "line".
    """
    if backends.get(name).waits:
        _run(clip, name, request, moves, stop)
        return

    def wait(waiting: Waiting) -> None:
        moves.put(Answer(name, stage="line", waiting=waiting))

    with CORES.held(stop, wait) as got:
        if got:
            _run(clip, name, request, moves, stop)


def _run(
    clip: Clip, name: str, request: Request, moves: Queue[Answer], stop: threading.Event
) -> None:
    began = perf_counter()
    answer = Answer(name)
    try:
        events = backends.get(name).explain(clip, request)
        for event in events:
            if stop.is_set():
                events.close()
                return
            answer = replace(answer, seconds=perf_counter() - began)
            if isinstance(event, Progress):
                answer = replace(answer, stage=event.stage, fraction=event.fraction)
            else:
                known = event.explanation if isinstance(event, Partial) else event
                known = known.model_copy(update={"backend": name})  # whatever it calls itself
                known = with_facts_of_the_file(known, clip, request.language)
                first = answer.first_seconds or answer.seconds
                answer = replace(answer, explanation=known, first_seconds=first)
            moves.put(answer)
        if answer.explanation is None:
            sentence = SAY.text(request.language, "nothing_said", name=name)
            answer = replace(answer, error=sentence)
    except EmerError as error:
        answer = replace(answer, error=error.text(request.language))
    except Exception as error:  # a fault of ours or a library's must not take the page down
        log.exception("backend %s failed on %s", name, clip.name)
        sentence = STRINGS[request.language]["backend_fault"]
        answer = replace(answer, error=sentence.format(name=name, kind=type(error).__name__))
    moves.put(replace(answer, done=True, seconds=perf_counter() - began))
