"""The page's first public endpoint: explain a clip without the page, by `gradio_client`."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any
from uuid import uuid4

import gradio as gr

from backends import check_options
from backends.backend import Request
from backends.base import Language, Modality
from backends.clip import Clip
from backends.errors import EmerError
from backends.words import ENGLISH, Sentence
from demo import side_by_side
from demo.page.language import PAGE_SAY
from demo.page.refusal import Refused
from demo.page.uploads import Uploads
from demo.settings import Settings
from demo.strings import languages


def explain_api(settings: Settings, uploads: Uploads) -> Callable[..., list[dict[str, Any]]]:
    """The endpoint, with the backends and limits of `settings`."""

    def explain(
        clip: dict[str, Any],
        backends: list[str],
        language: str = ENGLISH,
        modalities: list[str] | None = None,
        subtitle: str = "",
        options: dict[str, str] | None = None,
    ) -> list[dict[str, Any]]:
        """Explain a clip without the page.

        Args:
            clip: the video or sound file, uploaded with `handle_file`.
            backends: names of the backends to ask.
            language: of the answers: the tag of one that the page offers, e.g. "en".
            modalities: those of "visual", "acoustic", "lexical" that may be used; all if left out.
            subtitle: what is said, if it is known.
            options: how backends answer, by name, e.g. {"mode": "labels"}.

        Returns:
            For each backend its explanation, in the schema of `python -m demo.explain --json`, or
            {"backend", "error"} where it failed.
        """
        call = f"call {uuid4()}"
        path = str(clip.get("path", "")) if isinstance(clip, dict) else ""
        try:
            if not uploads.hold(path, call):  # never a file of the server
                raise Refused(PAGE_SAY("call.clip"))
            request = request_of(backends, language, modalities, subtitle, options, settings)
            opened = Clip.open(path, subtitle=subtitle, limits=settings.limits)
            *_, answers = side_by_side.explain(opened, backends, request)
        except EmerError as error:
            raise gr.Error(error.text(known_language(language) or ENGLISH)) from error
        finally:
            uploads.release(call)
        return [
            {"backend": answer.backend, "error": answer.error}
            if answer.error or answer.explanation is None
            else answer.explanation.model_dump(mode="json")
            for answer in answers.values()
        ]

    return explain


def request_of(
    backends: Any, language: Any, modalities: Any, subtitle: Any, options: Any, settings: Settings
) -> Request:
    """How the clip is to be explained; Gradio hands on whatever JSON was sent.

    Raises Refused or UnknownOption naming the first argument that can't be.
    """
    offered = settings.backends
    if not isinstance(backends, list) or not backends or any(n not in offered for n in backends):
        raise Refused(PAGE_SAY("call.backends", known=offered))
    known = known_language(language)
    if known is None:
        tags: list[Sentence | str] = [f"“{tag}”" for tag in languages()]
        either = reduce(lambda one, other: PAGE_SAY("call.either", one=one, other=other), tags)
        raise Refused(PAGE_SAY("call.language", known=either))
    if not isinstance(modalities, list | None):
        raise Refused(PAGE_SAY("call.modalities"))
    if not isinstance(subtitle, str | None):
        raise Refused(PAGE_SAY("call.subtitle"))
    if not isinstance(options, dict | None):
        raise Refused(PAGE_SAY("call.options"))
    options_given = {str(name): str(value) for name, value in (options or {}).items()}
    use = frozenset(map(_modality, modalities or list(Modality)))
    check_options(backends, options_given)
    return Request(known, use, options_given)


def known_language(language: object) -> Language | None:
    """The language's tag, if the page speaks it."""
    return language if isinstance(language, str) and language in languages() else None


def _modality(given: Any) -> Modality:
    try:
        return Modality(given)
    except ValueError as error:
        raise Refused(PAGE_SAY("call.modality", given=repr(given))) from error
