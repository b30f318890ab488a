"""What Start and Stop of the benchmark's page do: a run in a folder of the session's own."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import gradio as gr
from gradio.utils import get_upload_folder

import backends
from backends.base import Language
from backends.errors import EmerError
from demo.benchmark import folder, plan, report, scores
from demo.benchmark.folder import Folder
from demo.benchmark.measuring import Measuring
from demo.benchmark.plan import GALLERY, Plan
from demo.benchmark.scores import Table
from demo.benchmark.sweep import Sweep
from demo.benchmark.throughput import Cost, seconds_left, spoken
from demo.ground_truth.datasets import Dataset
from demo.metrics.wheels import own
from demo.page import render
from demo.settings import Settings
from demo.strings import STRINGS

log = logging.getLogger(__name__)

DOWNLOADS = ("results.jsonl", "clips.csv", "scores.csv", "report.html")

REDRAW_SECONDS = 0.5
"""The progress is drawn at most this often."""
SHARE_OF_DRAWING = 0.1
"""Scoring the leaderboard anew may take at most this share of the time."""
LAST_WORD = 2.0
"""Seconds that a run has to end when its page is closed, before its folder is deleted."""

Updates = list[Any]
Said = Callable[[Language], str]
"""A sentence in each language."""


class _NothingChosen(Exception):
    """No backend is ticked that could be run."""


class _Session:
    """The benchmark of one open page: its folder, and the run in it if one is on its way."""

    def __init__(self) -> None:
        self.ticket = ""
        """Of the last press of Start; empty once Stop was pressed."""
        self.closed = False
        self.asked: tuple[Plan, Dataset] | None = None
        self.path: Path | None = None
        self.run: Sweep | None = None
        self.over = Event()
        self.over.set()
        self.progress: dict[str, Any] | None = None
        """How far the last run has come, as `benchmark_status.html` takes it; None: not told."""
        self.refusal: Said | None = None
        self.table: Table | None = None
        """What the last run came to, once it is over."""

    def folder_for(self, asked: Plan, dataset: Dataset) -> Path:
        """The folder to go on in if the same is asked for of the same data, else a new one."""
        if self.path is None or self.asked != (asked, dataset):
            self.delete()
            Path(get_upload_folder()).mkdir(parents=True, exist_ok=True)
            self.asked = asked, dataset
            self.path = Path(tempfile.mkdtemp(prefix="benchmark-", dir=get_upload_folder()))
        return self.path

    def stop(self) -> None:
        """End the run; its answers stay."""
        self.ticket = ""
        if self.run:
            self.run.stop()

    def delete(self) -> None:
        """Remove the folder with all that is in it."""
        if self.path:
            shutil.rmtree(self.path, ignore_errors=True)
        self.asked = self.path = None


class BenchmarkHandlers:
    """The page's behaviour, for one set of settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        kinds = {path: plan.recognised(path) for path in settings.data}
        self.sets = {str(path.resolve()): kind for path, kind in kinds.items() if kind}
        """Path of a data set → its kind."""
        self.ready = [name for name in settings.backends if not backends.get(name).missing()]
        self._sessions: dict[str, _Session] = {}

    def choices(self, language: Language) -> list[tuple[str, str]]:
        """What a person reads → path of the data set; the gallery has none."""
        sets = [(f"{kind} · {Path(path).name}", path) for path, kind in self.sets.items()]
        return [*sets, (STRINGS[language]["bench_gallery"], GALLERY)]

    def close(self, session: gr.Request) -> None:
        """The tab was closed or loaded again: end its run and delete its results."""
        held = self._sessions.pop(str(session.session_hash), None)
        if held:
            held.closed = True
            held.stop()
            held.over.wait(LAST_WORD)
            held.delete()

    def line_up(self, language: Language, session: gr.Request) -> Updates:
        """Start was pressed: show at once that it will begin, and that it can be stopped.

        The first value is the ticket for `run`.
        """
        held = self._sessions.setdefault(str(session.session_hash), _Session())
        held.ticket, held.progress = str(uuid4()), None
        status = render.status(STRINGS[language]["stage_line"], language)
        return [held.ticket, status, *_buttons(busy=True)]

    def stop(self, session: gr.Request) -> Updates:
        """Stop was pressed: a run draws its last state; one that waits for its turn is off."""
        held = self._sessions.get(str(session.session_hash))
        if held is None:
            return [gr.skip()] * 4
        held.stop()
        return ["", *_buttons(busy=False)] if held.over.is_set() else [gr.skip()] * 4

    def run(
        self,
        ticket: str,
        dataset: str,
        limit: int | None,
        names: list[str],
        language: Language,
        session: gr.Request,
    ) -> Iterator[Updates]:
        """Run the chosen backends over the chosen clips and draw the leaderboard as it fills."""
        held = self._sessions.get(str(session.session_hash))
        if held is None or held.ticket != ticket:  # stopped while it waited for its turn
            yield [gr.skip()] * (7 + len(DOWNLOADS))
            return
        held.over.clear()
        try:
            asked = self._plan(dataset, limit, names, language)
            whole = plan.read(asked)
            path = held.folder_for(asked, whole)
            with folder.opened(path, asked, whole, resume=True) as opened:
                opened.forget_failures()
                yield from self._drawn(held, ticket, opened, language)
        except EmerError as error:
            yield _refused(held, error.text, language)
        except _NothingChosen:
            yield _refused(held, _words("bench_choose"), language)
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("the benchmark of %s failed", dataset)
            yield _refused(held, _words("fault"), language)
        finally:
            held.run = None
            held.over.set()
            if held.closed:
                held.delete()

    def draw(self, language: Language, session: gr.Request) -> Updates:
        """Status, alert, leaderboard and details in another language, once the run is over."""
        held = self._sessions.get(str(session.session_hash))
        if held is None or not held.over.is_set():
            return [gr.skip()] * 4
        return [
            _status(held.progress, language) if held.progress else "",
            render.alert(held.refusal(language), language) if held.refusal else "",
            report.leaderboard(held.table, language) if held.table else gr.skip(),
            report.details(held.table, language) if held.table else gr.skip(),
        ]

    def _plan(self, dataset: str, limit: int | None, names: list[str], language: Language) -> Plan:
        """Raises _NothingChosen where nothing is chosen that can be run."""
        chosen = [name for name in self.ready if name in names]
        if not chosen:
            raise _NothingChosen
        root = "" if dataset == GALLERY else dataset
        return Plan(
            dataset=self.sets[root] if root else GALLERY,
            root=root,
            backends=tuple(chosen),
            language=language,
            limit=limit if limit and limit > 0 else None,
        )

    def _drawn(
        self, held: _Session, ticket: str, opened: Folder, language: Language
    ) -> Iterator[Updates]:
        """Run what is left in the folder, and draw the progress and the scores."""
        measuring = Measuring(own(), language)  # a judge is asked by the command only
        run = held.run = opened.run(self.settings.parallel, self.settings.limits)
        hidden = [gr.DownloadButton(visible=False)] * len(DOWNLOADS)
        held.refusal = held.table = None
        yield [_status(_progress(opened), language), *_buttons(busy=True), "", "", "", *hidden]
        if held.ticket != ticket:
            run.stop()
        drawn, next_table = monotonic(), 0.0
        for _ in opened.kept(run):
            now = monotonic()
            if now >= next_table:
                board = report.leaderboard(scores.table(opened, measuring), language)
                next_table = monotonic() + (monotonic() - now) / SHARE_OF_DRAWING
            elif now - drawn >= REDRAW_SECONDS:
                board = gr.skip()
            else:
                continue
            drawn = monotonic()
            skipped = [gr.skip()] * (1 + len(DOWNLOADS))
            status = _status(_progress(opened), language)
            yield [status, *_buttons(busy=True), "", board, *skipped]
        if held.closed:
            return
        table = scores.table(opened, measuring)
        report.write(opened.path, table)
        held.progress, held.table = _progress(opened, over=True), table
        yield [
            _status(held.progress, language),
            *_buttons(busy=False),
            "",
            report.leaderboard(table, language),
            report.details(table, language),
            *[gr.DownloadButton(value=opened.path / name, visible=True) for name in DOWNLOADS],
        ]


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


def _words(key: str) -> Said:
    return lambda language: STRINGS[language][key]


def _refused(held: _Session, said: Said, language: Language) -> Updates:
    """Why there is no run, or no more of it; what is drawn of it stays."""
    held.refusal = said
    alert = render.alert(said(language), language)
    return ["", *_buttons(busy=False), alert, *[gr.skip()] * (2 + len(DOWNLOADS))]


def _buttons(busy: bool) -> Updates:
    """Start and Stop, of which one can be pressed; the language waits for the end."""
    return [
        gr.Button(interactive=not busy),
        gr.Button(interactive=busy),
        gr.Radio(interactive=not busy),
    ]
