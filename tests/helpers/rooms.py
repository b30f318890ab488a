"""Which tests share a process, and which begin first.

The suite runs in three processes on two cores, as much of it waits for a browser or a server. What
is dear to begin with (Chromium and the page's server, torch, the cascade's weights and what they
sense of the gallery) is begun in one process only, and the long ones go first, so that no process
has a long one left when the others have ended.
"""

from __future__ import annotations

from collections import Counter

import pytest
from xdist.scheduler import LoadFileScheduling

ROOMS = {
    "the browser's": ("tests/browser/",),
    "torch's": (
        "tests/backends/multimodal_llm/",
        "tests/backends/llm/test_text_models.py",
        "tests/backends/cascade/test_transcribers.py",
        "tests/backends/cascade/test_train",
        "tests/backends/cascade/test_words.py",
    ),
    "the cascade's": ("tests/backends/cascade/",),
}
"""A room and how the names of its files begin; a file belongs to the first that fits."""
LONG = ("browser", "slow", "models")
"""The markers of tests that take long."""


def room(nodeid: str) -> str:
    """The room that a test is in: one of `ROOMS`, else its file."""
    fitting = (name for name, begins in ROOMS.items() if nodeid.startswith(begins))
    return next(fitting, nodeid.split("::", 1)[0])


class Rooms(LoadFileScheduling):
    """Gives each process a room, and then the next."""

    def _split_scope(self, nodeid: str) -> str:
        return room(nodeid)


def long_ones_first(items: list[pytest.Item]) -> None:
    """Order tests by how many long ones their room has; within a room all stays as it was."""
    long = Counter(
        room(item.nodeid) for item in items if any(item.get_closest_marker(one) for one in LONG)
    )
    items.sort(key=lambda item: -long[room(item.nodeid)])
