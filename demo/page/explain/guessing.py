"""Guess first: truth, labels and names are covered, and revealed once the person has guessed."""

from __future__ import annotations

from dataclasses import replace

from demo.page.gradio_seams import Given, Updates
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.page.picture import Picture
from demo.page.translating import how_it_ended


class Guessing:
    """What the switch does."""

    def __init__(self, page: Page, picture: Picture) -> None:
        self.page = page
        self.picture = picture

    def switch(self, given: Given) -> Updates:
        """Cover or reveal: draw anew all that could tell."""
        page, language = self.page, given[self.page.language]
        before: PageState = given[page.state]
        state = replace(before, covered=bool(given[page.choice.guess]))
        return {
            page.state: state,
            **self.picture.of(state, language),
            page.status: how_it_ended(state, language),
        }
