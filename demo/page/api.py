"""The page's one public endpoint: explain a clip without the page, by `gradio_client`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import gradio as gr
from gradio.utils import get_upload_folder, is_in_or_equal

from backends import check_options
from backends.base import Modality, Request
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
        if not backends or set(backends) - set(settings.backends):
            raise gr.Error(f"Choose among these backends: {', '.join(settings.backends)}.")
        if language not in ("en", "zh"):
            raise gr.Error("The language is “en” or “zh”.")
        if options is not None and not isinstance(options, dict):
            raise gr.Error("The options are a dictionary of names and values.")
        wishes = {str(name): str(value) for name, value in (options or {}).items()}
        path = str(clip.get("path", "")) if isinstance(clip, dict) else ""
        if not path or not is_in_or_equal(path, get_upload_folder()):
            raise gr.Error("Give the clip with handle_file(path).")  # never a file of the server
        call = f"call {uuid4()}"
        uploads.hold(path, call)
        try:
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
