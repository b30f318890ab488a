"""What a press on a format does: the answer is written as that file, and the browser takes it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import gradio as gr

import backends
from backends.errors import EmerError
from demo import take_away
from demo.ground_truth.library import Library
from demo.page import render
from demo.page.explain import taking_region
from demo.page.gradio_seams import Given, Updates, session_name, upload_folder
from demo.page.language import PAGE_SAY
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.page.refusal import Refused
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.strings import STRINGS
from demo.take_away import Format, Taken

log = logging.getLogger(__name__)


class Taking:
    """The behaviour of the buttons under “Take away”, for one set of settings."""

    def __init__(self, page: Page, settings: Settings, library: Library, uploads: Uploads) -> None:
        self.page = page
        self.settings = settings
        self.library = library
        self.uploads = uploads

    def write(self, given: Given, event: gr.EventData, session: gr.Request) -> Iterator[Updates]:
        """A format of an answer was pressed: write it among the uploads, held by this session."""
        page, language = self.page, given[self.page.language]
        try:
            taken = self._taken(given[page.state], str(event.backend))
            form = next(one for one in take_away.FORMATS if one.key == event.format)
            name = PAGE_SAY.table(language, "take.name")[form.key]
            yield {page.taken: taking_region.writing(name, language), page.alert: ""}
            file = in_uploads(taken, form)
            self.uploads.hold(str(file), session_name(session))
            yield {page.taken: taking_region.ready(file, language)}
        except EmerError as error:
            yield self._failed(error.text(language), language)
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("taking away an answer failed")
            yield self._failed(STRINGS[language]["fault"], language)

    def _taken(self, state: PageState, backend: str) -> Taken:
        """The answer of a backend, in the language that it was asked for in.

        Raises Refused where there is none, or it is covered; ClipError where the clip is gone.
        """
        answer = state.answers.get(backend)
        if state.covered or answer is None or not answer.complete or answer.explanation is None:
            raise Refused(PAGE_SAY("take.gone"))
        return Taken(
            state.open(self.settings.limits),
            answer.explanation,
            state.language,
            backends.get(backend).card.text("title", state.language),
            state.truth(self.library, state.language),
        )

    def _failed(self, why: str, language: str) -> Updates:
        return {self.page.taken: "", self.page.alert: render.alert(why, language)}


def in_uploads(taken: Taken, form: Format) -> Path:
    """Write a file where Gradio serves uploads from, under a name that nobody can guess.

    Raises TakeAwayError or ClipError; Refused where there is no such file of this clip.
    """
    folder = upload_folder() / token_hex(32)
    folder.mkdir(mode=0o700)
    file = next(take_away.write(taken, [form], folder), None)
    if file is None:
        raise Refused(PAGE_SAY("take.no_picture"))
    return file
