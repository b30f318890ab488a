"""How many answers may use this machine's cores at once: a line before a fixed number of slots.

A backend that only waits for another machine (`Backend.waits`) holds none, so an endpoint answers
while every slot is taken. Commands set no limit; the page sets `Settings.parallel`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Event

LOOK = 0.1
"""Seconds between two looks of one in the line at whether the person has cancelled."""


class Slots:
    """Places for work on this machine's cores, given in the order in which they are asked for."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._taken = 0
        self._line: deque[object] = deque()
        self._moved = Condition()

    @property
    def most(self) -> int | None:
        """How many may be taken at once; None: any number."""
        return self._most

    def limit(self, most: int | None) -> None:
        """Set how many may be taken at once; those that are taken already stay so."""
        with self._moved:
            self._most = most
            self._moved.notify_all()

    @contextmanager
    def held(self, stop: Event, on_wait: Callable[[], None]) -> Iterator[bool]:
        """Hold a slot for the block, once there is one.

        `on_wait` is called once if there is none yet. The value is False where `stop` was set
        before: then no slot is held.
        """
        got = self._take(stop, on_wait)
        try:
            yield got
        finally:
            if got:
                with self._moved:
                    self._taken -= 1
                    self._moved.notify_all()

    def _take(self, stop: Event, on_wait: Callable[[], None]) -> bool:
        place = object()
        with self._moved:
            self._line.append(place)
            told = False
            try:
                while not stop.is_set():
                    if self._is_next(place):
                        self._taken += 1
                        return True
                    if not told:
                        on_wait()
                        told = True
                    self._moved.wait(LOOK)
                return False
            finally:
                self._line.remove(place)
                self._moved.notify_all()

    def _is_next(self, place: object) -> bool:
        free = self._most is None or self._taken < self._most
        return free and self._line[0] is place


CORES = Slots()
"""The slots of this process, whoever asks: page, endpoint and benchmark share them."""
