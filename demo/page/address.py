"""The page's address, which carries the language from one page to the other: nothing is stored."""

from __future__ import annotations

from typing import Any

import gradio as gr


def asked_language(session: gr.Request) -> Any:
    """The value for the choice of a language, where the address names one (`?lang=zh`)."""
    return "zh" if session.query_params.get("lang") == "zh" else gr.skip()
