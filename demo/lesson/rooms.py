"""Rooms: made, found, led from step to step, and gone after a day.

A room holds no personal data. Its teacher is known by a secret of which only the hash is kept, a
voter by a random id of the browser.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time

from backends.base import Language
from demo.lesson import codes
from demo.lesson.refusals import Refused
from demo.lesson.stages import Action, Given, Stage, Standing, Step, over, possible
from demo.lesson.store import Store

DAY = 24 * 3600.0
"""Seconds after which a room is gone, unless its teacher keeps it."""
MOST_ROOMS = 200
"""At once, so that nobody fills the disk."""
QUIET = 3 * 3600.0
"""Seconds after which a room in which nothing happens no longer keeps its voters' browsers."""


@dataclass(frozen=True)
class Room:
    """A room as it is at one moment."""

    code: str
    lesson: str
    """Key of a ready lesson, or "own"."""
    language: Language
    """Of the models' answers: the teacher's."""
    backends: tuple[str, ...]
    """The models that answer."""
    at: Standing
    steps: tuple[Step, ...]
    paths: dict[str, Path]
    """Id of a clip → its file."""
    kept: bool
    version: int
    """Moves with every step of the lesson."""
    tally: int
    """Moves with every join and vote."""
    news: int
    """Moves with all else that there is to see."""
    voters: int

    @property
    def step(self) -> Step:
        """The step at which the room stands."""
        return self.steps[self.at.place]

    @property
    def over(self) -> bool:
        """Whether nothing is left to be kept secret."""
        return over(self.at, self.steps)


@dataclass(frozen=True)
class Planned:
    """A clip of a lesson, and how it is given, one way after the other."""

    path: Path
    given: tuple[Given, ...] = (Given.BOTH,)


class Rooms:
    """The rooms of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def make(
        self,
        lesson: str,
        language: Language,
        plan: Sequence[Planned],
        backends: Sequence[str] = (),
    ) -> tuple[str, str]:
        """A new room: its code, and the secret by which its teacher is known.

        Raises Refused where the plan is empty or there are too many rooms.
        """
        if not plan:
            raise Refused("no_clips", 400)
        self.sweep()
        secret, now = secrets.token_urlsafe(24), time()
        with self.store.writing() as db:
            if db.execute("SELECT count(*) FROM room").fetchone()[0] >= MOST_ROOMS:
                raise Refused("too_many_rooms", 503)
            code = codes.drawn()
            while db.execute("SELECT 1 FROM room WHERE code = ?", (code,)).fetchone():
                code = codes.drawn()
            db.execute(
                "INSERT INTO room (code, lead, lesson, language, backends, made, touched, stage)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(code, _hash(secret), lesson, language, "\n".join(backends)),
                    *(now, now, Stage.LOBBY),
                ),
            )
            place = 0
            for number, planned in enumerate(plan):
                clip = secrets.token_hex(8)
                db.execute(
                    "INSERT INTO clip (id, room, number, path) VALUES (?, ?, ?, ?)",
                    (clip, code, number, str(planned.path)),
                )
                for given in planned.given:
                    db.execute(
                        "INSERT INTO step VALUES (?, ?, ?, ?, ?)",
                        (code, place, clip, given, f"{secrets.token_hex(12)}.mp4"),
                    )
                    place += 1
        return code, secret

    def find(self, typed: str) -> Room:
        """The room of a code, as a person typed it. Raises Refused where there is none."""
        code = codes.tidied(typed)
        with self.store.reading() as db:
            row = db.execute(
                "SELECT * FROM room WHERE code = ? AND (kept OR made > ?)", (code, time() - DAY)
            ).fetchone()
            if row is None:
                raise Refused("no_room", 404, code=typed[:20])
            return _room(db, row)

    def leads(self, code: str, secret: str | None) -> bool:
        """Whether this secret is that of the room's teacher."""
        with self.store.reading() as db:
            row = db.execute("SELECT lead FROM room WHERE code = ?", (code,)).fetchone()
        return bool(row and secret and secrets.compare_digest(row["lead"], _hash(secret)))

    def move(self, code: str, action: str, version: int) -> Room:
        """Do what the teacher wants, if the room is still as they saw it (`version`).

        Else it stays as it is: a button that was pressed twice, or again after a lost answer, moves
        the room once. Raises Refused where that can't be done now.
        """
        with self.store.writing() as db:
            room = _room(db, _row(db, code))
            if room.version == version:
                known = action in [*Action]
                then = possible(room.at, room.steps).get(Action(action)) if known else None
                if then is None:
                    raise Refused("not_now")
                db.execute(
                    "UPDATE room SET place = ?, stage = ?, version = version + 1, touched = ?"
                    " WHERE code = ?",
                    (then.place, then.stage, time(), code),
                )
                if then.stage is Stage.REVEAL:
                    clip = room.steps[then.place].clip
                    db.execute("UPDATE clip SET revealed = 1 WHERE id = ?", (clip,))
            return _room(db, _row(db, code))

    def keep(self, code: str, kept: bool) -> None:
        """Whether the room stays for more than a day."""
        with self.store.writing() as db:
            db.execute("UPDATE room SET kept = ?, news = news + 1 WHERE code = ?", (kept, code))

    def touch(self, code: str) -> None:
        """Tell all that look at the room that there is something new to see."""
        with self.store.writing() as db:
            db.execute("UPDATE room SET news = news + 1 WHERE code = ?", (code,))

    def counters(self, code: str) -> tuple[int, int, int] | None:
        """Version, news and tally, without reading the rest; None where the room is gone."""
        with self.store.reading() as db:
            asked = db.execute("SELECT version, news, tally FROM room WHERE code = ?", (code,))
            row = asked.fetchone()
        return (row["version"], row["news"], row["tally"]) if row else None

    def delete(self, code: str) -> None:
        """The room is gone, with its votes and files."""
        with self.store.writing() as db:
            rows = db.execute("SELECT file FROM step WHERE room = ?", (code,)).fetchall()
            db.execute("DELETE FROM room WHERE code = ?", (code,))
        for row in rows:
            with suppress(OSError):
                (self.store.clips / row["file"]).unlink()

    def sweep(self) -> None:
        """Delete the rooms whose day is over."""
        with self.store.reading() as db:
            rows = db.execute(
                "SELECT code FROM room WHERE NOT kept AND made <= ?", (time() - DAY,)
            ).fetchall()
        for row in rows:
            self.delete(row["code"])

    def binding(self, voter: str) -> str | None:
        """The code of a room with secrets that this browser votes in; None where there is none."""
        with self.store.reading() as db:
            rows = db.execute(
                "SELECT room.* FROM voter JOIN room ON room.code = voter.room WHERE voter.voter = ?"
                " AND room.stage != ? AND room.touched > ? AND (kept OR made > ?)",
                (voter, Stage.END, time() - QUIET, time() - DAY),
            ).fetchall()
            rooms = [_room(db, row) for row in rows]
        return next((room.code for room in rooms if not room.over), None)


def _row(db: sqlite3.Connection, code: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM room WHERE code = ?", (code,)).fetchone()
    if row is None:
        raise Refused("no_room", 404, code=code)
    return row


def _room(db: sqlite3.Connection, row: sqlite3.Row) -> Room:
    code = row["code"]
    clips = db.execute("SELECT id, path, revealed FROM clip WHERE room = ?", (code,)).fetchall()
    revealed = {clip["id"]: bool(clip["revealed"]) for clip in clips}
    steps = db.execute("SELECT * FROM step WHERE room = ? ORDER BY place", (code,)).fetchall()
    (voters,) = db.execute("SELECT count(*) FROM voter WHERE room = ?", (code,)).fetchone()
    return Room(
        code=code,
        lesson=row["lesson"],
        language=row["language"],
        backends=tuple(row["backends"].split("\n")) if row["backends"] else (),
        at=Standing(row["place"], Stage(row["stage"])),
        steps=tuple(
            Step(one["clip"], Given(one["given"]), one["file"], revealed[one["clip"]])
            for one in steps
        ),
        paths={clip["id"]: Path(clip["path"]) for clip in clips},
        kept=bool(row["kept"]),
        version=row["version"],
        tally=row["tally"],
        news=row["news"],
        voters=voters,
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
