"""What each open page waits for, so that it can be cancelled or left behind.

Of an explanation, a comparison or a benchmark: a press of a button takes a ticket, which is worth
a run once its turn has come.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from uuid import uuid4

from demo.page.gradio_seams import Updates, unchanged

LAST_WORD = 10.0
"""Seconds at most for which the next thing waits until a run that is left behind is over. It is a
moment; on a very busy machine it was more than two, and the run drew over what came next."""


class PageRun:
    """One press of a button that starts something."""

    def __init__(self) -> None:
        self.ticket = str(uuid4())
        self.stop = Event()
        """Set: end the work; what was said so far stays."""
        self.left = False
        """The page has gone on to something else, or is closed: show nothing more of this run."""
        self.given_up = False
        """The person waits no longer; `stop` alone is set at the end of every run."""
        self.started = False
        self.over = Event()
        self._stopping: list[Callable[[], None]] = []

    def unless_left(self, step: Updates) -> Updates:
        """What is to be drawn; nothing where the page has gone on while it was made."""
        return unchanged() if self.left else step

    def when_given_up(self, end: Callable[[], None]) -> None:
        """Call `end`, from any thread, once the person waits no longer; at once if so already."""
        self._stopping.append(end)
        if self.given_up:
            end()

    def give_up(self) -> None:
        """The person waits no longer."""
        self.given_up = True
        self.stop.set()
        for end in [*self._stopping]:
            end()


class Runs:
    """At most one run a session."""

    def __init__(self) -> None:
        self._runs: dict[str, PageRun] = {}
        self._turns: dict[str, Event] = {}
        """Session → set once the clip that the person turned to last is the page's."""

    def turn(self, session: str) -> None:
        """The person has pressed another clip: what was asked for before is left behind."""
        self._turns[session] = Event()
        self.leave(session)

    def turned(self, session: str) -> None:
        """The page has the clip that was pressed."""
        turn = self._turns.pop(session, None)
        if turn:
            turn.set()

    def wait_for_turn(self, session: str) -> None:
        """Return once the page has the clip that was pressed last, if one was.

        What is asked for meanwhile is asked of that clip, and must not be lost.
        """
        turn = self._turns.get(session)
        if turn:
            turn.wait(LAST_WORD)

    def line_up(self, session: str) -> str:
        """The ticket of a new run, which takes the place of any other of this session."""
        self.leave(session)
        run = self._runs[session] = PageRun()
        return run.ticket

    def start(self, session: str, ticket: str) -> PageRun | None:
        """The run of this ticket, once its turn has come; None: it was left behind meanwhile."""
        run = self._runs.get(session)
        if run is None or run.ticket != ticket:
            return None
        run.started = True
        return run

    def at_work(self, session: str) -> bool:
        """Whether a run of this session has begun and is not over."""
        run = self._runs.get(session)
        return run is not None and run.started

    def cancel(self, session: str) -> None:
        """The person has had enough; the run draws its last state."""
        run = self._runs.get(session)
        if run:
            run.give_up()

    def leave(self, session: str) -> None:
        """The person has turned to something else; the run ends and draws nothing more.

        Returns once that is so, that its last picture may not come after the next one.
        """
        run = self._runs.pop(session, None)
        if run:
            run.left = True
            run.give_up()
            if run.started:
                run.over.wait(LAST_WORD)

    def end(self, session: str, run: PageRun) -> None:
        """The run is over."""
        run.over.set()
        if self._runs.get(session) is run:
            del self._runs[session]
