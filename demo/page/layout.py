"""The page that explains a clip: four questions in reading order, each in a file per region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr

from backends.base import Language
from backends.clip import Clip
from backends.words import ENGLISH
from demo.ground_truth.library import Library
from demo.metrics.judge import Judge
from demo.page import render
from demo.page.compare import agreement_region, agreement_view, own_truth_region
from demo.page.compare.agreement_region import AgreementRegion
from demo.page.compare.own_truth_region import OwnTruthRegion
from demo.page.explain import backends_region, clip_region, moment_region, seen_region, views_region
from demo.page.explain.backends_region import BackendsRegion
from demo.page.explain.clip_region import ClipRegion
from demo.page.explain.moment_region import MomentRegion
from demo.page.gradio_seams import Updates
from demo.page.page_state import PageState
from demo.settings import Settings
from demo.strings import QUESTIONS


@dataclass(frozen=True)
class Page:
    """The page's components. Events name what they change by them, never by its place in a row."""

    state: gr.State
    """A PageState: what this person's page shows."""
    ticket: gr.State
    """Of the last press of Explain."""
    texts: Mapping[str, gr.HTML]
    """The head ("head") and the questions, by their keys."""
    clip: ClipRegion
    own: OwnTruthRegion
    moment: MomentRegion
    choice: BackendsRegion
    alert: gr.HTML
    status: gr.HTML
    columns: gr.HTML
    views: gr.HTML
    """What the answers are from fewer modalities."""
    seen: gr.HTML
    """What the backends really got."""
    agreement: AgreementRegion

    def busy(self, now: bool) -> Updates:
        """Explain and Cancel, of which one can be pressed; what changes the answer waits for it."""
        waiting = (self.choice.explain, self.choice.language, self.own.use, self.agreement.ask)
        return {
            self.choice.cancel: gr.update(interactive=now),
            **{component: gr.update(interactive=not now) for component in waiting},
        }

    def labels(self, language: Language) -> Updates:
        """Every word of the page in a language, but for what depends on the clip."""
        words: Updates = {told: render.text(key, language) for key, told in self.texts.items()}
        for region in (self.clip, self.own, self.moment, self.choice, self.agreement):
            words |= region.labels(language)
        return words


def lay_out(settings: Settings, library: Library, judge: Judge | None, first: PageState) -> Page:
    """Lay the page out inside the current Blocks context, open with what `first` says."""
    texts = {"head": gr.HTML(render.text("head", ENGLISH))}
    clip = Clip.open(first.path or "")
    truth = first.truth(library, ENGLISH)

    def question(key: str) -> None:
        texts[key] = gr.HTML(render.text(key, ENGLISH))

    which_clip, which_backends, what_do_they_say, how_well = QUESTIONS
    with gr.Row(elem_id="clip-row"):
        with gr.Column(scale=5, min_width=340):
            question(which_clip)
            chooser = clip_region.build(first.name)
            own = own_truth_region.build(library.problems)
        with gr.Column(scale=6, min_width=340):
            moment = moment_region.build(str(clip.path), moment_region.moments(clip, {}, ENGLISH))
    question(which_backends)
    choice = backends_region.build(settings.backends)
    question(what_do_they_say)
    alert = gr.HTML(elem_id="alert")
    status = gr.HTML(elem_id="status")
    columns = gr.HTML(render.columns(truth, first.answers, ENGLISH), elem_id="columns")
    views, seen = views_region.build(), seen_region.build()
    question(how_well)
    agreement = agreement_region.build(
        agreement_view.agreements(truth, first, ENGLISH, judge), judge
    )
    return Page(
        state=gr.State(first),
        ticket=gr.State(""),
        texts=texts,
        clip=chooser,
        own=own,
        moment=moment,
        choice=choice,
        alert=alert,
        status=status,
        columns=columns,
        views=views,
        seen=seen,
        agreement=agreement,
    )
