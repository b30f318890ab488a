"""The page's one public endpoint: explain a clip without the page, by `gradio_client`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import gradio as gr

from backends import check_options
from backends.backend import Request
from backends.base import Modality
from backends.clip import Clip, ClipError
from demo import side_by_side
from demo.page.uploads import Uploads
from demo.settings import Settings


def explain_api(settings: Settings, uploads: Uploads) -> Callable[..., list[dict[str, Any]]]:
    """The endpoint, with the backends and limits of `settings`."""

    def explain(
        clip: dict[str, Any],
        backends: list[str],
        language: str = "en",
        modalities: list[str] | None = None,
        subtitle: str = "",
        options: dict[str, str] | None = None,
    ) -> list[dict[str, Any]]:
        """Explain a clip without the page.

        Args:
            clip: the video or sound file, uploaded with `handle_file`.
            backends: names of the backends to ask.
            language: "en" or "zh".
            modalities: those of "visual", "acoustic", "lexical" that may be used; all if left out.
            subtitle: what is said, if it is known.
            options: how backends answer, by name, e.g. {"mode": "labels"}.

        Returns:
            For each backend its explanation, in the schema of `python -m demo.explain --json`, or
            {"backend", "error"} where it failed.
        """
        call = f"call {uuid4()}"
        path = str(clip.get("path", "")) if isinstance(clip, dict) else ""
        if not uploads.hold(path, call):  # never a file of the server
            raise gr.Error("Give the clip with handle_file(path).")
        try:
            _check(backends, language, modalities, subtitle, options, settings)
            wishes = {str(name): str(value) for name, value in (options or {}).items()}
            use = frozenset(map(Modality, modalities or list(Modality)))
            check_options(backends, wishes)
            request = Request("zh" if language == "zh" else "en", use, wishes)
            opened = Clip.open(path, subtitle=subtitle, limits=settings.limits)
            *_, answers = side_by_side.explain(opened, backends, request)
        except ClipError as error:
            raise gr.Error(error.text("zh" if language == "zh" else "en")) from error
        except ValueError as error:
            raise gr.Error(str(error)) from error
        finally:
            uploads.release(call)
        return [
            {"backend": answer.backend, "error": answer.error}
            if answer.error or answer.explanation is None
            else answer.explanation.model_dump(mode="json")
            for answer in answers.values()
        ]

    return explain


def _check(
    backends: Any, language: Any, modalities: Any, subtitle: Any, options: Any, settings: Settings
) -> None:
    """Gradio hands on whatever JSON was sent. Raises ValueError naming the first that can't be."""
    offered = settings.backends
    if not isinstance(backends, list) or not backends or any(n not in offered for n in backends):
        raise ValueError(f"Choose among these backends: {', '.join(offered)}.")
    if language not in ("en", "zh"):
        raise ValueError("The language is “en” or “zh”.")
    if not isinstance(modalities, list | None):
        raise ValueError("The modalities are a list of “visual”, “acoustic” and “lexical”.")
    if not isinstance(subtitle, str | None):
        raise ValueError("The subtitle is a text.")
    if not isinstance(options, dict | None):
        raise ValueError("The options are a dictionary of names and values.")
