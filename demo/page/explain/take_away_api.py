"""The page's other public endpoint: an explanation of a clip as files, by `gradio_client`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import gradio as gr

import backends as registry
from backends.clip import Clip
from backends.errors import EmerError
from backends.words import ENGLISH
from demo import side_by_side, take_away
from demo.ground_truth.library import Library
from demo.page.explain.api import known_language, request_of
from demo.page.explain.taking import in_uploads
from demo.page.language import PAGE_SAY
from demo.page.refusal import Refused
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.take_away import TakeAwayError, Taken


def take_away_api(
    settings: Settings, library: Library, uploads: Uploads
) -> Callable[..., list[dict[str, Any]]]:
    """The endpoint, with the backends and limits of `settings`."""

    def take(
        clip: dict[str, Any],
        backend: str,
        formats: str = "json",
        language: str = ENGLISH,
        modalities: list[str] | None = None,
        subtitle: str = "",
        options: dict[str, str] | None = None,
    ) -> list[dict[str, Any]]:
        """Explain a clip, and take the answer away as files.

        Args:
            clip: the video or sound file, uploaded with `handle_file`.
            backend: name of the backend to ask.
            formats: what to write, of json, csv, eaf, …, with commas between; "all" for each.
            language: of the answer: the tag of one that the page offers, e.g. "en".
            modalities: those of "visual", "acoustic", "lexical" that may be used; all if left out.
            subtitle: what is said, if it is known.
            options: how the backend answers, by name, e.g. {"mode": "labels"}.

        Returns:
            The files, which `gradio_client` downloads.
        """
        call = f"call {uuid4()}"
        path = str(clip.get("path", "")) if isinstance(clip, dict) else ""
        try:
            if not uploads.hold(path, call):  # never a file of the server
                raise Refused(PAGE_SAY("call.clip"))
            asked = take_away.chosen(str(formats))
            request = request_of([backend], language, modalities, subtitle, options, settings)
            opened = Clip.open(path, subtitle=subtitle, limits=settings.limits)
            *_, answers = side_by_side.explain(opened, [backend], request)
            answer = answers[backend]
            if answer.error or answer.explanation is None:
                raise TakeAwayError(answer.error or PAGE_SAY("take.gone"))
            title = registry.get(backend).card.text("title", request.language)
            truth = library.of(opened.name, request.language)
            taken = Taken(opened, answer.explanation, request.language, title, truth)
            written = [in_uploads(taken, one) for one in asked if one.fits(opened)]
        except EmerError as error:
            raise gr.Error(error.text(known_language(language) or ENGLISH)) from error
        finally:
            uploads.release(call)
        return [
            {"path": str(file), "orig_name": file.name, "meta": {"_type": "gradio.FileData"}}
            for file in written
        ]

    return take
