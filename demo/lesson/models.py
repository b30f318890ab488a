"""The models' answers to a room's clips, asked in the background and kept until the reveal."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import backends
from backends.backend import Request
from backends.base import Explanation
from backends.clip import Clip, Limits
from backends.errors import EmerError
from demo import side_by_side
from demo.lesson.rooms import Room, Rooms
from demo.lesson.shown import ShownClips

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelAnswer:
    """What one model said of one clip; neither field where it is still at work."""

    backend: str
    explanation: Explanation | None = None
    error: str | None = None


class Models:
    """Asks the models that a room wants, one clip after the other."""

    def __init__(self, rooms: Rooms, shown: ShownClips, limits: Limits) -> None:
        self._rooms, self._shown, self._limits = rooms, shown, limits
        self._at_work: set[str] = set()
        self._lock = threading.Lock()

    def begin(self, room: Room) -> None:
        """Write what is shown and ask for what is not answered, unless that goes on already.

        What another process asks at the same time is asked twice and kept once.
        """
        with self._lock:
            if room.code in self._at_work:
                return
            self._at_work.add(room.code)
        threading.Thread(target=self._work, args=(room,), name="lesson", daemon=True).start()

    def of(self, room: Room, clip: str) -> list[ModelAnswer]:
        """What each model of the room has said of a clip, in their order."""
        with self._rooms.store.reading() as db:
            rows = db.execute("SELECT * FROM answer WHERE clip = ?", (clip,)).fetchall()
        said = {row["backend"]: row for row in rows}
        return [
            ModelAnswer(name)
            if (row := said.get(name)) is None
            else ModelAnswer(
                name,
                Explanation.model_validate_json(row["explanation"]) if row["explanation"] else None,
                row["error"],
            )
            for name in room.backends
        ]

    def _work(self, room: Room) -> None:
        try:
            for step in room.steps:
                self._shown.file(room, step)
            for clip in dict.fromkeys(step.clip for step in room.steps):
                lacking = [one.backend for one in self.of(room, clip) if _at_work(one)]
                if lacking:
                    self._ask(room, clip, lacking)
        except EmerError as error:
            log.warning("A lesson's clip: %s", error)
        except Exception:
            log.exception("The models of a lesson can't be asked")
        finally:
            with self._lock:
                self._at_work.discard(room.code)

    def _ask(self, room: Room, clip: str, names: Sequence[str]) -> None:
        opened = Clip.open(room.paths[clip], limits=self._limits)
        *_, answers = side_by_side.explain(opened, names, Request(language=room.language))
        with self._rooms.store.writing() as db:
            if not db.execute("SELECT 1 FROM clip WHERE id = ?", (clip,)).fetchone():
                return  # the room is gone
            for name, answer in answers.items():
                known = answer.explanation
                db.execute(
                    "INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)",
                    (clip, name, known.model_dump_json() if known else None, answer.error),
                )
        self._rooms.touch(room.code)


def _at_work(answer: ModelAnswer) -> bool:
    return answer.explanation is None and answer.error is None


def offered(names: Sequence[str]) -> list[str]:
    """Of these backends, those that claim emotions and could answer now."""
    found = [name for name in names if backends.get(name).card.explains]
    return [name for name in found if not backends.get(name).missing()]
