"""Backends for tests: one that does as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from backends.backend import Backend, Card, Request
from backends.base import ALL_MODALITIES, Event, Events
from backends.clip import Clip
from tests.helpers.patience import PATIENCE


class Scripted(Backend):
    """Yields the events it was given; an exception among them is raised, an Event waited for."""

    card = Card(
        name="scripted",
        title="Scripted",
        summary="For tests.",
        modalities=ALL_MODALITIES,
        licence="none",
        size="none",
        place="this machine",
        expected_time="none",
    )

    def __init__(self, script: Iterable[Event | Exception | threading.Event] = ()) -> None:
        self.script = list(script)
        self.played: list[Event] = []
        self.closed = threading.Event()

    def explain(self, clip: Clip, request: Request) -> Events:
        """Play the script; neither clip nor request matters."""
        del clip, request
        try:
            for step in self.script:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, threading.Event):
                    step.wait(PATIENCE)
                else:
                    self.played.append(step)
                    yield step
        finally:
            self.closed.set()
