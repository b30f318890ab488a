"""Tells open pages that there is something new, as server-sent events: numbers, nothing else.

Several processes may serve one room, so each looks into the store a few times a second, once a room
however many phones are open.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from starlette.concurrency import run_in_threadpool

from demo.lesson.rooms import Rooms

LOOK = 0.4
"""Seconds between two looks."""
HEARTBEAT = 15.0
"""Seconds after which something is sent, so that no proxy takes the line for dead."""
Counters = tuple[int, int, int]


class News:
    """The counters of the rooms that pages of this process are open for."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._known: dict[str, tuple[float, Counters | None]] = {}
        self._looking = asyncio.Lock()

    async def stream(self, code: str, *, tally: bool) -> AsyncIterator[bytes]:
        """Version and news of a room when they move; with `tally`, for its teacher, also that."""
        told: tuple[int, ...] | None = None
        spoke = monotonic()
        while True:
            counters = await self._counters(code)
            if counters is None:
                yield b"event: gone\ndata: gone\n\n"
                return
            now = counters if tally else counters[:2]
            if now != told:
                told, spoke = now, monotonic()
                yield f"data: {'.'.join(map(str, now))}\n\n".encode()
            elif monotonic() - spoke > HEARTBEAT:
                spoke = monotonic()
                yield b": still here\n\n"
            await asyncio.sleep(LOOK)

    async def _counters(self, code: str) -> Counters | None:
        async with self._looking:
            looked, known = self._known.get(code, (float("-inf"), None))
            if monotonic() - looked < LOOK / 2:
                return known
            found = await run_in_threadpool(self._rooms.counters, code)
            self._known[code] = (monotonic(), found)
            if found is None:
                del self._known[code]
            return found
