"""A small reverse proxy: the page under a path of another address, as web servers serve it."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

OWN = {"connection", "keep-alive", "transfer-encoding", "host"}
"""Headers that belong to one connection."""


@contextmanager
def under_path(path: str, server: str) -> Iterator[tuple[str, list[str]]]:
    """Serve whatever lies at `server` under `path` ("/emer"), and nothing beside it.

    Gives the address, and the requests that were refused: they asked beside the path, or the
    server refused them.
    """
    refused: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        """Passes one request on, and its answer back as it comes."""

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _pass_on(self) -> None:
            if not self.path.startswith(f"{path}/"):
                if self.path != "/favicon.ico":  # which a browser asks for by itself
                    refused.append(f"404 {self.path}")
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            given = {k: v for k, v in self.headers.items() if k.lower() not in OWN}
            given |= {"host": self.headers["host"], "x-forwarded-host": self.headers["host"]}
            there = http.client.HTTPConnection(urlsplit(server).netloc)
            with suppress(OSError):  # the browser has gone
                there.request(self.command, self.path.removeprefix(path), body, given)
                answer = there.getresponse()
                if answer.status >= 400:
                    refused.append(f"{answer.status} {self.path}")
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in OWN:
                        self.send_header(name, value)
                self.send_header("connection", "close")
                self.end_headers()
                while piece := answer.read1(65536):
                    self.wfile.write(piece)
                    self.wfile.flush()
            there.close()

        do_GET = do_POST = do_HEAD = do_OPTIONS = _pass_on

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    proxy.daemon_threads = True
    threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}{path}/", refused
    finally:
        proxy.shutdown()
        proxy.server_close()
