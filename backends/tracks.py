"""Which tracks of a file are seen and heard: those that a player would take, or a person chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av.container import InputContainer


@dataclass(frozen=True)
class Track:
    """One of `count` tracks of a kind; `number` counts from 1, and is 0 where there is none."""

    number: int
    count: int


def picture_stream(container: InputContainer, track: Track) -> Any:
    """The stream of moving pictures that `track` names."""
    return _pictures(container)[track.number - 1]


def sound_stream(container: InputContainer, track: Track) -> Any:
    """The stream of sound that `track` names."""
    return container.streams.audio[track.number - 1]


def picture_track(container: InputContainer) -> Track:
    """The track of moving pictures that a player takes; the cover picture of a song is none.

    The first that the file marks as its default, else the first.
    """
    return _first(_pictures(container))


def sound_track(container: InputContainer) -> Track:
    """The track of sound that a player takes, by the same rule."""
    return _first(list(container.streams.audio))


def _pictures(container: InputContainer) -> list[Any]:
    from av.stream import Disposition

    stills = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
    return [stream for stream in container.streams.video if not stream.disposition & stills]


def _first(streams: list[Any]) -> Track:
    from av.stream import Disposition

    marked = (i for i, stream in enumerate(streams, 1) if stream.disposition & Disposition.default)
    return Track(next(marked, min(1, len(streams))), len(streams))
