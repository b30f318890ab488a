"""Which backends? One card each to tick, what they may use, and the button that starts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

import backends
from backends.base import Modality
from demo.page.render import backend_card
from demo.strings import STRINGS

LANGUAGES = [("English", "en"), ("中文", "zh")]


@dataclass(frozen=True)
class BackendsRegion:
    """The components by which a person says who is to explain, and how."""

    ticks: list[gr.Checkbox]
    cards: list[gr.HTML]
    modalities: gr.CheckboxGroup
    language: gr.Radio
    explain: gr.Button
    cancel: gr.Button

    @property
    def labelled(self) -> list[gr.blocks.Block]:
        """The components whose labels change with the language, in the order of `labels`."""
        return [self.modalities, self.language, self.explain, self.cancel]

    @staticmethod
    def labels(t: Mapping[str, str]) -> list[Any]:
        """Updates for `labelled`; `t` holds the page's words."""
        return [
            gr.CheckboxGroup(choices=_switches(t), label=t["modalities"]),
            gr.Radio(label=t["language"]),
            gr.Button(t["explain"]),
            gr.Button(t["cancel"]),
        ]


def _switches(t: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(t[f"{modality}_switch"], str(modality)) for modality in Modality]


def build(names: Sequence[str]) -> BackendsRegion:
    """Lay the region out inside the current Blocks context, a card for each of `names`."""
    t = STRINGS["en"]
    ticks, cards = [], []
    with gr.Row(elem_id="cards", equal_height=True):
        for name in names:
            backend = backends.get(name)
            with gr.Column(elem_classes="backend", min_width=260):
                ticks.append(
                    gr.Checkbox(
                        value=name == names[0],
                        label=backend.card.title,
                        interactive=not backend.missing(),
                        container=False,
                        elem_id=f"tick-{name}",
                    )
                )
                cards.append(gr.HTML(backend_card(name, "en")))
    with gr.Row(elem_id="controls", equal_height=True):
        modalities = gr.CheckboxGroup(
            choices=_switches(t),
            value=[str(m) for m in Modality],
            label=t["modalities"],
            elem_id="modalities",
        )
        language = gr.Radio(LANGUAGES, value="en", label=t["language"], elem_id="language")
        with gr.Column(min_width=200):
            explain = gr.Button(t["explain"], variant="primary", elem_id="explain")
            cancel = gr.Button(t["cancel"], variant="stop", elem_id="cancel", interactive=False)
    return BackendsRegion(ticks, cards, modalities, language, explain, cancel)
