"""Which clip? One is chosen, uploaded or recorded; and the page is closed."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr

from backends.base import Language
from backends.clip import Clip, ClipError
from demo.page import render
from demo.page.explain import aliases
from demo.page.explain.playable import Copies
from demo.page.gradio_seams import Block, Given, Updates, session_name, unchanged
from demo.page.layout import Page
from demo.page.page_state import PageState, waiting_for
from demo.page.picture import Picture
from demo.page.runs import Runs
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.strings import SAY


class Choosing:
    """The behaviour of the clip's region, for one set of settings."""

    def __init__(
        self,
        page: Page,
        settings: Settings,
        picture: Picture,
        uploads: Uploads,
        runs: Runs,
        copies: Copies,
    ) -> None:
        self.page = page
        self.settings = settings
        self.picture = picture
        self.uploads = uploads
        self.runs = runs
        self.copies = copies

    def close(self, session: gr.Request) -> None:
        """The tab was closed or loaded again: end its work and delete its clips."""
        self.runs.leave(session_name(session))
        self.copies.leave(session_name(session))
        self.uploads.release(session_name(session))

    def turn(self, session: gr.Request) -> None:
        """A person turns to another clip: leave what they waited for, and let Explain wait."""
        self.runs.turn(session_name(session))
        self.copies.leave(session_name(session))

    def turned(self, session: gr.Request) -> None:
        """The clip is chosen, and the page knows it."""
        self.runs.turned(session_name(session))

    def pick(self, given: Given, event: gr.EventData) -> Updates:
        """A thumbnail of the gallery was pressed."""
        chosen = aliases.named(event.clip)
        return self._chosen(str(chosen), given) if chosen else unchanged()

    def upload(self, given: Given, session: gr.Request) -> Updates:
        """A file was uploaded."""
        return self._file(self.page.clip.upload, given, session)

    def record(self, given: Given, session: gr.Request) -> Updates:
        """A recording ended."""
        return self._file(self.page.clip.record, given, session)

    def _file(self, source: Block, given: Given, session: gr.Request) -> Updates:
        """A person's own file, if it can be used; else why not, and that there is no clip."""
        path = given[source]
        if path is None:
            return unchanged()
        self.uploads.hold(path, session_name(session))
        try:
            return self._chosen(path, given)
        except ClipError as error:
            language = given[self.page.language]
            state = replace(self._waiting(given), path=None)
            return {
                **self._drawn(state, language),
                self.page.clip.refusal: render.alert(error.text(language), language),
                self.page.clip.upload: None,
            }

    def _chosen(self, path: str, given: Given) -> Updates:
        """The page as it stands before a clip is explained.

        Raises ClipError if it can't be used.
        """
        page, language = self.page, given[self.page.language]
        clip, refusal = self._opened(path, language)
        segment = (clip.start, clip.end) if refusal else None
        several = max(clip.picture_track.count, clip.sound_track.count) > 1
        state = replace(self._waiting(given), path=path, segment=segment)
        return {
            **self._drawn(state, language, clip),
            page.clip.refusal: refusal,
            **({page.clip.more: gr.update(open=True)} if refusal or several else {}),
        }

    def _waiting(self, given: Given) -> PageState:
        """The page before anything is explained, with what the person has given of any clip."""
        before: PageState = given[self.page.state]
        waiting = waiting_for(self.settings.backends)
        language = given[self.page.language]
        return PageState(None, None, waiting, language, own=before.own, covered=before.covered)

    def _drawn(self, state: PageState, language: Language, clip: Clip | None = None) -> Updates:
        page = self.page
        return {
            page.state: state,
            page.moment.player: gr.update(value=aliases.shown(state.path)),
            **self.picture.of(state, language, clip),
            page.alert: "",
            page.status: "",
            **page.busy(False),
            **page.clip.part(state.segment),
            **page.clip.offer_tracks(clip),
            **page.own.show(state.own_here),
        }

    def _opened(self, path: str, language: Language) -> tuple[Clip, str]:
        """The clip; of one that is too long its beginning, and a sentence saying so."""
        most, limits = self.settings.max_seconds, self.settings.limits
        clip = Clip.open(path, limits=replace(limits, max_seconds=float("inf")))
        if clip.duration <= most:
            return clip, ""
        sentence = SAY.text(language, "too_long", seconds=clip.duration, most=most)
        return Clip.open(path, segment=(0.0, most), limits=limits), render.alert(sentence, language)
