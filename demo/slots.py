"""How many answers may use this machine's cores at once: a line before a fixed number of slots.

A backend that only waits for another machine (`Backend.waits`) holds none, so an endpoint answers
while every slot is taken. Commands set no limit; the page sets `Settings.parallel`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import heapify, heapreplace
from statistics import median
from threading import Condition, Event
from time import monotonic

LOOK = 0.1
"""Seconds between two looks of one in the line at whether the person has cancelled."""


REMEMBERED = 15
"""How many of the last pieces of work tell how long the next will take."""
STEP = 5.0
"""Seconds by which the wait must have changed to be told again."""


@dataclass(frozen=True)
class Waiting:
    """Where someone stands in the line."""

    place: int
    """1 is the next."""
    seconds: float | None
    """Until their turn, as the last pieces of work took; None before there was any."""

    def tells_more_than(self, other: Waiting | None) -> bool:
        """Whether a person should be told of it after `other`."""
        if (
            other is None
            or other.place != self.place
            or (other.seconds is None) != (self.seconds is None)
        ):
            return True
        return abs((self.seconds or 0.0) - (other.seconds or 0.0)) >= STEP


class Slots:
    """Places for work on this machine's cores, given in the order in which they are asked for."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._began: dict[object, float] = {}
        """Those who hold a slot → since when."""
        self._lasted: deque[float] = deque(maxlen=REMEMBERED)
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
    def held(self, stop: Event, on_wait: Callable[[Waiting], None]) -> Iterator[bool]:
        """Hold a slot for the block, once there is one.

        `on_wait` is called if there is none yet, and again as the line moves on. The value is
        False where `stop` was set before: then no slot is held.
        """
        place = object()
        got = self._take(place, stop, on_wait)
        try:
            yield got
        finally:
            if got:
                with self._moved:
                    lasted = monotonic() - self._began.pop(place)
                    if not stop.is_set():
                        self._lasted.append(lasted)
                    self._moved.notify_all()

    def _take(self, place: object, stop: Event, on_wait: Callable[[Waiting], None]) -> bool:
        with self._moved:
            self._line.append(place)
            told: Waiting | None = None
            try:
                while not stop.is_set():
                    if self._is_next(place):
                        self._began[place] = monotonic()
                        return True
                    waiting = self._waiting(place)
                    if waiting.tells_more_than(told):
                        on_wait(waiting)
                        told = waiting
                    self._moved.wait(LOOK)
                return False
            finally:
                self._line.remove(place)
                self._moved.notify_all()

    def _is_next(self, place: object) -> bool:
        free = self._most is None or len(self._began) < self._most
        return free and self._line[0] is place

    def _waiting(self, place: object) -> Waiting:
        """When it will be its turn, if all take as long as the last ones did in the middle."""
        number = self._line.index(place) + 1
        if not self._lasted or not self._most:
            return Waiting(number, None)
        each, now = median(self._lasted), monotonic()
        free = [max(began + each - now, 0.0) for began in self._began.values()]
        free += [0.0] * (self._most - len(free))  # one is free, and about to be taken
        heapify(free)
        for _ in range(number - 1):
            heapreplace(free, free[0] + each)
        return Waiting(number, free[0])


CORES = Slots()
"""The slots of this process, whoever asks: page, endpoint and benchmark share them."""
