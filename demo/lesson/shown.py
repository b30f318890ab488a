"""What phones are sent of a clip: a file written anew, with picture and sound or one of them.

Its name is drawn by lot, and nothing of the source's name, title or other marks is in it.
"""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av

from backends.clip import Clip, Limits
from backends.errors import EmerError
from demo import clip_writer
from demo.lesson.refusals import Refused
from demo.lesson.rooms import Room
from demo.lesson.stages import Given, Step
from demo.lesson.store import Store

log = logging.getLogger(__name__)


class ShownClips:
    """The files of the rooms of a store, each written when it is first needed."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._folder = store.clips
        self._limits = limits
        self._lock = threading.Lock()

    def file(self, room: Room, step: Step) -> Path:
        """The file of a step. Raises Refused where its clip can't be decoded or written."""
        target = self._folder / step.file
        if not target.exists():
            with self._lock:  # thirty phones ask at once
                if not target.exists():
                    self._write(room.paths[step.clip], step.given, target)
        return target

    @lru_cache(maxsize=200)  # noqa: B019 - one lives as long as the process
    def seconds(self, source: Path) -> float:
        """How long a clip is (s); 0 where it can't be read any more."""
        try:
            return Clip.open(source, limits=self._limits).duration
        except EmerError:
            return 0.0

    def _write(self, source: Path, given: Given, target: Path) -> None:
        try:
            clip = Clip.open(source, limits=self._limits)
            with TemporaryDirectory(dir=self._folder) as folder:
                whole = Path(folder) / f"whole{clip_writer.endings(clip)[-1]}"
                if not clip.shows_picture:
                    whole = whole.with_suffix(".m4a")
                clip_writer.write(clip, whole)
                part = Path(folder) / "part.mp4"
                _copy(whole, given, part)
                part.replace(target)
        except EmerError as error:
            raise Refused("no_clip", 500, why=error.sentence) from error
        except (OSError, av.FFmpegError) as error:
            log.warning("A clip can't be shown: %s", error)
            raise Refused("not_saved", 503) from error


def _copy(source: Path, given: Given, target: Path) -> None:
    """The streams that are given, as they are, and none of the file's tags."""
    kinds = {Given.PICTURE: ("video",), Given.SOUND: ("audio",)}.get(given, ("video", "audio"))
    with (
        av.open(str(source)) as read,
        av.open(str(target), "w", options={"movflags": "+faststart"}) as written,
    ):
        streams = [stream for stream in read.streams if stream.type in kinds]
        copies = {stream.index: written.add_stream_from_template(stream) for stream in streams}
        for packet in read.demux(streams):
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                written.mux(packet)
