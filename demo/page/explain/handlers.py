"""What each event does. Every method returns updates in the order that `events.connect` names."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import Any

import gradio as gr

from backends.backend import Request
from backends.base import Language, Modality
from backends.clip import Clip, ClipError, part_between
from demo import side_by_side
from demo.ground_truth import gallery
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page import render
from demo.page.compare.agreement_region import AgreementRegion
from demo.page.compare.agreement_view import agreements
from demo.page.compare.comparing import Comparing
from demo.page.compare.own_truth_region import OwnTruthRegion
from demo.page.explain.backends_region import BackendsRegion, offered_options
from demo.page.explain.clip_region import ClipRegion
from demo.page.page_state import OwnTruth, Shown, waiting_for
from demo.page.runs import Run, Runs
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.strings import QUESTIONS, STRINGS

log = logging.getLogger(__name__)

REDRAW_SECONDS = 0.1
"""The columns are drawn at most this often while backends work."""

Updates = list[Any]
"""One value, gr.update or gr.skip() for each output component."""

BUTTONS, RUN, VIEW = 5, 11, 22
"""Outputs of `buttons`, of a run, and of a view, each of which begins with the same as the one
before: see `events.connect`."""


class NotReady(Exception):
    """Something has not been chosen. The message is a sentence in the page's language."""


class Handlers:
    """The page's behaviour, for one set of settings."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        judge: Judge | None,
        uploads: Uploads,
        runs: Runs,
    ) -> None:
        self.settings = settings
        self.library = library
        self.judge = judge
        self.uploads = uploads
        self.runs = runs
        self.options = [option.name for option in offered_options(settings.backends, "en")]

    def close(self, session: gr.Request) -> None:
        """The tab was closed or loaded again: end its work and delete its clips."""
        self.runs.leave(session_name(session))
        self.uploads.release(session_name(session))

    def choose_from_gallery(
        self, shown: Shown, language: Language, session: gr.Request, event: gr.EventData
    ) -> Updates:
        """A thumbnail was pressed."""
        chosen = next((path for path in gallery.clips() if path.stem == event.clip), None)
        if chosen is None:
            return [gr.skip()] * VIEW
        self.runs.leave(session_name(session))
        return self._view(str(chosen), shown, language)

    def choose_file(
        self, shown: Shown, language: Language, path: str | None, session: gr.Request
    ) -> Updates:
        """A file was uploaded or a recording ended. If it can't be used, all stays as it was."""
        if path is None:
            return [gr.skip()] * VIEW
        self.uploads.hold(path, session_name(session))
        try:
            view = self._view(path, shown, language)
        except ClipError as error:
            refusal = [render.alert(error.text(language), language), gr.File(value=None), gr.skip()]
            return [*[gr.skip()] * RUN, *refusal, *[gr.skip()] * (VIEW - RUN - len(refusal))]
        self.runs.leave(session_name(session))
        return view

    def line_up(self, language: Language, session: gr.Request, *ticks: bool) -> Updates:
        """Explain was pressed: show at once that it will begin, and that it can be cancelled."""
        ticket = self.runs.line_up(session_name(session))
        status = render.status(STRINGS[language]["stage_line"], language)
        return [ticket, status, *buttons(busy=any(ticks))]

    def explain(
        self,
        ticket: str,
        shown: Shown,
        language: Language,
        subtitle: str,
        start: float | None,
        end: float | None,
        own_emotions: str | None,
        own_rationale: str | None,
        modalities: list[str],
        session: gr.Request,
        *chosen: Any,
    ) -> Iterator[Updates]:
        """Run the ticked backends side by side and draw their columns as they fill.

        `chosen` holds the value of each option, then a tick for each backend.
        """
        run = self.runs.start(session_name(session), ticket)
        if run is None:
            yield [gr.skip()] * RUN
            return
        values, ticks = chosen[: len(self.options)], chosen[len(self.options) :]
        names = [n for n, ticked in zip(self.settings.backends, ticks, strict=True) if ticked]
        segment = part_between(start, end)
        shown = shown.with_own(OwnTruth.typed(own_emotions, own_rationale))
        shown = replace(shown, segment=segment, language=language, cancelled=False)
        try:
            clip = self._ready(shown.path, names, modalities, language, subtitle, segment)
            request = Request(
                language,
                frozenset(map(Modality, modalities)),
                dict(zip(self.options, values, strict=True)),
            )
            yield from self._drawn(run, shown, clip, names, request)
        except (NotReady, ClipError) as error:
            sentence = error.text(language) if isinstance(error, ClipError) else str(error)
            alert = render.alert(sentence, language)
            yield [*[gr.skip()] * 4, alert, "", *buttons(busy=False)]
        except Exception:  # a fault of ours must not leave the page waiting
            log.exception("explaining %s failed", shown.name)
            alert = render.alert(STRINGS[language]["fault"], language)
            yield [*[gr.skip()] * 4, alert, "", *buttons(busy=False)]
        finally:
            self.runs.end(session_name(session), run)

    def _drawn(
        self, run: Run, shown: Shown, clip: Clip, names: list[str], request: Request
    ) -> Iterator[Updates]:
        """The page's states while backends explain a clip, and each answer is then compared."""
        language = request.language
        t = STRINGS[language]
        truth = shown.truth(self.library, language)
        part = (clip.start, clip.end) if clip.end - clip.start < clip.duration else None
        shown = replace(shown, segment=part)
        drawn = 0.0
        compared: object = None  # which agreements are drawn

        def state(status: str) -> Updates:
            nonlocal compared
            now = (len(shown.agreements), sum(answer.done for answer in shown.answers.values()))
            same, compared = compared == now and not shown.cancelled, now
            return [
                shown,
                render.moments(clip, shown.answers, language),
                render.columns(truth, shown.answers, language),
                gr.skip() if same else agreements(truth, shown, language, self.judge),
                "",
                render.status(status, language),
            ]

        with Comparing(truth, language) as comparing:
            for answers in side_by_side.explain(clip, names, request, run.stop):
                comparing.add(answers)
                done = all(answer.done for answer in answers.values())
                if run.left:
                    yield [gr.skip()] * RUN  # Gradio draws the last yield once more at the end
                    return
                if not done and monotonic() - drawn < REDRAW_SECONDS:
                    continue
                drawn = monotonic()
                shown = replace(shown, answers=answers, agreements=comparing.finished())
                yield [*state(t["comparing" if done else "working"]), *buttons(busy=True)]
            shown = replace(shown, agreements=comparing.wait(run))
            cancelled = any(answer.cancelled for answer in shown.answers.values())
            shown = replace(shown, cancelled=cancelled or comparing.unfinished)
            if run.left:
                yield [gr.skip()] * RUN
                return
            yield [*state(t["cancelled" if shown.cancelled else "done"]), *buttons(busy=False)]

    def cancel(self, session: gr.Request) -> None:
        """End the explanation that this session waits for; what was said so far stays."""
        self.runs.cancel(session_name(session))

    def redraw_cards(self, language: Language) -> Updates:
        """An answer may have shown what its backend can do, e.g. that sound arrives at a server."""
        return [*self._cards(language), gr.skip()]

    def _cards(self, language: Language) -> Updates:
        return [render.backend_card(name, language) for name in self.settings.backends]

    def draw(self, shown: Shown, language: Language) -> Updates:
        """All words of the page in another language. Answers stay as they were given."""
        try:
            limits = self.settings.limits
            clip = Clip.open(shown.path or "", segment=shown.segment, limits=limits)
        except ClipError:  # the words change all the same
            clip = None
        truth = shown.truth(self.library, language)
        t = STRINGS[language]
        return [
            *[render.text(key, language) for key in ("head", *QUESTIONS)],
            *self._cards(language),
            render.clip_gallery(language, shown.name),
            _status(shown, language),
            render.columns(truth, shown.answers, language),
            render.moments(clip, shown.answers, language),
            agreements(truth, shown, language, self.judge),
            render.truth_problems(self.library.problems, language),
            *ClipRegion.labels(t),
            *OwnTruthRegion.labels(t),
            *BackendsRegion.labels(self.settings.backends, language),
            *AgreementRegion.labels(t, self.judge),
            gr.Video(label=t["player"]),
        ]

    def _view(self, path: str, before: Shown, language: Language) -> Updates:
        """A clip as it is shown before it is explained. Raises ClipError if it can't be used."""
        most = self.settings.max_seconds
        clip = Clip.open(path, limits=replace(self.settings.limits, max_seconds=float("inf")))
        segment, refusal, more = None, "", gr.skip()
        if clip.duration > most:
            segment = (0.0, most)
            sentence = STRINGS[language]["too_long"].format(seconds=clip.duration, most=most)
            refusal, more = render.alert(sentence, language), gr.Accordion(open=True)
            clip = Clip.open(path, segment=segment, limits=self.settings.limits)
        waiting = waiting_for(self.settings.backends)
        shown = Shown(path, segment, waiting, language, own=before.own)
        truth = shown.truth(self.library, language)
        return [
            shown,
            render.moments(clip, {}, language),
            render.columns(truth, waiting, language),
            agreements(truth, shown, language, self.judge),
            "",
            "",
            *buttons(busy=False),
            refusal,
            gr.skip(),
            more,
            gr.Video(value=path),
            render.clip_gallery(language, clip.name),
            "",
            *(segment or (None, None)),
            shown.own_here.emotions,
            shown.own_here.rationale,
            "",
        ]

    def _ready(
        self,
        path: str | None,
        names: list[str],
        modalities: list[str],
        language: Language,
        subtitle: str,
        segment: tuple[float, float] | None,
    ) -> Clip:
        """The clip, once everything is chosen. Raises NotReady or ClipError saying what is not."""
        t = STRINGS[language]
        if path is None:
            raise NotReady(t["choose_clip"])
        if not names:
            raise NotReady(t["choose_backend"])
        if not modalities:
            raise NotReady(t["choose_modality"])
        return Clip.open(path, subtitle=subtitle, segment=segment, limits=self.settings.limits)


def _status(shown: Shown, language: Language) -> str:
    """How the last run ended, and where its answers are not in the page's language, that."""
    if not any(answer.explanation for answer in shown.answers.values()):
        return ""
    t = STRINGS[language]
    ended = render.status(t["cancelled" if shown.cancelled else "done"], language)
    if shown.language == language:
        return ended
    return ended + render.status(t["answers_in_other_language"], language)


def session_name(session: gr.Request) -> str:
    """The name of one person's page."""
    return str(session.session_hash)


def buttons(busy: bool) -> Updates:
    """Explain and Cancel, of which one can be pressed; what changes the answer waits for it."""
    return [
        gr.Button(interactive=not busy),
        gr.Button(interactive=busy),
        gr.Radio(interactive=not busy),
        gr.Button(interactive=not busy),
        gr.Button(interactive=not busy),
    ]
