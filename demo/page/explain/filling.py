"""The table of modalities for a backend that tells no views: it is asked again, with fewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Event

import gradio as gr

import backends
from backends.backend import Request
from backends.base import Modality, View
from backends.clip import Clip
from backends.errors import EmerError
from demo import side_by_side
from demo.page import render
from demo.page.explain import views, views_region
from demo.page.gradio_seams import Given, Updates, session_name, unchanged
from demo.page.language import PAGE_SAY
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.page.runs import PageRun, Runs
from demo.settings import Settings
from demo.side_by_side import Answer
from demo.strings import STRINGS


class Filling:
    """What the button below the table does, for one set of settings. Cancel ends it."""

    def __init__(self, page: Page, settings: Settings, runs: Runs) -> None:
        self.page = page
        self.settings = settings
        self.runs = runs

    def fill(self, given: Given, session: gr.Request, event: gr.EventData) -> Iterator[Updates]:
        """Ask one backend for each choice of modalities that it has not been asked for."""
        page, state = self.page, given[self.page.state]
        language = given[page.language]
        answer = state.answers.get(event.backend)
        if answer is None or not answer.complete or state.asked is None:
            yield unchanged()  # the page has gone on
            return
        name = session_name(session)
        run = self.runs.start(name, self.runs.line_up(name))
        if run is None:
            yield unchanged()
            return
        try:
            yield from self._filled(run, state, answer, language)
        except EmerError as error:
            yield run.unless_left({page.alert: render.alert(error.text(language), language)})
        finally:
            self.runs.end(name, run)
        yield run.unless_left({page.status: "", **page.busy(False)})

    def _filled(
        self, run: PageRun, state: PageState, answer: Answer, language: str
    ) -> Iterator[Updates]:
        """The table as it fills. Ends at what fails, which is told, or when the person cancels."""
        page, asked = self.page, state.asked
        if asked is None or answer.explanation is None:
            return
        clip = state.open(self.settings.limits, state.subtitle)
        title = backends.get(answer.backend).card.text("title", language)
        missing = views.lacking(answer.explanation)
        for at, modalities in enumerate(missing, start=1):
            told = PAGE_SAY.text(language, "views.filling", title=title, n=at, of=len(missing))
            yield run.unless_left(
                {page.alert: "", page.status: render.status(told, language), **page.busy(True)}
            )
            request = replace(asked, modalities=frozenset(modalities))
            said = self._asked(run, clip, answer.backend, request)
            if said is None:
                return
            if said.error or said.explanation is None:
                alert = render.alert(said.error or STRINGS[language]["fault"], language)
                yield run.unless_left({page.alert: alert})
                return
            answer = _with(answer, modalities, views.whole(said.explanation))
            state = replace(state, answers={**state.answers, answer.backend: answer})
            yield run.unless_left(
                {page.state: state, page.views: views_region.drawn(state.answers, language)}
            )

    def _asked(self, run: PageRun, clip: Clip, name: str, request: Request) -> Answer | None:
        """A backend's finished answer; None if the person waits no longer."""
        stop = Event()  # one for each: it is set at the end of every answer
        run.when_given_up(stop.set)
        states: Iterator[Mapping[str, Answer]] = side_by_side.explain(clip, [name], request, stop)
        last = [answers[name] for answers in states][-1]
        return None if last.cancelled or run.left else last


def _with(answer: Answer, modalities: tuple[Modality, ...], view: View) -> Answer:
    """The same answer, which also tells what follows from these modalities."""
    known = answer.explanation
    if known is None:
        return answer
    view = view.model_copy(update={"modalities": list(modalities)})
    return replace(answer, explanation=known.model_copy(update={"views": [*known.views, view]}))
