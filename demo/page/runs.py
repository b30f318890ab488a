"""The explanation that each session waits for, so that it can be cancelled or left behind."""

from __future__ import annotations

from threading import Event
from uuid import uuid4

LAST_WORD = 2.0
"""Seconds that a run which is left behind has to draw what it was about to draw."""


class Run:
    """One press of “Explain”."""

    def __init__(self) -> None:
        self.ticket = str(uuid4())
        self.stop = Event()
        """Set: end the work; what was said so far stays."""
        self.left = False
        """The page has gone on to another clip, or is closed: show nothing more of this run."""
        self.given_up = False
        """The person waits no longer; `stop` alone is set at the end of every run."""
        self.started = False
        self.over = Event()


class Runs:
    """At most one run a session."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}

    def line_up(self, session: str) -> str:
        """The ticket of a new run, which takes the place of any other of this session."""
        self.leave(session)
        run = self._runs[session] = Run()
        return run.ticket

    def start(self, session: str, ticket: str) -> Run | None:
        """The run of this ticket, once its turn has come; None: it was left behind meanwhile."""
        run = self._runs.get(session)
        if run is None or run.ticket != ticket:
            return None
        run.started = True
        return run

    def cancel(self, session: str) -> None:
        """The person has had enough; the run draws its last state."""
        run = self._runs.get(session)
        if run:
            run.given_up = True
            run.stop.set()

    def leave(self, session: str) -> None:
        """The person has turned to something else; the run ends and draws nothing more.

        Returns once that is so, that its last picture may not come after the next one.
        """
        run = self._runs.pop(session, None)
        if run:
            run.left = run.given_up = True
            run.stop.set()
            if run.started:
                run.over.wait(LAST_WORD)

    def end(self, session: str, run: Run) -> None:
        """The run is over."""
        run.over.set()
        if self._runs.get(session) is run:
            del self._runs[session]
