"""Lessons: a class watches clips, votes on phones, and sees where people part.

`stages.py` says what follows what, `store.py` keeps it, `voting.py` counts votes once, `reveal.py`
gathers what is shown at the end. `Lesson` ties their pages into the app that serves the page.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backends.errors import EmerError
from demo.lesson import request as asked
from demo.lesson.guard import PATH, Guard
from demo.lesson.parts import Parts
from demo.lesson.refusals import Refused
from demo.lesson.rooms import Rooms
from demo.lesson.store import Store
from demo.lesson.teacher_pages import TeacherPages
from demo.lesson.views import ASSETS, render
from demo.lesson.voter_pages import VoterPages
from demo.settings import Settings

_TYPES = {".css": "text/css", ".js": "text/javascript"}


class Lesson:
    """The lessons of one served page."""

    def __init__(self, settings: Settings) -> None:
        """Rooms lie in `settings.lesson_data`, else in the app's own folder, gone when it ends.

        Raises Refused where that folder can't be used.
        """
        self._rooms = Rooms(Store(settings.lesson_data))
        self._rooms.sweep()
        parts = Parts.of(settings, self._rooms)
        teachers = TeacherPages(parts, temporary=settings.lesson_data is None)
        self._app = Starlette(
            routes=[
                *teachers.routes(),
                Route("/assets/{name}", _asset),
                *VoterPages(parts).routes(),
            ],
            exception_handlers={EmerError: _refused},
            middleware=[Middleware(_Headers)],
        )

    @property
    def routes(self) -> list[BaseRoute]:
        """What the app serves besides the page."""
        return [
            Route(PATH, lambda request: RedirectResponse(_with_query("lesson/", request))),
            Mount(PATH, _below(self._app)),
        ]

    @property
    def guard(self) -> Middleware:
        """What stands before the ordinary page."""
        return Middleware(Guard, rooms=self._rooms)


def _with_query(path: str, request: Request) -> str:
    return f"{path}?{request.url.query}".rstrip("?")


def _asset(request: Request) -> Response:
    path = ASSETS / request.path_params["name"]
    if path.parent != ASSETS or path.suffix not in _TYPES or not path.is_file():
        raise Refused("no_file", 404)
    headers = {"Cache-Control": "no-cache"}
    return FileResponse(path, media_type=_TYPES[path.suffix], headers=headers)


async def _refused(request: Request, error: Exception) -> Response:
    """One sentence: on a page, or for a script as JSON."""
    assert isinstance(error, EmerError)
    language, status = asked.language_of(request), getattr(error, "status", 400)
    said = error.text(language)
    if asked.wants_json(request):
        return JSONResponse({"saved": False, "said": said}, status)
    inside = request.url.path.split(f"{PATH}/", 1)[-1]
    root = "../" * inside.count("/")
    page = render("refused", language, said=said, root=root, here="")
    return HTMLResponse(page, status)


def _below(app: ASGIApp) -> ASGIApp:
    """The app, which finds its routes also where a proxy has taken its own path away.

    The path then lacks what `root_path` begins with (GRADIO_ROOT_PATH), and Starlette would look
    for a route with the name of the mount in it.
    """

    async def called(scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith(scope.get("root_path", "")):
            scope = {**scope, "root_path": PATH}
        await app(scope, receive, send)

    return called


class _Headers:
    """ASGI middleware: `request.HEADERS` on every answer that does not say otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""

        async def heading(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in asked.HEADERS.items()
                        if name.lower().encode() not in there
                    ),
                ]
            await send(message)

        await self.app(scope, receive, heading)
