"""The clip measured beside the run that asks for answers, to hold these against it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Self

import backends
from backends import measured
from backends.clip import Clip
from backends.measured import Measured
from demo.page.runs import PageRun
from demo.side_by_side import PATIENCE, Answer
from demo.slots import CORES, Waiting

log = logging.getLogger(__name__)


class Measuring:
    """What is measured in one clip, once it is known.

    Nothing is measured for the cascade's own answer, which has measured the clip itself, nor before
    that is done: whoever else answers waits for it, not for a second look.
    """

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(1, "measuring")
        self._found: Future[Measured | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def add(self, answers: Mapping[str, Answer]) -> None:
        """Begin as soon as there is something to hold against the clip."""
        own = answers.get(backends.DEFAULT)
        if self._found is not None or (own is not None and not own.done):
            return
        said = [
            name
            for name, answer in answers.items()
            if answer.explanation and backends.get(name).card.explains
        ]
        if said:
            alone = said == [backends.DEFAULT]
            self._found = self._pool.submit(self._known if alone else self._measured)

    @property
    def unfinished(self) -> bool:
        """Whether it has begun and is not done."""
        return self._found is not None and not self._found.done()

    def found(self) -> Measured | None:
        """What is known by now."""
        return self._found.result() if self._found and self._found.done() else None

    def wait(self, run: PageRun) -> Measured | None:
        """What is measured, once it is; None where the run is given up before."""
        while self._found and not self._found.done() and not run.given_up:
            wait([self._found], timeout=PATIENCE)
        return self.found()

    def _known(self) -> Measured | None:
        return self._safely(lambda: measured.known(self._clip))

    def _measured(self) -> Measured | None:
        def measure() -> Measured | None:
            if found := measured.known(self._clip):
                return found
            with CORES.held(self._stop, _in_line) as got:
                return measured.measure(self._clip, self._stop) if got else None

        return self._safely(measure)

    def _safely(self, look: Callable[[], Measured | None]) -> Measured | None:
        try:
            return look()
        except Exception:  # a clip that can't be measured, or a fault of ours: answers stay
            log.exception("measuring %s failed", self._clip.name)
            return None


def _in_line(_: Waiting) -> None:
    """Nobody is told the place in the line: the answers are there meanwhile."""
