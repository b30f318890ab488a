"""A small real server that speaks the OpenAI protocol, and misbehaves as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server answers to one request."""

    content: str | None = ""
    status: int = 200
    raw: str | None = None
    """The whole body, instead of a completion with `content`."""
    delay: float = 0.0
    location: str = ""
    """Where a redirect (307) leads."""


Brain = Callable[[dict[str, Any]], Reply]


@dataclass
class JudgeServer:
    """`replies` are used up in order; then `brain` answers, where there is one."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    brain: Brain | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def prompts(self) -> list[str]:
        """The first message of each request."""
        return [request["messages"][0]["content"] for request in self.requests]

    def _next(self, request: dict[str, Any], key: str | None) -> Reply:
        with self.lock:
            self.requests.append(request)
            self.keys.append(key)
            if self.replies:
                return self.replies.pop(0)
        assert self.brain, "the server was asked once too often"
        return self.brain(request)


def rating(score: object, truth: list[str] | None = None, said: list[str] | None = None) -> Reply:
    """A rating in the form that the judge is asked for."""
    return Reply(json.dumps({"truth": truth or [], "prediction": said or [], "score": score}))


@contextmanager
def serve(*replies: Reply, brain: Brain | None = None) -> Iterator[JudgeServer]:
    """The server, listening on this machine until the block ends."""
    served = JudgeServer(replies=list(replies), brain=brain)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = served._next(request, self.headers.get("Authorization"))
            time.sleep(reply.delay)
            message = {"role": "assistant", "content": reply.content}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            body: dict[str, Any] = {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": request["model"],
                "choices": [choice],
            }
            if reply.status != 200:
                body = {"error": {"message": f"no, {self.headers.get('Authorization')}"}}
            text = json.dumps(body) if reply.raw is None else reply.raw
            try:
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                if reply.location:
                    self.send_header("Location", reply.location)
                self.end_headers()
                self.wfile.write(text.encode())
            except OSError:
                pass  # the client has given up waiting

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
