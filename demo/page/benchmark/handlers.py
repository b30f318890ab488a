"""What Start and Stop of the benchmark's page do, and how the leaderboard fills meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

import gradio as gr

from backends.base import Language
from backends.errors import EmerError
from demo.benchmark import folder, plan, report, scores
from demo.benchmark.folder import Folder
from demo.benchmark.measuring import Measuring
from demo.benchmark.throughput import Cost, seconds_left, spoken
from demo.metrics.wheels import own
from demo.page import render
from demo.page.benchmark.page_results import PageResults
from demo.page.benchmark.region import BenchmarkPage
from demo.page.gradio_seams import Given, Updates, session_name, unchanged
from demo.page.refusal import Refused
from demo.page.runs import PageRun, Runs
from demo.settings import Settings
from demo.strings import SAY, STRINGS

log = logging.getLogger(__name__)

REDRAW_SECONDS = 0.5
"""The progress is drawn at most this often."""
SHARE_OF_DRAWING = 0.1
"""Scoring the leaderboard anew may take at most this share of the time."""


class BenchmarkHandlers:
    """The page's behaviour, for one set of settings."""

    def __init__(self, page: BenchmarkPage, settings: Settings, runs: Runs) -> None:
        self.page = page
        self.settings = settings
        self.runs = runs
        self._results: dict[str, PageResults] = {}

    def close(self, session: gr.Request) -> None:
        """The tab was closed or loaded again: end its run and delete its results."""
        name = session_name(session)
        held = self._results.pop(name, None)
        if held:
            held.closed = True
        self.runs.leave(name)
        if held:
            held.delete()

    def line_up(self, given: Given, session: gr.Request) -> Updates:
        """Start was pressed: show at once that it will begin, and that it can be stopped."""
        page, language = self.page, given[self.page.language]
        name = session_name(session)
        ticket = self.runs.line_up(name)
        self._results.setdefault(name, PageResults()).progress = None
        return {
            page.ticket: ticket,
            page.status: render.status(STRINGS[language]["stage_line"], language),
            **page.busy(True),
        }

    def stop(self, session: gr.Request) -> Updates:
        """Stop was pressed: a run draws its last state; one that waits for its turn is off."""
        name = session_name(session)
        if self.runs.at_work(name):
            self.runs.cancel(name)
            return unchanged()
        self.runs.leave(name)
        return {self.page.status: "", **self.page.busy(False)}

    def run(self, given: Given, session: gr.Request) -> Iterator[Updates]:
        """Run the chosen backends over the chosen clips and draw the leaderboard as it fills."""
        page, language = self.page, given[self.page.language]
        name = session_name(session)
        run = self.runs.start(name, given[page.ticket])
        if run is None:  # stopped while it waited for its turn
            yield unchanged()
            return
        held = self._results.setdefault(name, PageResults())
        try:
            asked = page.offers.plan(
                given[page.dataset], given[page.limit], given[page.backends], language
            )
            whole = plan.read(asked)
            path = held.folder_for(asked, whole)
            with folder.opened(path, asked, whole, resume=True) as opened:
                opened.forget_failures()
                yield from self._drawn(held, run, opened, language)
        except EmerError as error:
            yield self._refused(held, error, language)
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("the benchmark of %s failed", given[page.dataset])
            yield self._refused(held, Refused(SAY("fault")), language)
        finally:
            self.runs.end(name, run)
            if held.closed:
                held.delete()

    def translate(self, given: Given, session: gr.Request) -> Updates:
        """All words of the page in another language, and what a run has come to once it is over."""
        page, language = self.page, given[self.page.language]
        name = session_name(session)
        held = self._results.get(name)
        words = page.labels(language)
        if held is None or self.runs.at_work(name):
            return words
        words[page.status] = _status(held.progress, language) if held.progress else ""
        words[page.alert] = ""
        if held.refusal:
            words[page.alert] = render.alert(held.refusal.text(language), language)
        if held.table:
            words[page.leaderboard] = report.leaderboard(held.table, language)
            words[page.details] = report.details(held.table, language)
        return words

    def _drawn(
        self, held: PageResults, run: PageRun, opened: Folder, language: Language
    ) -> Iterator[Updates]:
        """Run what is left in the folder, and draw the progress and the scores."""
        page = self.page
        measuring = Measuring(own(), language)  # a judge is asked by the command only
        work = opened.run(self.settings.parallel, self.settings.limits)
        run.when_given_up(work.stop)
        held.refusal = held.table = None
        yield {
            page.status: _status(_progress(opened), language),
            page.alert: "",
            page.leaderboard: "",
            page.details: "",
            **page.busy(True),
            **{button: gr.update(visible=False) for button in page.downloads.values()},
        }
        drawn, next_table = monotonic(), 0.0
        for _ in opened.kept(work):
            now = monotonic()
            board: Updates = {}
            if now >= next_table:
                table = scores.table(opened, measuring)
                board = {page.leaderboard: report.leaderboard(table, language)}
                next_table = monotonic() + (monotonic() - now) / SHARE_OF_DRAWING
            elif now - drawn < REDRAW_SECONDS:
                continue
            drawn = monotonic()
            step = {page.status: _status(_progress(opened), language), **page.busy(True), **board}
            yield run.unless_left(step)
        if run.left:
            yield unchanged()  # Gradio draws the last yield once more at the end
            return
        table = scores.table(opened, measuring)
        report.write(opened.path, table)
        held.progress, held.table = _progress(opened, over=True), table
        yield run.unless_left(
            {
                page.status: _status(held.progress, language),
                page.alert: "",
                page.leaderboard: report.leaderboard(table, language),
                page.details: report.details(table, language),
                **page.busy(False),
                **{
                    button: gr.update(value=opened.path / name, visible=True)
                    for name, button in page.downloads.items()
                },
            }
        )

    def _refused(self, held: PageResults, why: EmerError, language: Language) -> Updates:
        """Why there is no run, or no more of it; what is drawn of it stays."""
        held.refusal = why
        alert = render.alert(why.text(language), language)
        return {self.page.status: "", self.page.alert: alert, **self.page.busy(False)}


def _progress(opened: Folder, *, over: bool = False) -> dict[str, Any]:
    """How far the run has come, how fast it goes, and when it will be done."""
    done = len(opened.results)
    return {
        "done": done,
        "total": opened.total,
        "over": over,
        "failed": len(opened.failures),
        "left": spoken(seconds_left(opened.results, opened.total)) if done and not over else None,
        "rate": Cost.of(opened.results).clips_a_minute,
    }


def _status(progress: Mapping[str, Any], language: Language) -> str:
    return render.render("benchmark_status", language, **progress)
