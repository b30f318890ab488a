"""What Start and Stop of the benchmark's page do: a run in a folder of the session's own."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import gradio as gr
from gradio.utils import get_upload_folder

import backends
from backends.base import BackendError, Language
from demo.benchmark import BenchmarkError, folder, plan, report, scores
from demo.benchmark.folder import Folder
from demo.benchmark.metrics import Measuring
from demo.benchmark.pace import Cost, seconds_left, spoken
from demo.benchmark.plan import GALLERY, Plan
from demo.benchmark.run import Run
from demo.ground_truth import GroundTruthError
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


class _Session:
    """The benchmark of one open page: its folder, and the run in it if one is on its way."""

    def __init__(self) -> None:
        self.ticket = ""
        """Of the last press of Start; empty once Stop was pressed."""
        self.closed = False
        self.plan: Plan | None = None
        self.path: Path | None = None
        self.run: Run | None = None
        self.over = Event()
        self.over.set()

    def folder_for(self, asked: Plan) -> Path:
        """The folder to go on in if the same is asked for again, else a new one in its place."""
        if self.path is None or self.plan != asked:
            self.delete()
            Path(get_upload_folder()).mkdir(parents=True, exist_ok=True)
            self.plan = asked
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
        self.plan = self.path = None


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
        held.ticket = str(uuid4())
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
            with folder.opened(held.folder_for(asked), asked, whole, resume=True) as opened:
                opened.forget_failures()
                yield from self._drawn(held, ticket, opened, language)
        except BackendError as error:
            yield _refused(error.text(language), language)
        except (BenchmarkError, GroundTruthError) as error:
            yield _refused(str(error), language)
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("the benchmark of %s failed", dataset)
            yield _refused(STRINGS[language]["fault"], language)
        finally:
            held.run = None
            held.over.set()
            if held.closed:
                held.delete()

    def _plan(self, dataset: str, limit: int | None, names: list[str], language: Language) -> Plan:
        """Raises BenchmarkError where nothing is chosen that can be run."""
        chosen = [name for name in self.ready if name in names]
        if not chosen:
            raise BenchmarkError(STRINGS[language]["bench_choose"])
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
        yield [_status(opened, language), *_buttons(busy=True), "", "", "", *hidden]
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
            yield [_status(opened, language), *_buttons(busy=True), "", board, *skipped]
        if held.closed:
            return
        table = scores.table(opened, measuring)
        report.write(opened.path, table)
        yield [
            _status(opened, language, over=True),
            *_buttons(busy=False),
            "",
            report.leaderboard(table, language),
            report.details(table, language),
            *[gr.DownloadButton(value=opened.path / name, visible=True) for name in DOWNLOADS],
        ]


def _status(opened: Folder, language: Language, *, over: bool = False) -> str:
    """How far the run has come, how fast it goes, and when it will be done."""
    done = len(opened.results)
    return render.render(
        "benchmark_status",
        language,
        done=done,
        total=opened.total,
        over=over,
        failed=len(opened.failures),
        left=spoken(seconds_left(opened.results, opened.total)) if done and not over else None,
        rate=Cost.of(opened.results).clips_a_minute,
    )


def _refused(sentence: str, language: Language) -> Updates:
    """Why there is no run, or no more of it; what is drawn of it stays."""
    alert = render.alert(sentence, language)
    return ["", *_buttons(busy=False), alert, *[gr.skip()] * (2 + len(DOWNLOADS))]


def _buttons(busy: bool) -> Updates:
    """Start and Stop, of which one can be pressed; the language waits for the end."""
    return [
        gr.Button(interactive=not busy),
        gr.Button(interactive=busy),
        gr.Radio(interactive=not busy),
    ]
