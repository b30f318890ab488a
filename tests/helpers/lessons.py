"""Rooms for the tests of lessons: a store in a folder, and a room with clips of the gallery."""

from __future__ import annotations

from pathlib import Path

from demo.lesson.rooms import Planned, Room, Rooms
from demo.lesson.stages import Action, Given
from demo.lesson.store import Store
from demo.lesson.voting import Voting
from tests.helpers.places import GALLERY

TWICE = Planned(GALLERY / "1001_DFA_DIS_XX.mp4", (Given.PICTURE, Given.BOTH))
ONCE = Planned(GALLERY / "1001_DFA_HAP_XX.mp4")


class Class:
    """A room and who is in it."""

    def __init__(self, folder: Path, *plan: Planned, voters: int = 3) -> None:
        self.rooms = Rooms(Store(folder))
        self.voting = Voting(self.rooms)
        self.code, self.secret = self.rooms.make("own", "en", plan or (TWICE, ONCE))
        self.voters = [f"browser-{n}" for n in range(voters)]
        for voter in self.voters:
            self.voting.join(self.code, voter)
        self._ids = 0

    @property
    def room(self) -> Room:
        """As it is now."""
        return self.rooms.find(self.code)

    def lead(self, *actions: str) -> Room:
        """What the teacher presses, one after the other."""
        for action in actions:
            self.rooms.move(self.code, Action(action), self.room.version)
        return self.room

    def vote(
        self, voter: int, *words: str, place: int = 0, sure: int = 3, vote_id: str = ""
    ) -> None:
        """One voter's vote."""
        self._ids += 1
        self.voting.vote(
            self.code, self.voters[voter], vote_id or f"id-{self._ids}", place, words, sure, ()
        )  # fmt: skip
