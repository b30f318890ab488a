"""What each event does. Every method returns updates in the order that `events.connect` names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

import gradio as gr

from backends.base import Language, Modality, Request
from backends.clip import Clip, ClipError, part_between
from demo import side_by_side
from demo.ground_truth import gallery
from demo.page import render
from demo.page.backends_region import BackendsRegion
from demo.page.clip_region import ClipRegion
from demo.page.runs import Run, Runs
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.side_by_side import Answer
from demo.strings import QUESTIONS, STRINGS

REDRAW_SECONDS = 0.1
"""The columns are drawn at most this often while backends work."""

Updates = list[Any]
"""One value, gr.update or gr.skip() for each output component."""


@dataclass(frozen=True)
class Shown:
    """What one person's page shows. Kept on the server, gone with the session."""

    path: str | None = None
    segment: tuple[float, float] | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


class NotReady(Exception):
    """Something has not been chosen. The message is a sentence in the page's language."""


class Handlers:
    """The page's behaviour, for one set of settings."""

    def __init__(self, settings: Settings, uploads: Uploads) -> None:
        self.settings = settings
        self.uploads = uploads
        self.runs = Runs()

    def close(self, session: gr.Request) -> None:
        """The tab was closed or loaded again: end its work and delete its clips."""
        self.runs.leave(_name(session))
        self.uploads.release(_name(session))

    def choose_from_gallery(
        self, language: Language, session: gr.Request, event: gr.EventData
    ) -> Updates:
        """A thumbnail was pressed."""
        chosen = next((path for path in gallery.clips() if path.stem == event.clip), None)
        if chosen is None:
            return [gr.skip()] * VIEW
        self.runs.leave(_name(session))
        return self._view(str(chosen), language)

    def choose_file(self, language: Language, path: str | None, session: gr.Request) -> Updates:
        """A file was uploaded or a recording ended. If it can't be used, all stays as it was."""
        if path is None:
            return [gr.skip()] * VIEW
        self.uploads.hold(path, _name(session))
        try:
            view = self._view(path, language)
        except ClipError as error:
            refusal = [render.alert(error.text(language), language), gr.File(value=None), gr.skip()]
            return [*[gr.skip()] * RUN, *refusal, *[gr.skip()] * (VIEW - RUN - len(refusal))]
        self.runs.leave(_name(session))
        return view

    def line_up(self, language: Language, session: gr.Request, *ticks: bool) -> Updates:
        """Explain was pressed: show at once that it will begin, and that it can be cancelled."""
        ticket = self.runs.line_up(_name(session))
        status = render.status(STRINGS[language]["stage_line"], language)
        return [ticket, status, *_buttons(busy=any(ticks))]

    def explain(
        self,
        ticket: str,
        shown: Shown,
        language: Language,
        subtitle: str,
        start: float | None,
        end: float | None,
        modalities: list[str],
        session: gr.Request,
        *ticks: bool,
    ) -> Iterator[Updates]:
        """Run the ticked backends side by side and draw their columns as they fill."""
        run = self.runs.start(_name(session), ticket)
        if run is None:
            yield [gr.skip()] * RUN
            return
        names = [n for n, ticked in zip(self.settings.backends, ticks, strict=True) if ticked]
        segment = part_between(start, end)
        try:
            clip = self._ready(shown.path, names, modalities, language, subtitle, segment)
            request = Request(language, frozenset(map(Modality, modalities)))
            yield from self._drawn(run, shown.path, clip, segment, names, request)
        except (NotReady, ClipError) as error:
            sentence = error.text(language) if isinstance(error, ClipError) else str(error)
            alert = render.alert(sentence, language)
            yield [*[gr.skip()] * 3, alert, "", *_buttons(busy=False)]
        finally:
            self.runs.end(_name(session), run)

    def _drawn(
        self,
        run: Run,
        path: str | None,
        clip: Clip,
        segment: tuple[float, float] | None,
        names: list[str],
        request: Request,
    ) -> Iterator[Updates]:
        """The page's states while backends explain a clip."""
        language, truth = request.language, gallery.of(clip.name, request.language)
        drawn = 0.0
        for answers in side_by_side.explain(clip, names, request, run.stop):
            done = all(answer.done for answer in answers.values())
            if run.left:
                yield [gr.skip()] * RUN  # Gradio draws the last yield once more at the end
                return
            if not done and monotonic() - drawn < REDRAW_SECONDS:
                continue
            drawn = monotonic()
            yield [
                Shown(path, segment, answers),
                render.moments(clip, answers, language),
                render.columns(truth, answers, language),
                "",
                render.status(STRINGS[language]["done" if done else "working"], language),
                *_buttons(busy=not done),
            ]

    def cancel(self, session: gr.Request) -> None:
        """End the explanation that this session waits for; what was said so far stays."""
        self.runs.cancel(_name(session))

    def draw(self, shown: Shown, language: Language) -> Updates:
        """All words of the page in another language. Answers stay as they were given."""
        name = Path(shown.path or "").stem
        try:
            limits = self.settings.limits
            clip = Clip.open(shown.path or "", segment=shown.segment, limits=limits)
        except ClipError:  # the words change all the same
            clip = None
        answers = shown.answers or self._waiting()
        t = STRINGS[language]
        return [
            *[render.text(key, language) for key in ("head", *QUESTIONS)],
            *[render.backend_card(name, language) for name in self.settings.backends],
            render.clip_gallery(language, name),
            render.columns(gallery.of(name, language), answers, language),
            render.moments(clip, answers, language),
            *ClipRegion.labels(t),
            *BackendsRegion.labels(t),
            gr.Video(label=t["player"]),
        ]

    def _view(self, path: str, language: Language) -> Updates:
        """A clip as it is shown before it is explained. Raises ClipError if it can't be used."""
        most = self.settings.max_seconds
        clip = Clip.open(path, limits=replace(self.settings.limits, max_seconds=float("inf")))
        segment, refusal, more = None, "", gr.skip()
        if clip.duration > most:
            segment = (0.0, most)
            sentence = STRINGS[language]["too_long"].format(seconds=clip.duration, most=most)
            refusal, more = render.alert(sentence, language), gr.Accordion(open=True)
            clip = Clip.open(path, segment=segment, limits=self.settings.limits)
        return [
            Shown(path, segment),
            render.moments(clip, {}, language),
            render.columns(gallery.of(clip.name, language), self._waiting(), language),
            "",
            "",
            *_buttons(busy=False),
            refusal,
            gr.skip(),
            more,
            gr.Video(value=path),
            render.clip_gallery(language, clip.name),
            "",
            *(segment or (None, None)),
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

    def _waiting(self) -> dict[str, Answer]:
        return {name: Answer(name) for name in self.settings.backends[:1]}


RUN, VIEW = 8, 16
"""Outputs of a run, and of a view, which begins with the same: see `events.connect`."""


def _name(session: gr.Request) -> str:
    return str(session.session_hash)


def _buttons(busy: bool) -> Updates:
    """Explain and Cancel, of which one can be pressed; the language waits for the answer."""
    return [
        gr.Button(interactive=not busy),
        gr.Button(interactive=busy),
        gr.Radio(interactive=not busy),
    ]
