"""What each event does. Every method returns updates in the order that `events.connect` names."""

from __future__ import annotations

import threading
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
from demo.page.moment_region import captions
from demo.page.strings import QUESTIONS, STRINGS
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.side_by_side import Answer

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


class Handlers:
    """The page's behaviour, for one set of settings."""

    def __init__(self, settings: Settings, uploads: Uploads) -> None:
        self.settings = settings
        self.uploads = uploads
        self._stops: dict[str, threading.Event] = {}
        """Session → what cancels the explanation that it waits for."""

    def first_view(self, language: Language) -> Updates:
        """The page as it opens: with a clip of the gallery, so that it is never empty."""
        return self._view(str(gallery.clips()[0]), language)

    def choose_from_gallery(self, language: Language, event: gr.EventData) -> Updates:
        """A thumbnail was pressed."""
        chosen = next((path for path in gallery.clips() if path.stem == event.clip), None)
        return self._view(str(chosen), language) if chosen else [gr.skip()] * 9

    def choose_file(self, language: Language, path: str | None, request: gr.Request) -> Updates:
        """A file was uploaded or a recording ended. If it can't be used, all stays as it was."""
        if path is None:
            return [gr.skip()] * 9
        self.uploads.remember(path, request)
        try:
            return self._view(path, language)
        except ClipError as error:
            return self._said(str(error), language, before=4, after=4)

    def explain(
        self,
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
        names = [n for n, ticked in zip(self.settings.backends, ticks, strict=True) if ticked]
        segment = part_between(start, end)
        try:
            clip = self._ready(shown.path, names, modalities, language, subtitle, segment)
        except ClipError as error:
            yield [*self._said(str(error), language, before=4), *_buttons(busy=False)]
            return
        request = Request(language, frozenset(map(Modality, modalities)))
        truth = gallery.of(clip.name, language)
        captioned, drawn = False, 0.0
        stop = self._stops[str(session.session_hash)] = threading.Event()
        for answers in side_by_side.explain(clip, names, request, stop):
            done = all(answer.done for answer in answers.values())
            if not done and monotonic() - drawn < REDRAW_SECONDS:
                continue
            drawn = monotonic()
            subtitles = None if captioned else _captions(answers)
            captioned = captioned or subtitles is not None
            yield [
                Shown(shown.path, segment, answers),
                gr.Video(value=shown.path, subtitles=subtitles) if subtitles else gr.skip(),
                render.moments(clip, answers, language),
                render.columns(truth, answers, language),
                "",
                *_buttons(busy=not done),
            ]

    def cancel(self, session: gr.Request) -> None:
        """End the explanation that this session waits for; what was said so far stays."""
        stop = self._stops.pop(str(session.session_hash), None)
        if stop:
            stop.set()

    def draw(self, shown: Shown, language: Language) -> Updates:
        """All words of the page in another language. Answers stay as they were given."""
        name = Path(shown.path or "").stem
        clip = Clip.open(shown.path, segment=shown.segment) if shown.path else None
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
        segment, alert = None, ""
        if clip.duration > most:
            segment = (0.0, most)
            sentence = STRINGS[language]["too_long"].format(seconds=clip.duration, most=most)
            alert = render.alert(sentence, language)
            clip = Clip.open(path, segment=segment, limits=self.settings.limits)
        return [
            Shown(path, segment),
            gr.Video(value=path, subtitles=None),
            render.moments(clip, {}, language),
            render.columns(gallery.of(clip.name, language), self._waiting(), language),
            alert,
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
        """The clip, once everything is chosen. Raises ClipError saying what is not."""
        t = STRINGS[language]
        if path is None:
            raise ClipError(t["choose_clip"])
        if not names:
            raise ClipError(t["choose_backend"])
        if not modalities:
            raise ClipError(t["choose_modality"])
        return Clip.open(path, subtitle=subtitle, segment=segment, limits=self.settings.limits)

    def _waiting(self) -> dict[str, Answer]:
        return {name: Answer(name) for name in self.settings.backends[:1]}

    @staticmethod
    def _said(sentence: str, language: Language, before: int, after: int = 0) -> Updates:
        """Say it in the page, and leave the outputs before and after the alert as they were."""
        alert = render.alert(sentence, language)
        return [*[gr.skip()] * before, alert, *[gr.skip()] * after]


def _buttons(busy: bool) -> Updates:
    """Explain and Cancel: one of them can be pressed."""
    return [gr.Button(interactive=not busy), gr.Button(interactive=busy)]


def _captions(answers: Mapping[str, Answer]) -> list[dict[str, object]] | None:
    """Captions from the first transcript with word times that any backend has."""
    known = (answer.explanation for answer in answers.values() if answer.explanation)
    return next((found for e in known if (found := captions(e.transcript))), None)
