"""Servers for tests: one that speaks the OpenAI protocol and misbehaves as it is told."""

from __future__ import annotations

import json
import select
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REASONS = (
    "In the video, he smiles. In the audio, his voice rises. In the text, he says goodbye. "
    "Therefore, he is glad.\nEmotions: [happy, relieved]"
)
TOKENS = {"text": 0, "image_url": 100, "video_url": 300, "input_audio": 50, "audio_url": 50}
"""What a part of each kind counts for; the words of text count one each."""


@dataclass
class Endpoint:
    """How it answers, and what it was asked.

    `faults` are used up one a streamed request: an HTTP status, "slow", "cut_off", "malformed",
    "html", "flood", "line", "think", "silent", "error", "nothing"; the last one stays.
    """

    answer: str = REASONS
    faults: list[int | str] = field(default_factory=list)
    refuses: Sequence[str] = ()
    """Kinds of parts that are answered with 400."""
    drops: Sequence[str] = ()
    """Kinds of parts that are not counted, as if they were not there."""
    counts: bool = True
    sends_on: str = ""
    """The address to which every request is redirected (307)."""
    probed: int | str = ""
    """The fault of every request of the probe: an HTTP status, "malformed", "silent"."""
    most_pictures: int = 100
    key: str = ""
    models: Sequence[str] = ("tiny",)
    seconds: float = 0.0
    """How long every answer takes."""
    at_once: int = 100
    """How many answers are worked on at once; more requests wait in line."""
    busiest: int = 0
    """The most requests that were there at once."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    """Bodies of all requests for an answer, in the order in which they came."""
    left: threading.Event = field(default_factory=threading.Event)
    """Set when the client closes the connection of a silent or slow answer."""
    url: str = ""

    def __post_init__(self) -> None:
        self.places = threading.BoundedSemaphore(self.at_once)
        self.present = 0

    @property
    def streamed(self) -> list[dict[str, Any]]:
        """The requests that are not the probe's."""
        return [body for body in self.requests if body.get("stream")]

    def parts(self, i: int = -1) -> list[dict[str, Any]]:
        """The parts of the message of a streamed request."""
        content = self.streamed[i]["messages"][0]["content"]
        return [{"type": "text", "text": content}] if isinstance(content, str) else content


@contextmanager
def serving(endpoint: Endpoint) -> Iterator[Endpoint]:
    """Run `endpoint` on a free port of this machine; its `url` then leads there."""

    class Handler(_Handler):
        told = endpoint

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Endpoint

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """The models that are offered."""
        if self.path != "/v1/models":
            return self._error(404, "no such address")
        listed = [{"id": name, "object": "model"} for name in self.told.models]
        return self._json(200, {"object": "list", "data": listed})

    def do_POST(self) -> None:
        """One answer."""
        told = self.told
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        told.requests.append(body)
        if told.sends_on:
            return self._send_on()
        if self.path != "/v1/chat/completions":
            return self._error(404, "no such address")
        if told.key and self.headers["authorization"] != f"Bearer {told.key}":
            return self._error(401, f"wrong key: {self.headers['authorization']}")
        if body["model"] not in told.models:
            return self._error(404, f"The model {body['model']} does not exist.")
        content = body["messages"][0]["content"]
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        if refused := {part["type"] for part in parts} & set(told.refuses):
            named = " and ".join(sorted(refused)).replace("_url", "").replace("input_", "")
            return self._error(400, f"This model does not support {named} input.")
        if sum(part["type"] == "image_url" for part in parts) > told.most_pictures:
            most = f"At most {told.most_pictures} image(s) may be provided in one prompt."
            return self._error(400, most)
        if not body.get("stream") and isinstance(told.probed, int):
            return self._error(told.probed, "as told")
        if not body.get("stream") and told.probed == "malformed":
            return self._send(200, "application/json", b'{"choices": [')
        if not body.get("stream") and told.probed == "silent":
            return self._wait_for_leaving(30) and None
        told.present += 1
        told.busiest = max(told.busiest, told.present)
        with told.places:
            time.sleep(told.seconds)
        told.present -= 1
        if not body.get("stream"):
            return self._json(200, self._whole(parts))
        fault = told.faults[0] if told.faults else ""
        if len(told.faults) > 1:
            told.faults.pop(0)
        if isinstance(fault, int):
            return self._error(fault, "as told")
        if fault == "html":
            return self._send(200, "text/html", b"<html><script>alert(1)</script></html>")
        try:
            self._stream(fault)
        except OSError:
            told.left.set()
        return None

    def _whole(self, parts: list[dict[str, Any]]) -> dict[str, Any]:
        counted = [part for part in parts if part["type"] not in self.told.drops]
        words = sum(len(part.get("text", "").split()) for part in counted)
        tokens = words + sum(TOKENS[part["type"]] for part in counted)
        usage = {"prompt_tokens": tokens, "completion_tokens": 1, "total_tokens": tokens + 1}
        message = {"role": "assistant", "content": "yes"}
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": "tiny",
            "choices": [{"index": 0, "message": message, "finish_reason": "length"}],
        } | ({"usage": usage} if self.told.counts else {})

    def _stream(self, fault: str) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        pieces = [f"{word} " for word in self.told.answer.split(" ")]
        if fault == "silent":
            self._wait_for_leaving(30)
            return
        if fault == "error":
            self._event({"error": {"message": "out of memory", "code": 500}})
            return
        if fault == "think":
            for word in ("Hm", ", he", " smiles."):
                self._delta({"reasoning_content": word})
        while fault == "flood":
            self._delta({"content": "word " * 20})
        while fault == "line":
            self._chunk(b"data: " + b"x" * 100_000)
        for i, piece in enumerate(pieces if fault != "nothing" else []):
            if fault == "cut_off" and i == len(pieces) // 2:
                return  # without the last chunk: the connection just ends
            if fault == "malformed" and i == 3:
                self._chunk(b'data: {"choices": [{"delta"\n\n')
                return
            self._delta({"content": piece})
            if fault == "slow" and self._wait_for_leaving(0.1):
                return
        self._delta({}, end="stop" if fault != "nothing" else None)
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _wait_for_leaving(self, seconds: float) -> bool:
        readable, _, _ = select.select([self.connection], [], [], seconds)
        if readable:
            self.told.left.set()
        return bool(readable)

    def _delta(self, delta: dict[str, Any], end: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "tiny"}
        self._event(chunk | {"choices": [choice]})

    def _event(self, data: dict[str, Any]) -> None:
        self._chunk(f"data: {json.dumps(data)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _send_on(self) -> None:
        self.send_response(307)
        self.send_header("location", f"{self.told.sends_on}/chat/completions")
        self.send_header("content-length", "0")
        self.end_headers()

    def _error(self, status: int, message: str) -> None:
        self._json(status, {"error": {"message": message, "type": "told", "code": status}})

    def _json(self, status: int, data: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(data).encode())

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
