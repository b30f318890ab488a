"""The parts of a served lesson, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from demo.ground_truth.library import Library
from demo.lesson.events import News
from demo.lesson.models import Models
from demo.lesson.plans import OwnClips
from demo.lesson.reveal import Reveals
from demo.lesson.rooms import Rooms
from demo.lesson.shown import ShownClips
from demo.lesson.voting import Voting
from demo.settings import Settings


@dataclass(frozen=True)
class Parts:
    """What the pages of a lesson work with."""

    settings: Settings
    rooms: Rooms
    voting: Voting
    shown: ShownClips
    models: Models
    reveals: Reveals
    own: OwnClips
    news: News

    @classmethod
    def of(cls, settings: Settings, rooms: Rooms) -> Parts:
        """All of them, for the rooms of one store."""
        voting, shown = Voting(rooms), ShownClips(rooms.store, settings.limits)
        models = Models(rooms, shown, settings.limits)
        library = cache(lambda: Library.open(settings.data))  # large tables wait for a reveal
        reveals = Reveals(voting, models, shown, library)
        own = OwnClips([*settings.data, *settings.lesson_clips])
        return cls(settings, rooms, voting, shown, models, reveals, own, News(rooms))
