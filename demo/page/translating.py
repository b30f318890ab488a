"""All words of the page in another language. Answers stay as they were given."""

from __future__ import annotations

from backends.base import Language
from backends.clip import Clip, ClipError
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page import render
from demo.page.compare.agreement_view import agreements
from demo.page.explain import moment_region, seen_region, views_region
from demo.page.gradio_seams import Given, Updates
from demo.page.language import PAGE_SAY, name_of
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.settings import Settings
from demo.strings import STRINGS


class Translating:
    """What the choice of a language does, for one set of settings."""

    def __init__(
        self, page: Page, settings: Settings, library: Library, judge: Judge | None
    ) -> None:
        self.page = page
        self.settings = settings
        self.library = library
        self.judge = judge

    def translate(self, given: Given) -> Updates:
        """The labels, and all four questions as they are answered by now."""
        page = self.page
        state: PageState = given[page.state]
        language: Language = given[page.choice.language]
        truth = state.truth(self.library, language)
        clip = self._clip(state)
        return {
            **page.labels(language),
            page.clip.gallery: render.clip_gallery(language, state.name),
            page.moment.moments: moment_region.moments(clip, state.answers, language),
            page.status: how_it_ended(state, language),
            page.columns: render.columns(truth, state.answers, language),
            page.views: views_region.drawn(state.answers, language),
            page.seen: seen_region.drawn(clip, state.answers, language),
            page.agreement.drawn: agreements(truth, state, language, self.judge),
        }

    def _clip(self, state: PageState) -> Clip | None:
        limits = self.settings.limits
        try:
            return Clip.open(state.path or "", segment=state.segment, limits=limits)
        except ClipError:  # the words change all the same
            return None


def how_it_ended(state: PageState, language: Language) -> str:
    """How the last run ended, and where its answers are not in the page's language, that."""
    if not any(answer.explanation for answer in state.answers.values()):
        return ""
    ended = STRINGS[language]["cancelled" if state.cancelled else "done"]
    told = render.status(ended, language)
    if state.language == language:
        return told
    other = PAGE_SAY.text(
        language,
        "answers_in_other_language",
        other=name_of(state.language, told_in=language),
        this=name_of(language, told_in=language),
    )
    return told + render.status(other, language)
