"""What a person can do about the comparison: give a ground truth of their own, ask the judge."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import gradio as gr

from backends.llm.endpoint.transport import Stopped
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge, JudgeError
from demo.page import render
from demo.page.compare.agreement_view import agreements
from demo.page.compare.comparing import Comparing
from demo.page.compare.judging import judged_scores, with_scores
from demo.page.explain import linking
from demo.page.gradio_seams import Given, Updates, session_name, unchanged
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.page.runs import Runs
from demo.strings import SAY, STRINGS

log = logging.getLogger(__name__)


class CompareHandlers:
    """The comparison's behaviour. Each of its jobs is a run: what comes next leaves it behind."""

    def __init__(self, page: Page, library: Library, judge: Judge | None, runs: Runs) -> None:
        self.page = page
        self.library = library
        self.judge = judge
        self.runs = runs

    def use_own(self, given: Given, session: gr.Request) -> Iterator[Updates]:
        """Compare what has been answered with the ground truth that the person gives."""
        page, language = self.page, given[self.page.language]
        t = STRINGS[language]
        name = session_name(session)
        run = self.runs.start(name, self.runs.line_up(name))
        if run is None:
            yield unchanged()
            return
        own = page.own.read(given)
        state: PageState = given[page.state].with_own(own)
        try:
            note = SAY.text(language, "own_unread", text=own.unread)
            yield {
                page.own.note: render.alert(note, language) if own.unread else "",
                page.status: render.status(t["comparing"], language),
                **page.busy(True),
            }
            with Comparing(state.truth(self.library, state.language), state.language) as comparing:
                comparing.add(state.answers)
                found = comparing.wait(run)
                state = replace(state, agreements=found, cancelled=comparing.unfinished)
            if run.left:
                yield unchanged()
                return
            truth = state.truth(self.library, language)
            yield run.unless_left(
                {
                    page.state: state,
                    page.columns: render.columns(
                        truth,
                        state.answers,
                        language,
                        covered=state.covered,
                        why=state.why_no_truth(self.library, language),
                        link=linking.address(state),
                    ),
                    page.agreement.drawn: agreements(truth, state, language, self.judge),
                    page.status: render.status(
                        t["cancelled" if state.cancelled else "compared"], language
                    ),
                    **page.busy(False),
                }
            )
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("comparing %s failed", state.name)
            note = render.alert(t["fault"], language)
            yield {page.own.note: note, page.status: "", **page.busy(False)}
        finally:
            self.runs.end(name, run)

    def ask_judge(self, given: Given, session: gr.Request) -> Iterator[Updates]:
        """Have the judge rate each compared answer; its scores take the place of those lacking."""
        page, language = self.page, given[self.page.language]
        state: PageState = given[page.state]
        t = STRINGS[language]
        name = session_name(session)
        truth = state.truth(self.library, state.language)
        compared = {backend for backend, found in state.agreements.items() if found}
        if self.judge is None or truth is None or not compared:
            alert = render.alert(t["judge_nothing"], language)
            yield {page.alert: alert, page.status: "", **page.busy(False)}
            return
        run = self.runs.start(name, self.runs.line_up(name))
        if run is None:
            yield unchanged()
            return
        alert, judge = "", self.judge.until(run.stop)
        try:
            asking = render.status(t["judge_asking"], language)
            yield {page.alert: "", page.status: asking, **page.busy(True)}
            for backend, found in state.agreements.items():
                explanation = state.answers[backend].explanation
                if found is None or explanation is None or run.given_up:
                    continue
                scores = judged_scores(judge, truth, explanation, state.language)
                judged = with_scores(found, scores)
                state = replace(state, agreements={**state.agreements, backend: judged})
        except Stopped:
            pass  # what was rated before stays
        except JudgeError as error:
            alert = render.alert(error.text(language), language)
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("judging %s failed", state.name)
            alert = render.alert(t["fault"], language)
        finally:
            self.runs.end(name, run)
        if run.left:
            yield unchanged()
            return
        ended = render.status(t["cancelled" if run.given_up else "judged"], language)
        truth = state.truth(self.library, language)
        yield run.unless_left(
            {
                page.state: state,
                page.agreement.drawn: agreements(truth, state, language, self.judge),
                page.alert: alert,
                page.status: "" if alert else ended,
                **page.busy(False),
            }
        )
