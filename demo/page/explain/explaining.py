"""What do they say? What Explain and Cancel do, and how the columns fill meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import shuffle
from time import monotonic

import gradio as gr

from backends.backend import Request
from backends.base import Language
from backends.clip import Clip, part_between
from backends.errors import EmerError
from demo import side_by_side
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page import render
from demo.page.compare.agreement_view import agreements
from demo.page.compare.comparing import Comparing
from demo.page.explain import linking, moment_region, seen_region, views_region
from demo.page.explain.clip_region import Part
from demo.page.explain.measuring import Measuring
from demo.page.gradio_seams import Given, Updates, session_name, unchanged
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.page.refusal import Refused
from demo.page.runs import PageRun, Runs
from demo.page.translating import result
from demo.settings import Settings
from demo.strings import SAY, STRINGS

log = logging.getLogger(__name__)

REDRAW_SECONDS = 0.1
"""The columns are drawn at most this often while backends work."""


@dataclass(frozen=True)
class _Asked:
    """Everything that Explain needs."""

    state: PageState
    names: list[str]
    clip: Clip
    request: Request


class Explaining:
    """The behaviour of Explain and Cancel, for one set of settings."""

    def __init__(
        self,
        page: Page,
        settings: Settings,
        library: Library,
        judge: Judge | None,
        runs: Runs,
    ) -> None:
        self.page = page
        self.settings = settings
        self.library = library
        self.judge = judge
        self.runs = runs

    def line_up(self, given: Given, session: gr.Request) -> Updates:
        """Explain was pressed: show at once that it will begin, and that it can be cancelled."""
        page, language = self.page, given[self.page.language]
        self.runs.wait_for_turn(session_name(session))
        return {
            page.ticket: self.runs.line_up(session_name(session)),
            page.status: render.status(STRINGS[language]["stage_line"], language),
            **page.busy(bool(page.choice.names(given))),
        }

    def explain(self, given: Given, session: gr.Request) -> Iterator[Updates]:
        """Run the ticked backends side by side and draw their columns as they fill."""
        page, language = self.page, given[self.page.language]
        run = self.runs.start(session_name(session), given[page.ticket])
        if run is None:
            yield unchanged()
            return
        try:
            yield from self._drawn(run, self._asked(given))
        except EmerError as error:
            yield self._ended(render.alert(error.text(language), language))
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("explaining %s failed", given[page.state].name)
            yield self._ended(render.alert(STRINGS[language]["fault"], language))
        finally:
            self.runs.end(session_name(session), run)

    def cancel(self, session: gr.Request) -> None:
        """End the explanation that this session waits for; what was said so far stays."""
        self.runs.cancel(session_name(session))

    def redraw_cards(self, given: Given) -> Updates:
        """An answer may have shown what its backend can do, e.g. that sound arrives at a server."""
        return self.page.choice.described(given[self.page.language])

    def _asked(self, given: Given) -> _Asked:
        """What is to be explained by whom. Raises Refused or ClipError saying what is not there."""
        page = self.page
        before: PageState = given[page.state]
        names, part = page.choice.names(given), page.clip.read(given)
        if before.path is None:
            raise Refused(SAY("choose_clip"))
        if not names:
            raise Refused(SAY("choose_backend"))
        if not given[page.choice.modalities]:
            raise Refused(SAY("choose_modality"))
        request = page.choice.request(given, given[page.language])
        before = before.with_own(page.own.read(given))
        clip = self._open(before, part, request.language)
        if before.covered:
            shuffle(names)  # the order in which they are ticked would tell who is who
        state = replace(
            before,
            segment=(clip.start, clip.end) if clip.end - clip.start < clip.duration else None,
            tracks=part.tracks,
            language=request.language,
            asked=request,
            subtitle=clip.subtitle,
            cancelled=False,
        )
        return _Asked(state, names, clip, request)

    def _open(self, state: PageState, part: Part, language: Language) -> Clip:
        meant = replace(state, segment=part_between(part.start, part.end), tracks=part.tracks)
        truth = state.truth(self.library, language) if part.given else None
        subtitle = part.subtitle or (truth.subtitle if truth else None)
        return meant.open(self.settings.limits, subtitle)

    def _drawn(self, run: PageRun, asked: _Asked) -> Iterator[Updates]:
        """The page's states while backends explain a clip, and each answer is then compared."""
        page, state, language = self.page, asked.state, asked.request.language
        t = STRINGS[language]
        truth = state.truth(self.library, language)
        why = state.why_no_truth(self.library, language)
        drawn = 0.0
        compared: object = None  # which agreements are drawn

        def picture(status: str) -> Updates:
            """What is said by now, and what is made of finished answers; `status` as HTML."""
            nonlocal compared
            now = (len(state.agreements), sum(answer.done for answer in state.answers.values()))
            same, compared = compared == now and not state.cancelled, now
            covered = state.covered
            finished: Updates = {}
            if not same:
                finished = {
                    page.agreement.drawn: agreements(truth, state, language, self.judge),
                    page.views: views_region.drawn(state.answers, language, covered=covered),
                    page.seen: seen_region.drawn(
                        asked.clip, state.answers, language, covered=covered
                    ),
                }
            return {
                page.state: state,
                page.moment.moments: moment_region.moments(
                    asked.clip, state.answers, language, covered=covered
                ),
                page.columns: render.columns(
                    truth,
                    state.answers,
                    language,
                    covered=covered,
                    why=why,
                    link=linking.address(state),
                    measured=measuring.found(),
                    measuring=measuring.unfinished,
                ),
                **finished,
                page.alert: "",
                page.status: status,
            }

        with Comparing(truth, language) as comparing, Measuring(asked.clip) as measuring:
            for answers in side_by_side.explain(asked.clip, asked.names, asked.request, run.stop):
                comparing.add(answers)
                measuring.add(answers)
                done = all(answer.done for answer in answers.values())
                if run.left:
                    yield unchanged()  # Gradio draws the last yield once more at the end
                    return
                if not done and monotonic() - drawn < REDRAW_SECONDS:
                    continue
                drawn = monotonic()
                state = replace(state, answers=answers, agreements=comparing.finished())
                working = picture(render.status(t["comparing" if done else "working"], language))
                yield run.unless_left({**working, **page.busy(True)})
            state = replace(state, agreements=comparing.wait(run))
            if measuring.unfinished and not run.given_up:
                checking = picture(render.status(t["fact_checking"], language))
                yield run.unless_left({**checking, **page.busy(True)})
                measuring.wait(run)
                compared = None  # the last state holds all of it
            cancelled = any(answer.cancelled for answer in state.answers.values())
            state = replace(state, cancelled=cancelled or comparing.unfinished)
            if run.left:
                yield unchanged()
                return
            ended = picture(result(state, language))
            yield run.unless_left({**ended, **page.busy(False)})

    def _ended(self, alert: str) -> Updates:
        """There is no run, or no more of it; what is drawn of it stays."""
        return {self.page.alert: alert, self.page.status: "", **self.page.busy(False)}
