"""A person's own ground truth for the clip, and what the tables of ground truth could not give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr

from backends.base import Language
from backends.words import ENGLISH, Sentence
from demo.page.gradio_seams import Block, Given, Updates
from demo.page.page_state import OwnTruth
from demo.page.render import truth_problems
from demo.strings import STRINGS


@dataclass(frozen=True)
class OwnTruthRegion:
    """The components by which a person gives a ground truth."""

    box: gr.Accordion
    emotions: gr.Textbox
    rationale: gr.Textbox
    use: gr.Button
    note: gr.HTML
    """What could not be read of it."""
    unread: gr.HTML
    """Which rows of the server's tables could not be read."""
    problems: Sequence[Sentence]
    """The sentences that `unread` tells."""

    @property
    def inputs(self) -> set[Block]:
        """The components that `read` looks at."""
        return {self.emotions, self.rationale}

    def read(self, given: Given) -> OwnTruth:
        """The ground truth as the person gives it."""
        return OwnTruth.typed(given[self.emotions], given[self.rationale])

    def show(self, own: OwnTruth) -> Updates:
        """The boxes with what the person has given for a clip before."""
        return {self.emotions: own.emotions, self.rationale: own.rationale, self.note: ""}

    def labels(self, language: Language) -> Updates:
        """Every label of the region in a language."""
        t = STRINGS[language]
        return {
            self.box: gr.update(label=t["own_truth"]),
            self.emotions: gr.update(label=t["own_emotions"], info=t["own_emotions_info"]),
            self.rationale: gr.update(label=t["own_rationale"], info=t["own_rationale_info"]),
            self.use: gr.update(value=t["own_use"]),
            self.unread: truth_problems(self.problems, language),
        }


def build(problems: Sequence[Sentence]) -> OwnTruthRegion:
    """Lay the region out inside the current Blocks context; `problems` are the tables' own."""
    t = STRINGS[ENGLISH]
    with gr.Accordion(t["own_truth"], open=False, elem_id="own-truth") as box:
        emotions = gr.Textbox(label=t["own_emotions"], info=t["own_emotions_info"], max_length=2000)
        rationale = gr.Textbox(
            label=t["own_rationale"],
            info=t["own_rationale_info"],
            lines=4,
            max_lines=12,
            max_length=20_000,
        )
        note = gr.HTML(elem_id="own-note")
        use = gr.Button(t["own_use"], elem_id="own-use")
    unread = gr.HTML(truth_problems(problems, ENGLISH), elem_id="truth-problems")
    return OwnTruthRegion(box, emotions, rationale, use, note, unread, problems)
