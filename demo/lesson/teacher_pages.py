"""What a teacher asks for: to open a room, to lead it, and to take its votes away."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

import backends
from backends.base import Language
from backends.clip import Clip
from demo.lesson import address, export, figures, plans
from demo.lesson import request as asked
from demo.lesson.models import offered
from demo.lesson.parts import Parts
from demo.lesson.refusals import SAY, Refused
from demo.lesson.rooms import Planned, Room
from demo.lesson.stages import Stage, is_last_of_clip, possible
from demo.lesson.views import render
from demo.lesson.voter_pages import clip_number

ORDERS = {"whole": plans.WHOLE, "sound": plans.SOUND_LATER, "picture": plans.PICTURE_LATER}
"""How own clips are given: whole; without sound first; without picture first."""
BUTTONS = ("start", "next", "close", "reveal", "reopen", "back", "end")
"""In the order in which they stand."""


class TeacherPages:
    """The routes for whoever leads a room; all but the first two ask for the room's secret."""

    def __init__(self, parts: Parts, *, temporary: bool) -> None:
        self._parts = parts
        self._temporary = temporary

    def routes(self) -> list[Route]:
        """All of them, below `/lesson`."""
        return [
            Route("/", self.start),
            Route("/open", self.open, methods=["POST"]),
            Route("/{code}/lead", self.page),
            Route("/{code}/lead/now", self.now),
            Route("/{code}/lead/events", self.events),
            Route("/{code}/lead/do", self.do, methods=["POST"]),
            Route("/{code}/votes.csv", self.votes),
            Route("/{code}/report", self.report),
        ]

    def start(self, request: Request) -> Response:
        """Join a room, or open one; while this browser votes in one, only the way back there."""
        language = asked.language_of(request)
        if bound := self._bound(request):
            return HTMLResponse(render("bound", language, code=bound, root="", here=""))
        names = offered(self._parts.settings.backends)
        return HTMLResponse(
            render(
                "start",
                language,
                root="",
                lessons={
                    key: (len(clips), SAY.text(language, f"about.{key}"))
                    for key, clips in plans.READY.items()
                },
                own=self._parts.own.names(),
                cards=[backends.get(name).card for name in names],
                temporary=self._temporary,
            )
        )

    async def open(self, request: Request) -> Response:
        """A new room, led by this browser."""
        form = await asked.form_of(request)
        language = asked.language_of(request)
        room, secret = await run_in_threadpool(self._opened, request, form, language)
        answer = RedirectResponse(f"{room.code}/lead?{request.url.query}".rstrip("?"), 303)
        asked.remember(answer, request, f"{asked.LEAD}{room.code}", secret)
        return answer

    def _opened(self, request: Request, form: FormData, language: Language) -> tuple[Room, str]:
        if self._bound(request):
            raise Refused("bound", 403)
        lesson, parts = asked.text(form, "lesson"), self._parts
        names = asked.texts(form, "models")
        for name in names:
            if name not in offered(parts.settings.backends):
                raise Refused("no_backend", 400, name=name[:80])
        if lesson in plans.READY:
            plan = plans.ready(lesson)
        else:
            given = ORDERS.get(asked.text(form, "given"), plans.WHOLE)
            plan = [_sane(one, parts) for one in parts.own.plan(asked.texts(form, "clips"), given)]
            lesson = plans.OWN
        code, secret = parts.rooms.make(lesson, language, plan, names)
        room = parts.rooms.find(code)
        parts.models.begin(room)
        return room, secret

    def page(self, request: Request) -> Response:
        """The teacher's screen, which can be on the wall."""
        room = self._led(request)
        self._parts.models.begin(room)  # what a killed process left undone
        now = self._now(request, room)
        language = asked.language_of(request)
        return HTMLResponse(render("lead", language, code=room.code, root="../", now=now))

    def now(self, request: Request) -> Response:
        """What it shows at this moment."""
        return HTMLResponse(self._now(request, self._led(request)))

    def events(self, request: Request) -> Response:
        """A line that tells when there is something new, joins and votes too."""
        stream = self._parts.news.stream(self._led(request).code, tally=True)
        return StreamingResponse(stream, media_type="text/event-stream")

    async def do(self, request: Request) -> Response:
        """What a button says."""
        form = await asked.form_of(request)
        action = asked.text(form, "press")
        room = await run_in_threadpool(self._led, request)
        rooms, query = self._parts.rooms, request.url.query
        if action == "delete":
            await run_in_threadpool(rooms.delete, room.code)
            return RedirectResponse(f"../../?{query}".rstrip("?"), 303)
        if action in ("keep", "unkeep"):
            await run_in_threadpool(rooms.keep, room.code, action == "keep")
        else:
            version = asked.text(form, "version")
            seen = int(version) if version.isascii() and version.isdigit() else -1
            await run_in_threadpool(rooms.move, room.code, action, seen)
        if asked.wants_json(request):
            return HTMLResponse(await run_in_threadpool(self._fresh, request))
        return RedirectResponse(f"../lead?{query}".rstrip("?"), 303)

    def votes(self, request: Request) -> Response:
        """The votes as CSV."""
        room = self._led(request)
        table = export.votes_csv(room, self._parts.voting.all(room))
        name = f'attachment; filename="lesson-{room.code}.csv"'
        headers = {"Content-Disposition": name}
        return Response(table, media_type="text/csv; charset=utf-8", headers=headers)

    def report(self, request: Request) -> Response:
        """What has been revealed, to be printed."""
        room, language = self._led(request), asked.language_of(request)
        return HTMLResponse(
            render(
                "report",
                language,
                room=room,
                root="../",
                lesson=SAY.text(language, f"lessons.{room.lesson}"),
                all=self._parts.reveals.all(room, language),
                alpha=self._parts.reveals.agreement(room),
                here="",
                leading=True,
                playable=False,
                votes={},
                group=figures.first_group,
            )
        )

    def _fresh(self, request: Request) -> str:
        return self._now(request, self._led(request))

    def _now(self, request: Request, room: Room) -> str:
        parts, language = self._parts, asked.language_of(request)
        stage = room.at.stage
        can = possible(room.at, room.steps)
        where = address.of_room(room.code, asked.lesson_address(request), parts.settings)
        context: dict[str, Any] = {
            "room": room,
            "step": room.step,
            "stage": stage,
            "clips": len({step.clip for step in room.steps}),
            "clip_number": clip_number(room),
            "last": is_last_of_clip(room.at.place, room.steps),
            "at_end": room.at.place + 1 == len(room.steps),
            "next_given": None
            if room.at.place + 1 == len(room.steps)
            else room.steps[room.at.place + 1].given,
            "buttons": [name for name in BUTTONS if name in {*can}],
            "voted": parts.voting.count(room),
            "address": where.url,
            "problem": where.problem.text(language) if where.problem else "",
            "qr": address.qr_code(where.url),
            "revealed": parts.reveals.now(room, language),
            "alpha": parts.reveals.agreement(room) if stage in (Stage.REVEAL, Stage.END) else None,
            "lesson": SAY.text(language, f"lessons.{room.lesson}"),
            "leading": True,
            "playable": True,
            "votes": {},
            "here": "",
            "group": figures.first_group,
        }
        return render("lead_now", language, **context)

    def _led(self, request: Request) -> Room:
        """The room. Raises Refused where this browser does not lead it."""
        room = self._parts.rooms.find(request.path_params["code"])
        secret = request.cookies.get(f"{asked.LEAD}{room.code}")
        if not self._parts.rooms.leads(room.code, secret):
            raise Refused("not_yours", 403)
        return room

    def _bound(self, request: Request) -> str | None:
        voter = asked.voter_of(request.cookies)
        return self._parts.rooms.binding(voter) if voter else None


def _sane(planned: Planned, parts: Parts) -> Planned:
    """The same, if it is a clip at all; raises ClipError if not."""
    Clip.open(planned.path, limits=parts.settings.limits)
    return planned
