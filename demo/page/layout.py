"""The one screen: which clip on the left, what is said of it on the right; a file per region."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from backends.base import Language
from backends.words import ENGLISH
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page import render
from demo.page.compare import agreement_region, own_truth_region
from demo.page.compare.agreement_region import AgreementRegion
from demo.page.compare.own_truth_region import OwnTruthRegion
from demo.page.explain import (
    aliases,
    backends_region,
    clip_region,
    moment_region,
    seen_region,
    taking_region,
    views_region,
)
from demo.page.explain.backends_region import BackendsRegion
from demo.page.explain.clip_region import ClipRegion
from demo.page.explain.moment_region import MomentRegion
from demo.page.gradio_seams import Updates
from demo.page.language import choices
from demo.page.page_state import PageState
from demo.settings import Settings
from demo.strings import STRINGS


@dataclass(frozen=True)
class Page:
    """The page's components. Events name what they change by them, never by its place in a row."""

    state: gr.State
    """A PageState: what this person's page shows."""
    ticket: gr.State
    """Of the last press of Explain."""
    keep_minutes: float
    """After how long what no page uses is deleted; the head tells it."""
    head: gr.HTML
    language: gr.Radio
    moment: MomentRegion
    clip: ClipRegion
    choice: BackendsRegion
    alert: gr.HTML
    status: gr.HTML
    columns: gr.HTML
    taken: gr.HTML
    """The file that was asked for last, to be taken away."""
    views: gr.HTML
    """What the answers are from fewer modalities."""
    seen: gr.HTML
    """What the backends really got."""
    agreement: AgreementRegion
    own: OwnTruthRegion

    def busy(self, now: bool) -> Updates:
        """Explain and Cancel, of which one can be pressed; what changes the answer waits for it."""
        choice = self.choice
        waiting = (choice.explain, choice.guess, self.language, self.own.use, self.agreement.ask)
        return {
            self.choice.cancel: gr.update(interactive=now),
            **{component: gr.update(interactive=not now) for component in waiting},
        }

    def labels(self, language: Language) -> Updates:
        """Every word of the page in a language, but for what depends on the clip."""
        words: Updates = {
            self.head: render.head(language, self.keep_minutes),
            self.language: gr.update(label=STRINGS[language]["language"]),
        }
        for region in (self.clip, self.own, self.moment, self.choice, self.agreement):
            words |= region.labels(language)
        return words


def lay_out(settings: Settings, library: Library, judge: Judge | None, first: PageState) -> Page:
    """Lay the page out inside the current Blocks context.

    What depends on the clip is drawn when a person opens the page, in their language: nothing of
    a ground truth stands in the page's source.
    """
    with gr.Row(elem_id="head"):
        head = gr.HTML(render.head(ENGLISH, settings.keep_minutes), elem_id="head-line")
        language = gr.Radio(
            choices(),
            value=ENGLISH,
            label=STRINGS[ENGLISH]["language"],
            show_label=False,
            container=False,
            elem_id="language",
        )
    with gr.Row(elem_id="screen"):
        with gr.Column(elem_id="left", min_width=0):
            with gr.Column(elem_id="stage"):
                moment = moment_region.build(aliases.shown(first.path) or "", "")
            with gr.Column(elem_id="chooser"):
                clip = clip_region.build()
        with gr.Column(elem_id="right", min_width=0):
            choice = backends_region.build(settings.backends)
            alert = gr.HTML(elem_id="alert")
            status = gr.HTML(elem_id="status")
            columns = taking_region.build()
            taken = gr.HTML(elem_id="taken", js_on_load=taking_region.DOWNLOAD_SCRIPT)
            with gr.Column(elem_id="use"):
                choice.modalities.render()  # type: ignore[no-untyped-call]
                views = views_region.build()
            seen = seen_region.build()
            agreement = agreement_region.build(judge)
            own = own_truth_region.build(library.problems)
    return Page(
        state=gr.State(first),
        ticket=gr.State(""),
        keep_minutes=settings.keep_minutes,
        head=head,
        language=language,
        moment=moment,
        clip=clip,
        choice=choice,
        alert=alert,
        status=status,
        columns=columns,
        taken=taken,
        views=views,
        seen=seen,
        agreement=agreement,
        own=own,
    )
