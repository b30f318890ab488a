"""What a person can do about the comparison: give a ground truth of their own, ask the judge."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import gradio as gr

from backends.base import Language
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge, JudgeError
from demo.page import render
from demo.page.compare.agreement_view import agreements
from demo.page.compare.comparing import Comparing
from demo.page.compare.judging import judged_scores, with_scores
from demo.page.explain.handlers import BUTTONS, Updates, buttons, session_name
from demo.page.page_state import OwnTruth, Shown
from demo.page.runs import Runs
from demo.strings import STRINGS

log = logging.getLogger(__name__)


class CompareHandlers:
    """The comparison's behaviour. Each of its jobs is a run: what comes next leaves it behind."""

    def __init__(self, library: Library, judge: Judge | None, runs: Runs) -> None:
        self.library = library
        self.judge = judge
        self.runs = runs

    def use_own(
        self,
        shown: Shown,
        language: Language,
        emotions: str | None,
        rationale: str | None,
        session: gr.Request,
    ) -> Iterator[Updates]:
        """Compare what has been answered with the ground truth that the person gives."""
        t = STRINGS[language]
        name = session_name(session)
        run = self.runs.start(name, self.runs.line_up(name))
        if run is None:
            yield [gr.skip()] * (5 + BUTTONS)
            return
        try:
            own = OwnTruth.typed(emotions, rationale)
            shown = shown.with_own(own)
            note = render.alert(t["own_unread"].format(text=own.unread), language)
            working = render.status(t["comparing"], language)
            yield [*[gr.skip()] * 3, note if own.unread else "", working, *buttons(busy=True)]
            with Comparing(shown.truth(self.library, shown.language), shown.language) as comparing:
                comparing.add(shown.answers)
                found = comparing.wait(run)
                shown = replace(shown, agreements=found, cancelled=comparing.unfinished)
            if run.left:
                yield [gr.skip()] * (5 + BUTTONS)
                return
            truth = shown.truth(self.library, language)
            yield [
                shown,
                render.columns(truth, shown.answers, language),
                agreements(truth, shown, language, self.judge),
                gr.skip(),
                render.status(t["cancelled" if shown.cancelled else "done"], language),
                *buttons(busy=False),
            ]
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("comparing %s failed", shown.name)
            note = render.alert(t["fault"], language)
            yield [*[gr.skip()] * 3, note, "", *buttons(busy=False)]
        finally:
            self.runs.end(name, run)

    def ask_judge(self, shown: Shown, language: Language, session: gr.Request) -> Iterator[Updates]:
        """Have the judge rate each compared answer; its scores take the place of those lacking."""
        t = STRINGS[language]
        name = session_name(session)
        truth = shown.truth(self.library, shown.language)
        compared = {backend for backend, found in shown.agreements.items() if found}
        if self.judge is None or truth is None or not compared:
            alert = render.alert(t["judge_nothing"], language)
            yield [gr.skip(), gr.skip(), alert, "", *buttons(busy=False)]
            return
        run = self.runs.start(name, self.runs.line_up(name))
        if run is None:
            yield [gr.skip()] * (4 + BUTTONS)
            return
        alert = ""
        try:
            status = render.status(t["judge_asking"], language)
            yield [gr.skip(), gr.skip(), "", status, *buttons(busy=True)]
            for backend, found in shown.agreements.items():
                explanation = shown.answers[backend].explanation
                if found is None or explanation is None or run.given_up:
                    continue
                scores = judged_scores(self.judge, truth, explanation, shown.language)
                judged = with_scores(found, scores)
                shown = replace(shown, agreements={**shown.agreements, backend: judged})
        except JudgeError as error:
            alert = render.alert(error.text(language), language)
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("judging %s failed", shown.name)
            alert = render.alert(t["fault"], language)
        finally:
            self.runs.end(name, run)
        if run.left:
            yield [gr.skip()] * (4 + BUTTONS)
            return
        drawn = agreements(shown.truth(self.library, language), shown, language, self.judge)
        ended = t["cancelled" if run.given_up else "done"]
        status = "" if alert else render.status(ended, language)
        yield [shown, drawn, alert, status, *buttons(busy=False)]
