"""How many events of each kind are at work at once, over all people; the others wait in line.

Each kind has a line of its own, so that choosing a clip, uploading one or changing the language
never waits behind explanations. Every event of the page names its kind.
"""

from __future__ import annotations

from typing import TypedDict


class Limit(TypedDict):
    """What an event's listener takes: events of one `concurrency_id` share one limit."""

    concurrency_id: str
    concurrency_limit: int


EXPLAINING = Limit(concurrency_id="explain", concurrency_limit=40)
"""They mostly wait: for a server, or for a core of this machine. Who has to wait for a core is said
by `demo.side_by_side` in the answer's own column, and not by a line before all of them."""
COMPARING = Limit(concurrency_id="compare", concurrency_limit=8)
"""They wait for the judge, or take the time of a core for a second or two."""
BENCHMARKING = Limit(concurrency_id="benchmark", concurrency_limit=1)
"""One measures what the machine can do: a second one beside it would spoil its timings."""
CHOOSING = Limit(concurrency_id="choose", concurrency_limit=20)
"""What a person waits for with the finger still on the button: over in less than a second."""
COPYING = Limit(concurrency_id="copy", concurrency_limit=10)
"""Copies for the player. They wait for a core of this machine."""

UNQUEUED = 16
"""Threads for what stands in no line: lining up, cancelling, closing the page."""
THREADS = UNQUEUED + sum(
    limit["concurrency_limit"] for limit in (EXPLAINING, COMPARING, BENCHMARKING, CHOOSING, COPYING)
)
"""Each event at work holds one of Gradio's threads: with fewer, one kind would wait for another."""
