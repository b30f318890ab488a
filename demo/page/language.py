"""The language of a page: which there are, and which one a person is shown."""

from __future__ import annotations

import gradio as gr

from backends.base import Language
from backends.words import Words
from demo import strings
from demo.strings import languages

PAGE_SAY = Words(__file__)
"""What only the page says; what commands say as well stands in `demo.strings`."""


def choices() -> list[tuple[str, Language]]:
    """Each language's own name, and its tag: one for every file `demo/<language>.toml`."""
    return [(own_name, tag) for tag, own_name in languages().items()]


def asked_language(session: gr.Request) -> Language:
    """The language that the address names (`?lang=<tag>`), else the first that the browser speaks.

    The address carries the language from one page to the other: nothing is stored.
    """
    header = session.headers.get("accept-language", "")
    return strings.asked_language(session.query_params.get("lang"), header)


def name_of(language: Language, told_in: Language) -> str:
    """What a language is called in another one; its own name where that has no word for it."""
    return PAGE_SAY.table(told_in, "language").get(language) or languages().get(language, language)
