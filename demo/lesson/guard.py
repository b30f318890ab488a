"""Keeps the ordinary page from the browsers of voters while their room has secrets.

It shows the gallery's clips under the names of their emotions, with the ground truth beside them,
and would explain a clip that a voter has saved.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from demo import strings
from demo.lesson.refusals import SAY, Refused
from demo.lesson.request import HEADERS, VOTER, voter_of
from demo.lesson.rooms import Rooms
from demo.lesson.views import render

PATH = "/lesson"


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, rooms: Rooms) -> None:
        self.app = app
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a bound browser with one sentence, and pass everything else on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        headers = Headers(scope=scope)
        voter = voter_of(_cookies(headers.get("cookie", "")))
        if voter is None or path == PATH or path.startswith(f"{PATH}/"):
            await self.app(scope, receive, send)
            return
        try:
            code = await run_in_threadpool(self._rooms.binding, voter)
        except Refused:  # the store can't be read just now: better closed than open
            code = ""
        if code is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _told(scope, headers, code, path)(scope, receive, send)


def _told(scope: Scope, headers: Headers, code: str, path: str) -> Response:
    named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [None])[0]
    language = strings.asked_language(named, headers.get("accept-language", ""))
    if "text/html" not in headers.get("accept", ""):
        said = SAY.text(language, "refused.bound")
        return JSONResponse({"detail": said}, 403, headers=HEADERS)
    up = "../" * path.strip("/").count("/")
    page = render("bound", language, code=code, root=f"{up}lesson/", here=f"{up}lesson/")
    return HTMLResponse(page, 403, headers=HEADERS)


def _cookies(header: str) -> dict[str, str]:
    if VOTER not in header:
        return {}
    try:
        return {name: one.value for name, one in SimpleCookie(header).items()}
    except CookieError:
        return {}
