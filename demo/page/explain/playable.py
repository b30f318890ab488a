"""A copy of a clip for the player, where the browser can't play the file itself (AVI, FLV, …)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from threading import Event, Lock

import gradio as gr

from backends.base import Language
from backends.clip import Clip, part_between
from backends.errors import EmerError
from demo import clip_writer
from demo.page.explain import moment_region
from demo.page.gradio_seams import Given, Updates, session_name, unchanged, upload_folder
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.slots import CORES
from demo.strings import STRINGS

log = logging.getLogger(__name__)

MOST_SECONDS = 900.0
"""Of a copy: all of its sound is held while it is written, 0.4 MB a second."""
LOOK = 0.3
"""Seconds between two looks at how far the copy is."""


class _LeftError(Exception):
    """The person has turned to another clip, or closed the page."""


class Copies:
    """Who has a copy written, so that it ends when they turn away."""

    def __init__(self) -> None:
        self._stops: dict[str, Event] = {}
        self._lock = Lock()

    def begin(self, session: str) -> Event:
        """One copy at a time: it ends that of before. The event is set when this one is to end."""
        with self._lock:
            self._end(session)
            return self._stops.setdefault(session, Event())

    def leave(self, session: str) -> None:
        """The person turns to another clip, or closes the page."""
        with self._lock:
            self._end(session)

    def _end(self, session: str) -> None:
        if stop := self._stops.pop(session, None):
            stop.set()


class Playable:
    """The behaviour of what stands under a player that shows nothing."""

    def __init__(self, page: Page, settings: Settings, uploads: Uploads, copies: Copies) -> None:
        self.page = page
        self.settings = settings
        self.uploads = uploads
        self.copies = copies

    def write(self, given: Given, session: gr.Request) -> Iterator[Updates]:
        """A copy was asked for: write it, telling how far it is, and show it.

        It lies among the uploads, held by this session like the clip, and goes with it.
        """
        page, language = self.page, given[self.page.language]
        state: PageState = given[page.state]
        owner = session_name(session)
        stop = self.copies.begin(owner)
        try:
            copy = None
            for copy in self._written(state, owner, stop):
                if isinstance(copy, float):
                    yield {page.moment.unplayable: moment_region.copying(copy, language)}
            yield {page.moment.unplayable: "", page.moment.player: gr.update(value=str(copy))}
        except _LeftError:
            yield unchanged()
        except EmerError as error:
            yield self._failed(error.text(language), language)
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("copying %s failed", state.name)
            yield self._failed(STRINGS[language]["fault"], language)
        finally:
            stop.set()

    def _failed(self, why: str, language: Language) -> Updates:
        return {self.page.moment.unplayable: moment_region.not_copied(why, language)}

    def _written(self, state: PageState, owner: str, stop: Event) -> Iterator[float | Path]:
        """How much of the copy is done, 0..1 (less than 0: it waits for a core), and then where.

        It begins where the clip does, as the times of clues count from there.
        Raises _LeftError once `stop` is set, ClipError or CutError where there can be no copy.
        """
        end = state.segment[1] if state.segment else None
        most = max(self.settings.max_seconds, MOST_SECONDS)
        clip = Clip.open(
            state.path or "",
            segment=part_between(0.0 if end else None, end),
            limits=replace(self.settings.limits, max_seconds=most),
        )
        ending = ".mp4" if clip.shows_picture else ".m4a"
        copy = upload_folder() / token_hex(32) / f"{state.name}{ending}"
        copy.parent.mkdir(mode=0o700)
        copy.touch()
        self.uploads.hold(str(copy), owner)  # from now on it goes when the page does
        done = [-1.0]

        def told(part: float) -> None:
            done[0] = part
            if stop.is_set():
                raise _LeftError

        def work() -> None:
            with CORES.held(stop, lambda _: None):
                told(0.0)
                clip_writer.write(clip, copy, told)

        with ThreadPoolExecutor(1, "copy") as pool:
            writing = pool.submit(work)
            try:
                while not wait([writing], LOOK).done:
                    if not stop.is_set():
                        yield done[0]
                writing.result()
            except BaseException:
                stop.set()  # also where the page has gone, and this generator is closed
                raise
            finally:
                if stop.is_set():
                    wait([writing])
                    copy.unlink(missing_ok=True)
        if stop.is_set():
            raise _LeftError
        yield copy
