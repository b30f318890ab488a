"""What phones ask for: a room's page, its clip, a vote, a reason; nothing of it too early."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from demo.lesson import figures
from demo.lesson import request as asked
from demo.lesson.parts import Parts
from demo.lesson.refusals import SAY, Refused
from demo.lesson.rooms import Room
from demo.lesson.stages import Stage, is_last_of_clip
from demo.lesson.views import render
from demo.lesson.voting import Vote, could_tell


class VoterPages:
    """The routes of a room for whoever votes in it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """All of them, below `/lesson`."""
        return [
            Route("/join", self.find, methods=["POST"]),
            Route("/{code}", self.page),
            Route("/{code}/join", self.join, methods=["POST"]),
            Route("/{code}/now", self.now),
            Route("/{code}/events", self.events),
            Route("/{code}/clip/{file}", self.clip),
            Route("/{code}/vote", self.vote, methods=["POST"]),
            Route("/{code}/why", self.why, methods=["POST"]),
        ]

    async def find(self, request: Request) -> Response:
        """To the room whose code was typed."""
        form = await asked.form_of(request)
        room = await run_in_threadpool(self._parts.rooms.find, asked.text(form, "code"))
        return RedirectResponse(f"{room.code}?{request.url.query}".rstrip("?"), 303)

    def page(self, request: Request) -> Response:
        """The room; for whoever has not joined, what it is and a button to join."""
        room = self._parts.rooms.find(request.path_params["code"])
        if room.code != request.path_params["code"]:
            return RedirectResponse(f"{room.code}?{request.url.query}".rstrip("?"))
        language = asked.language_of(request)
        voter = self._voter(request, room)
        if voter is None:
            return HTMLResponse(render("join", language, code=room.code, root="", here=""))
        shown = self._now(request, room, voter)
        return HTMLResponse(render("room", language, code=room.code, root="", now=shown))

    async def join(self, request: Request) -> Response:
        """A seat for this browser."""
        code = request.path_params["code"]
        await asked.form_of(request)
        if request.cookies.get(f"{asked.LEAD}{code}"):
            raise Refused("leads", 403)
        voter = asked.voter_of(request.cookies) or asked.new_voter()
        late = await run_in_threadpool(self._parts.voting.join, code, voter)
        query = "&".join(filter(None, [request.url.query, "late=1" if late else ""]))
        answer = RedirectResponse(f"../{code}?{query}".rstrip("?"), 303)
        asked.remember(answer, request, asked.VOTER, voter)
        return answer

    def now(self, request: Request) -> Response:
        """What the room's page shows at this moment."""
        room, voter = self._of(request)
        return HTMLResponse(self._now(request, room, voter))

    def events(self, request: Request) -> Response:
        """A line that tells when the room has moved on."""
        room, _ = self._of(request)
        stream = self._parts.news.stream(room.code, tally=False)
        return StreamingResponse(stream, media_type="text/event-stream")

    def clip(self, request: Request) -> Response:
        """The file of a step that has begun, for whoever is in the room or leads it."""
        code, file = request.path_params["code"], request.path_params["file"]
        room = self._parts.rooms.find(code)
        leads = self._parts.rooms.leads(room.code, request.cookies.get(f"{asked.LEAD}{code}"))
        if not leads:
            self._of(request)
        begun = room.at.place if room.at.stage is not Stage.LOBBY else -1
        for place, step in enumerate(room.steps):
            if step.file == file and (place <= begun or step.revealed):
                path = self._parts.shown.file(room, step)
                headers = {"Cache-Control": "private, max-age=600"}
                return FileResponse(path, media_type="video/mp4", headers=headers)
        raise Refused("no_file", 404)

    async def vote(self, request: Request) -> Response:
        """Save a vote; acknowledged once it is on the disk."""
        form = await asked.form_of(request)
        code, voter = request.path_params["code"], self._known(request)
        place, sure = (_number(asked.text(form, name)) for name in ("place", "sure"))
        words = asked.texts(form, "words")
        if typed := asked.text(form, "word"):
            words += typed.replace("，", ",").replace("、", ",").replace(";", ",").split(",")
        vote_id, told = asked.text(form, "vote_id"), asked.texts(form, "told_by")
        voting = self._parts.voting
        await run_in_threadpool(voting.vote, code, voter, vote_id, place, words, sure, told)
        return self._saved(request, "saved")

    async def why(self, request: Request) -> Response:
        """Save a reason and a moment."""
        form = await asked.form_of(request)
        code, voter = request.path_params["code"], self._known(request)
        moment = asked.text(form, "moment")
        try:
            at = float(moment) if moment else None
        except ValueError:
            raise Refused("bad_vote", 400) from None
        place, reason = _number(asked.text(form, "place")), asked.text(form, "reason")
        await run_in_threadpool(self._parts.voting.say_why, code, voter, place, reason, at)
        return self._saved(request, "why_saved")

    def _saved(self, request: Request, told: str) -> Response:
        if asked.wants_json(request):
            said = SAY.text(asked.language_of(request), f"voter.{told}")
            return JSONResponse({"saved": True, "said": said})
        code = request.path_params["code"]
        return RedirectResponse(f"../{code}?{request.url.query}".rstrip("?"), 303)

    def _now(self, request: Request, room: Room, voter: str) -> str:
        parts, language = self._parts, asked.language_of(request)
        votes: dict[int, Vote] = {}
        for place, step in enumerate(room.steps):
            own = step.clip == room.step.clip and parts.voting.of(room.code, voter, place)
            if own:
                votes[place] = own
        revealed = parts.reveals.now(room, language)
        ended = parts.reveals.agreement(room) if room.at.stage is Stage.END else None
        late = "late" in request.query_params and room.at.stage is not Stage.LOBBY
        return render(
            "now",
            language,
            room=room,
            step=room.step,
            stage=room.at.stage,
            last=is_last_of_clip(room.at.place, room.steps),
            clips=len({step.clip for step in room.steps}),
            clip_number=clip_number(room),
            own=votes.get(room.at.place),
            votes=votes,
            tells=could_tell(room.step.given),
            vote_id=asked.new_voter(),
            number=parts.voting.number(room.code, voter),
            late=late,
            revealed=revealed,
            alpha=ended,
            leading=False,
            playable=True,
            here=f"{room.code}/",
            group=figures.first_group,
        )

    def _of(self, request: Request) -> tuple[Room, str]:
        """The room and this browser's id. Raises Refused where it is not in the room."""
        room = self._parts.rooms.find(request.path_params["code"])
        voter = self._voter(request, room)
        if voter is None:
            raise Refused("not_joined", 403)
        return room, voter

    def _voter(self, request: Request, room: Room) -> str | None:
        voter = asked.voter_of(request.cookies)
        return voter if self._parts.voting.number(room.code, voter) else None

    def _known(self, request: Request) -> str:
        voter = asked.voter_of(request.cookies)
        if voter is None:
            raise Refused("not_joined", 403)
        return voter


def clip_number(room: Room) -> int:
    """Which clip of the lesson is shown, from 1."""
    clips = list(dict.fromkeys(step.clip for step in room.steps))
    return clips.index(room.step.clip) + 1


def _number(text: str) -> int:
    """A whole number of a form; -1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
