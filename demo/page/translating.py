"""All words of the page in a language, when it is opened and when another one is chosen."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr

from backends.base import Language
from demo.page import render
from demo.page.explain import aliases, linking
from demo.page.explain.linking import Linked
from demo.page.gradio_seams import Given, Updates
from demo.page.language import PAGE_SAY, asked_language, name_of
from demo.page.layout import Page
from demo.page.naming import announced
from demo.page.page_state import PageState
from demo.page.picture import Picture
from demo.strings import STRINGS


class Translating:
    """What the choice of a language does. Answers stay as they were given."""

    def __init__(self, page: Page, picture: Picture) -> None:
        self.page = page
        self.picture = picture

    def open(self, given: Given, session: gr.Request) -> Updates:
        """The page was opened: all of it, in the language that its address or browser asks for.

        An address with `guess` in its query opens it covered, one with a clip of the gallery opens
        that (`linking.py`).
        """
        page, language = self.page, asked_language(session)
        state = replace(given[page.state], covered="guess" in session.query_params)
        linked = linking.read(session.query_params, [*page.choice.ticks])
        if linked:
            state = replace(state, path=str(linked.path), segment=linked.segment)
        return {
            **_merged(self._words(state, language), self._linked(linked) if linked else {}),
            page.language: gr.update(value=language, label=STRINGS[language]["language"]),
            page.choice.guess: gr.update(value=state.covered, label=STRINGS[language]["guess"]),
            page.state: state,
        }

    def _linked(self, linked: Linked) -> Updates:
        """What a link changes besides the state: the player, and what Explain is asked."""
        page = self.page
        ticks = page.choice.ticks.items() if linked.backends else ()
        unusual = any(not tick.value for name, tick in ticks if name in linked.backends)
        return {
            **({page.choice.more: gr.update(open=True)} if unusual else {}),
            page.moment.player: gr.update(value=aliases.shown(str(linked.path))),
            page.choice.modalities: gr.update(value=[str(one) for one in linked.modalities]),
            **{tick: gr.update(value=name in linked.backends) for name, tick in ticks},
            **page.clip.part(linked.segment),
        }

    def translate(self, given: Given) -> Updates:
        """The labels, and all that depends on the clip as it is by now."""
        return self._words(given[self.page.state], given[self.page.language])

    def _words(self, state: PageState, language: Language) -> Updates:
        return {
            **self.page.labels(language),
            **self.picture.of(state, language),
            self.page.status: how_it_ended(state, language),
        }


def _merged(updates: Updates, more: Updates) -> Updates:
    """Updates of the same components as one; a plain value takes the place of what was there."""
    found = dict(updates)
    for component, value in more.items():
        before = found.get(component)
        if isinstance(before, dict):
            value = value if isinstance(value, dict) else gr.update(value=value)
            value = {**before, **value}
        found[component] = value
    return found


def result(state: PageState, language: Language) -> str:
    """How a run ended, to be heard: what the answers come to, which eyes see beside it."""
    if state.cancelled:
        return render.status(STRINGS[language]["cancelled"], language)
    told = announced(state.answers, language, covered=state.covered)
    return render.status(told, language, seen=False)


def how_it_ended(state: PageState, language: Language) -> str:
    """How the last run ended, and where its answers are not in the page's language, that."""
    if not any(answer.explanation for answer in state.answers.values()):
        return ""
    told = result(state, language)
    if state.language == language:
        return told
    other = PAGE_SAY.text(
        language,
        "answers_in_other_language",
        other=name_of(state.language, told_in=language),
        this=name_of(language, told_in=language),
    )
    return told + render.status(other, language)
