"""Joining a room, voting, and saying why: each saved before it is acknowledged, and counted once.

A vote carries an id that the browser drew. If the answer to it is lost, the browser sends it again;
an id that has been saved before is acknowledged and changes nothing, also after voting has closed.
"""

from __future__ import annotations

import json
import math
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from time import time

from backends.words import Sentence
from demo.lesson.refusals import SAY, Refused
from demo.lesson.rooms import Room, Rooms
from demo.lesson.stages import Given, Stage

SEATS = 60
"""Voters that a room has place for."""
MOST_WORDS, LONGEST_WORD, LONGEST_REASON, LONGEST_ID = 5, 40, 200, 64
SURE = (1, 2, 3, 4)
"""From guessing to sure."""
TELLS = ("picture", "voice", "words")
"""What of a clip can have told the emotion."""


@dataclass(frozen=True)
class Vote:
    """What one voter said of one step."""

    place: int
    number: int
    """The voter's, in the order of joining; no name, and nothing of the browser's id."""
    words: tuple[str, ...]
    sure: int
    told_by: tuple[str, ...]
    reason: str
    moment: float | None
    """Seconds from the clip's start."""
    given_at: float


def could_tell(given: Given) -> tuple[str, ...]:
    """What of `TELLS` there is where a clip is given so."""
    return {Given.PICTURE: TELLS[:1], Given.SOUND: TELLS[1:]}.get(given, TELLS)


class Voting:
    """What voters do in the rooms of a store."""

    def __init__(self, rooms: Rooms) -> None:
        self._store = rooms.store
        self._rooms = rooms

    def join(self, code: str, voter: str) -> Sentence | None:
        """A seat for this browser; a sentence where the lesson has begun already.

        Who has one keeps it, also where the room is full. Raises Refused where it is full or over.
        """
        room = self._rooms.find(code)
        with self._store.writing() as db:
            if _number(db, room.code, voter):
                return None
            if room.at.stage is Stage.END:
                raise Refused("over")
            (taken,) = db.execute(
                "SELECT count(*) FROM voter WHERE room = ?", (room.code,)
            ).fetchone()
            if taken >= SEATS:
                raise Refused("full", seats=SEATS)
            db.execute("INSERT INTO voter VALUES (?, ?, ?)", (room.code, voter, taken + 1))
            _counted(db, room.code)
        if room.at.stage is Stage.LOBBY:
            return None
        return SAY("voter.late", n=room.at.place + 1, of=len(room.steps))

    def number(self, code: str, voter: str | None) -> int | None:
        """The number of this browser in the room; None where it has not joined."""
        with self._store.reading() as db:
            return _number(db, code, voter) if voter else None

    def vote(
        self,
        code: str,
        voter: str,
        vote_id: str,
        place: int,
        words: Sequence[str],
        sure: int,
        told_by: Sequence[str],
    ) -> None:
        """Save a vote on the step at `place`; it stands in place of an earlier one of this voter.

        Once this returns it is on the disk. Raises Refused where it can't be taken.
        """
        said = _words(words)
        if not vote_id or len(vote_id) > LONGEST_ID:
            raise Refused("bad_vote", 400)
        with self._store.writing() as db:
            known = db.execute("SELECT 1 FROM receipt WHERE id = ? AND room = ?", (vote_id, code))
            if known.fetchone():
                return
            given = _open(db, code, voter, place, (Stage.VOTE,))
            if not said:
                raise Refused("no_word", 400)
            if sure not in SURE or not set(told_by) <= set(could_tell(given)):
                raise Refused("bad_vote", 400)
            db.execute(
                "INSERT INTO vote (room, place, voter, words, sure, told_by, given_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET words = excluded.words,"
                " sure = excluded.sure, told_by = excluded.told_by, given_at = excluded.given_at",
                (
                    code,
                    place,
                    voter,
                    json.dumps(said, ensure_ascii=False),
                    sure,
                    " ".join(tell for tell in TELLS if tell in told_by),
                    time(),
                ),
            )
            db.execute("INSERT INTO receipt VALUES (?, ?)", (code, vote_id))
            _counted(db, code)

    def say_why(self, code: str, voter: str, place: int, reason: str, moment: float | None) -> None:
        """Save one line and a moment (s) with a vote that was given; the last ones stand.

        Also while voting is closed, until the reveal. Raises Refused where it can't be taken.
        """
        line = _line(reason, LONGEST_REASON)
        if moment is not None and not (math.isfinite(moment) and moment >= 0):
            raise Refused("bad_vote", 400)
        with self._store.writing() as db:
            _open(db, code, voter, place, (Stage.VOTE, Stage.CLOSED))
            changed = db.execute(
                "UPDATE vote SET reason = ?, moment = ? WHERE room = ? AND place = ? AND voter = ?",
                (line, moment, code, place, voter),
            )
            if not changed.rowcount:
                raise Refused("vote_first")
            _counted(db, code)

    def of(self, code: str, voter: str, place: int) -> Vote | None:
        """This voter's own vote on a step."""
        with self._store.reading() as db:
            number = _number(db, code, voter)
            row = db.execute(
                "SELECT * FROM vote WHERE room = ? AND place = ? AND voter = ?",
                (code, place, voter),
            ).fetchone()
        return _vote(row, number) if row and number else None

    def all(self, room: Room) -> list[Vote]:
        """Every vote of a room, by step and number."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT vote.*, voter.number FROM vote JOIN voter USING (room, voter)"
                " WHERE room = ? ORDER BY place, number",
                (room.code,),
            ).fetchall()
        return [_vote(row, row["number"]) for row in rows]

    def count(self, room: Room) -> int:
        """How many have voted on the step at which the room stands."""
        with self._store.reading() as db:
            (count,) = db.execute(
                "SELECT count(*) FROM vote WHERE room = ? AND place = ?",
                (room.code, room.at.place),
            ).fetchone()
        return int(count)


def _number(db: sqlite3.Connection, code: str, voter: str) -> int | None:
    row = db.execute(
        "SELECT number FROM voter WHERE room = ? AND voter = ?", (code, voter)
    ).fetchone()
    return row["number"] if row else None


def _open(
    db: sqlite3.Connection, code: str, voter: str, place: int, stages: tuple[Stage, ...]
) -> Given:
    """How the step is given, if this voter may say something of it now; raises Refused if not."""
    row = db.execute(
        "SELECT room.place, room.stage, step.given, clip.revealed FROM room"
        " JOIN step ON step.room = room.code AND step.place = ? JOIN clip ON clip.id = step.clip"
        " WHERE code = ?",
        (place, code),
    ).fetchone()
    if _number(db, code, voter) is None:
        raise Refused("not_joined", 403)
    if row is None:
        raise Refused("bad_vote", 400)
    if row["place"] != place or row["stage"] not in stages or row["revealed"]:
        raise Refused("not_open" if row["stage"] == Stage.WATCH else "closed")
    return Given(row["given"])


def _counted(db: sqlite3.Connection, code: str) -> None:
    db.execute("UPDATE room SET tally = tally + 1, touched = ? WHERE code = ?", (time(), code))


def _words(typed: Sequence[str]) -> list[str]:
    """Words as they are kept: in one line, each once, the first ones."""
    lines = [_line(word, LONGEST_WORD) for word in typed if isinstance(word, str)]
    return list({word.casefold(): word for word in reversed(lines) if word}.values())[::-1][
        :MOST_WORDS
    ]


def _line(text: str, longest: int) -> str:
    """Text in one line, without marks that are not seen, and no longer than may be."""
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[: 10 * longest])
    return " ".join(seen.split())[:longest].strip()


def _vote(row: sqlite3.Row, number: int) -> Vote:
    return Vote(
        place=row["place"],
        number=number,
        words=tuple(json.loads(row["words"])),
        sure=row["sure"],
        told_by=tuple(row["told_by"].split()),
        reason=row["reason"],
        moment=row["moment"],
        given_at=row["given_at"],
    )
