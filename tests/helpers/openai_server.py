"""A small real server that speaks the OpenAI protocol, and misbehaves as it is told.

    with serving(Reply("Happy."), Reply(status=500)) as server:
        …                                   # ask server.url twice
        server.enqueue(Reply(fault="cut_off"))

Each request takes the next reply of the line. When that is empty, `otherwise` answers, or else the
server fails: it was asked once too often. Requests of the endpoint's probe (not streamed, one
token) never take from the line; what `probed` says answers them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from tests.helpers.openai_handler import Handler, is_probe

REASONS = (
    "In the video, he smiles. In the audio, his voice rises. In the text, he says goodbye. "
    "Therefore, he is glad.\nEmotions: [happy, relieved]"
)
TOKENS = {"text": 0, "image_url": 100, "video_url": 300, "input_audio": 50, "audio_url": 50}
"""What a part of each kind counts for; the words of text count one each."""


@dataclass(frozen=True)
class Reply:
    """What is answered to one request."""

    content: str | None = REASONS
    status: int = 200
    """Another than 200 is an error, whose message repeats the key that came."""
    raw: str | None = None
    """The whole body, instead of one with `content`."""
    kind: str = "application/json"
    """The content type of a body that is not streamed."""
    delay: float = 0.0
    """Seconds before anything is answered."""
    location: str = ""
    """Where a redirect (307) leads: the address of another server."""
    fault: str = ""
    """How it goes wrong: "silent" says nothing; a stream can also be "slow", "cut_off",
    "malformed", "flood" (words without end), "line" (one line without end), "think" (thoughts
    first), "error" (instead of words) or "nothing"."""


Brain = Callable[[dict[str, Any]], Reply]
"""The reply to a request's body."""


@dataclass
class OpenAIServer:
    """What the server answers, what it can do, and what it was asked."""

    replies: list[Reply] = field(default_factory=list)
    """The line, used up in order."""
    otherwise: Reply | Brain | None = None
    probed: Reply = field(default_factory=lambda: Reply("yes"))
    refuses: Sequence[str] = ()
    """Kinds of parts that are answered with 400."""
    drops: Sequence[str] = ()
    """Kinds of parts that are not counted, as if they were not there."""
    counts: bool = True
    """Whether an answer that is not streamed tells how many tokens it took."""
    most_pictures: int = 100
    key: str = ""
    """The key that is asked for, if any."""
    models: Sequence[str] = ()
    """The models that are offered; none: whatever it is asked for."""
    seconds: float = 0.0
    """How long every answer takes."""
    at_once: int = 100
    """How many answers are worked on at once; more requests wait in line."""
    busiest: int = 0
    """The most requests that were there at once."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    """Bodies of all requests for an answer, in the order in which they came."""
    keys: list[str | None] = field(default_factory=list)
    """The authorization of each of them."""
    left: threading.Event = field(default_factory=threading.Event)
    """Set when the client closes the connection of an answer that has not ended."""
    url: str = ""

    def __post_init__(self) -> None:
        self.places = threading.BoundedSemaphore(self.at_once)
        self.present = 0
        self.lock = threading.Lock()

    @property
    def streamed(self) -> list[dict[str, Any]]:
        """The requests that asked for a stream."""
        return [body for body in self.requests if body.get("stream")]

    def enqueue(self, *replies: Reply) -> None:
        """Line up more replies."""
        with self.lock:
            self.replies.extend(replies)

    def parts(self, i: int = -1) -> list[dict[str, Any]]:
        """The parts of the message of a streamed request."""
        return _parts(self.streamed[i])

    def prompts(self) -> list[str]:
        """The first message of each request."""
        return [body["messages"][0]["content"] for body in self.requests]

    def refusal(self, body: dict[str, Any], key: str | None) -> tuple[int, str] | None:
        """Status and message, where the server by its nature can't take a request."""
        if self.key and key != f"Bearer {self.key}":
            return 401, f"wrong key: {key}"
        if self.models and body["model"] not in self.models:
            return 404, f"The model {body['model']} does not exist."
        kinds = [part["type"] for part in _parts(body)]
        if refused := set(kinds) & set(self.refuses):
            named = " and ".join(sorted(refused)).replace("_url", "").replace("input_", "")
            return 400, f"This model does not support {named} input."
        if kinds.count("image_url") > self.most_pictures:
            return 400, f"At most {self.most_pictures} image(s) may be provided in one prompt."
        return None

    def reply(self, body: dict[str, Any]) -> Reply:
        """The reply whose turn it is."""
        if is_probe(body):
            return self.probed
        with self.lock:
            if self.replies:
                return self.replies.pop(0)
        if callable(self.otherwise):
            return self.otherwise(body)
        return self.otherwise or Reply(status=500, raw="it was asked once too often")

    def tokens(self, body: dict[str, Any]) -> int:
        """How many tokens the request counts for."""
        counted = [part for part in _parts(body) if part["type"] not in self.drops]
        words = sum(len(part.get("text", "").split()) for part in counted)
        return words + sum(TOKENS[part["type"]] for part in counted)


@contextmanager
def serving(*replies: Reply, **told: Any) -> Iterator[OpenAIServer]:
    """Run a server on a free port of this machine until the block ends; `url` leads there."""
    served = OpenAIServer([*replies], **told)

    class Told(Handler):
        told = served

    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _parts(body: dict[str, Any]) -> list[dict[str, Any]]:
    content = body["messages"][0]["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content
