"""The language of a page: which there are, and which one its address asks for."""

from __future__ import annotations

from typing import Any

import gradio as gr

from backends.base import Language
from backends.words import Words
from demo.strings import languages

PAGE_SAY = Words(__file__)
"""What only the page says; what commands say as well stands in `demo.strings`."""


def choices() -> list[tuple[str, Language]]:
    """Each language's own name, and its tag: one for every file `demo/<language>.toml`."""
    return [(own_name, tag) for tag, own_name in languages().items()]


def asked_language(session: gr.Request) -> Any:
    """The value for the choice of a language, where the address names one (`?lang=<tag>`).

    The address carries the language from one page to the other: nothing is stored.
    """
    asked = session.query_params.get("lang")
    return asked if asked in languages() else gr.skip()


def name_of(language: Language, told_in: Language) -> str:
    """What a language is called in another one; its own name where that has no word for it."""
    return PAGE_SAY.table(told_in, "language").get(language) or languages().get(language, language)
