"""What opening a section of “what the model saw” does: its pictures and sound are cut."""

from __future__ import annotations

import gradio as gr

from backends.clip import ClipError
from demo.page import render
from demo.page.explain import seen_region
from demo.page.gradio_seams import Given, Updates
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.settings import Settings


class Seeing:
    """The behaviour of the sections, for one set of settings."""

    def __init__(self, page: Page, settings: Settings) -> None:
        self.page = page
        self.settings = settings

    def open(self, given: Given, event: gr.EventData) -> Updates:
        """Sections were opened: draw them with what their backends got of the clip."""
        page, language = self.page, given[self.page.language]
        state: PageState = given[page.state]
        try:
            clip = state.open(self.settings.limits)
            return {
                page.seen: seen_region.drawn(
                    clip, state.answers, language, event.opened, covered=state.covered
                )
            }
        except ClipError as error:  # e.g. an upload that is gone
            return {page.alert: render.alert(error.text(language), language)}
