"""What the server of `openai_server` does with one request, by HTTP."""

from __future__ import annotations

import json
import select
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.helpers.openai_server import OpenAIServer, Reply

SILENCE = 30
"""Seconds after which a silent answer ends, if the client does not leave before."""


def is_probe(body: dict[str, Any]) -> bool:
    """Whether a request is the endpoint's probe: not streamed, one token."""
    return not body.get("stream") and body.get("max_tokens") == 1


class Handler(BaseHTTPRequestHandler):
    """Answers by what `told` says."""

    protocol_version = "HTTP/1.1"
    told: OpenAIServer

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
        key = self.headers["authorization"]
        with told.lock:
            told.requests.append(body)
            told.keys.append(key)
            told.present += 1
            told.busiest = max(told.busiest, told.present)
        try:
            if self.path != "/v1/chat/completions":
                self._error(404, "no such address")
            elif refusal := told.refusal(body, key):
                self._error(*refusal)
            else:
                reply = told.reply(body)
                with told.places:
                    time.sleep(told.seconds + reply.delay)
                self._reply(reply, body, key)
        except OSError:
            told.left.set()
        finally:
            with told.lock:
                told.present -= 1

    def _reply(self, reply: Reply, body: dict[str, Any], key: str | None) -> None:
        if reply.location:
            self.send_response(307)
            self.send_header("location", f"{reply.location}/chat/completions")
            self.send_header("content-length", "0")
            self.end_headers()
        elif reply.raw is not None:
            self._send(reply.status, reply.kind, reply.raw.encode())
        elif reply.status != 200:
            self._error(reply.status, f"as told to {key}")
        elif body.get("stream"):
            self._stream(reply)
        elif reply.fault == "silent":
            self._wait_for_leaving(SILENCE)
            self.close_connection = True
        else:
            self._json(200, self._whole(reply, body))

    def _whole(self, reply: Reply, body: dict[str, Any]) -> dict[str, Any]:
        tokens = self.told.tokens(body)
        usage = {"prompt_tokens": tokens, "completion_tokens": 1, "total_tokens": tokens + 1}
        message = {"role": "assistant", "content": reply.content}
        end = "length" if is_probe(body) else "stop"
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": end}],
        } | ({"usage": usage} if self.told.counts else {})

    def _stream(self, reply: Reply) -> None:
        fault = reply.fault
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        pieces = [f"{word} " for word in (reply.content or "").split(" ")]
        if fault == "silent":
            self._wait_for_leaving(SILENCE)
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
