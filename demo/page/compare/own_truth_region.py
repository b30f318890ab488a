"""A person's own ground truth for the clip, and what the tables of ground truth could not give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from backends.words import Sentence
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
    problems: gr.HTML
    """Which rows of the server's tables could not be read."""

    @property
    def labelled(self) -> list[gr.blocks.Block]:
        """The components whose labels change with the language, in the order of `labels`."""
        return [self.box, self.emotions, self.rationale, self.use]

    @staticmethod
    def labels(t: Mapping[str, str]) -> list[Any]:
        """Updates for `labelled`; `t` holds the page's words."""
        return [
            gr.Accordion(label=t["own_truth"]),
            gr.Textbox(label=t["own_emotions"], info=t["own_emotions_info"]),
            gr.Textbox(label=t["own_rationale"], info=t["own_rationale_info"]),
            gr.Button(t["own_use"]),
        ]


def build(problems: Sequence[Sentence]) -> OwnTruthRegion:
    """Lay the region out inside the current Blocks context; `problems` are the tables' own."""
    t = STRINGS["en"]
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
    told = gr.HTML(truth_problems(problems, "en"), elem_id="truth-problems")
    return OwnTruthRegion(box, emotions, rationale, use, note, told)
