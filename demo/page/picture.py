"""All that the page draws of one state, in a language."""

from __future__ import annotations

from backends.base import Language
from backends.clip import Clip, ClipError
from backends.measured import known
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page import render
from demo.page.compare.agreement_view import agreements
from demo.page.explain import aliases, linking, moment_region, seen_region, views_region
from demo.page.gradio_seams import Block, Updates
from demo.page.layout import Page
from demo.page.page_state import PageState
from demo.settings import Settings


class Picture:
    """Draws states, for one set of settings."""

    def __init__(
        self, page: Page, settings: Settings, library: Library, judge: Judge | None
    ) -> None:
        self.page = page
        self.settings = settings
        self.library = library
        self.judge = judge

    @property
    def drawn(self) -> list[Block]:
        """The components that `of` changes."""
        page = self.page
        answered = [page.columns, page.taken, page.views, page.seen, page.agreement.drawn]
        moment = page.moment
        return [page.clip.gallery, moment.unplayable, moment.moments, *answered]

    def of(self, state: PageState, language: Language, clip: Clip | None = None) -> Updates:
        """The gallery, the clip's moments, the answers and how they agree; `clip` if it is open."""
        page, covered = self.page, state.covered
        truth = state.truth(self.library, language)
        name = state.name if state.path else None
        clip = clip or self._clip(state)
        answers = state.answers
        found = (
            known(state.open(self.settings.limits, state.subtitle)) if clip and answers else None
        )
        return {
            page.clip.gallery: render.clip_gallery(language, name, covered=covered),
            page.moment.unplayable: moment_region.unplayable(self._own(clip), language),
            page.moment.moments: moment_region.moments(clip, answers, language, covered=covered),
            page.columns: render.columns(
                truth,
                answers,
                language,
                covered=covered,
                clip=state.path is not None,
                why=state.why_no_truth(self.library, language),
                link=linking.address(state),
                measured=found,
                told=state.language,
            ),
            page.taken: "",
            page.views: views_region.drawn(answers, language, covered=covered),
            page.seen: seen_region.drawn(clip, answers, language, covered=covered),
            page.agreement.drawn: agreements(truth, state, language, self.judge),
        }

    @staticmethod
    def _own(clip: Clip | None) -> Clip | None:
        """The clip, if it is a person's own: those of the gallery can be played."""
        return clip if clip and aliases.shown(str(clip.path)) == str(clip.path) else None

    def _clip(self, state: PageState) -> Clip | None:
        try:
            return state.open(self.settings.limits)
        except ClipError:  # the rest is drawn all the same
            return None
