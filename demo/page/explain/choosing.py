"""Which clip? One is chosen, uploaded or recorded; and the page is closed."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr

from backends.base import Language
from backends.clip import Clip, ClipError
from demo.ground_truth import gallery
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page import render
from demo.page.compare.agreement_view import agreements
from demo.page.explain import moment_region
from demo.page.gradio_seams import Block, Given, Updates, session_name, unchanged
from demo.page.layout import Page
from demo.page.page_state import PageState, waiting_for
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
        library: Library,
        judge: Judge | None,
        uploads: Uploads,
        runs: Runs,
    ) -> None:
        self.page = page
        self.settings = settings
        self.library = library
        self.judge = judge
        self.uploads = uploads
        self.runs = runs

    def close(self, session: gr.Request) -> None:
        """The tab was closed or loaded again: end its work and delete its clips."""
        self.runs.leave(session_name(session))
        self.uploads.release(session_name(session))

    def pick(self, given: Given, session: gr.Request, event: gr.EventData) -> Updates:
        """A thumbnail of the gallery was pressed."""
        chosen = next((path for path in gallery.clips() if path.stem == event.clip), None)
        if chosen is None:
            return unchanged()
        self.runs.leave(session_name(session))
        return self._chosen(str(chosen), given)

    def upload(self, given: Given, session: gr.Request) -> Updates:
        """A file was uploaded."""
        return self._file(self.page.clip.upload, given, session)

    def record(self, given: Given, session: gr.Request) -> Updates:
        """A recording ended."""
        return self._file(self.page.clip.record, given, session)

    def _file(self, source: Block, given: Given, session: gr.Request) -> Updates:
        """A person's own file, if it can be used; else why not, and all stays as it was."""
        path = given[source]
        if path is None:
            return unchanged()
        self.uploads.hold(path, session_name(session))
        try:
            chosen = self._chosen(path, given)
        except ClipError as error:
            language = given[self.page.choice.language]
            return {
                self.page.clip.refusal: render.alert(error.text(language), language),
                self.page.clip.upload: None,
            }
        self.runs.leave(session_name(session))
        return chosen

    def _chosen(self, path: str, given: Given) -> Updates:
        """All four questions as they stand before a clip is explained.

        Raises ClipError if it can't be used.
        """
        page, language = self.page, given[self.page.choice.language]
        before: PageState = given[page.state]
        clip, refusal = self._opened(path, language)
        segment = (clip.start, clip.end) if refusal else None
        waiting = waiting_for(self.settings.backends)
        state = PageState(path, segment, waiting, language, own=before.own)
        truth = state.truth(self.library, language)
        return {
            page.state: state,
            page.moment.player: gr.update(value=path),
            page.moment.moments: moment_region.moments(clip, {}, language),
            page.columns: render.columns(truth, waiting, language),
            page.views: "",
            page.seen: "",
            page.agreement.drawn: agreements(truth, state, language, self.judge),
            page.alert: "",
            page.status: "",
            **page.busy(False),
            page.clip.gallery: render.clip_gallery(language, clip.name),
            page.clip.refusal: refusal,
            **page.clip.part(segment),
            **({page.clip.more: gr.update(open=True)} if refusal else {}),
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
