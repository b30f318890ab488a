"""Which backends? One card each to tick, what they may use, and the button that starts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

import backends
from backends.base import Language, Modality
from backends.options import Option
from demo.page.render import backend_card
from demo.strings import STRINGS

LANGUAGES = [("English", "en"), ("中文", "zh")]


@dataclass(frozen=True)
class BackendsRegion:
    """The components by which a person says who is to explain, and how."""

    ticks: list[gr.Checkbox]
    cards: list[gr.HTML]
    more: gr.Accordion
    modalities: gr.CheckboxGroup
    language: gr.Radio
    how: gr.Accordion
    options: list[gr.Dropdown]
    explain: gr.Button
    cancel: gr.Button

    @property
    def labelled(self) -> list[gr.blocks.Block]:
        """The components whose labels change with the language, in the order of `labels`."""
        choices = (self.modalities, self.language, self.explain, self.cancel)
        return [*self.ticks, self.more, *choices, self.how, *self.options]

    @staticmethod
    def labels(names: Sequence[str], language: Language) -> list[Any]:
        """Updates for `labelled`, where `names` are the backends that are offered."""
        t = STRINGS[language]
        cards = [backends.get(name).card for name in names]
        return [
            *[gr.Checkbox(label=card.text("title", language)) for card in cards],
            gr.Accordion(label=t["more_backends"]),
            gr.CheckboxGroup(choices=_switches(t), label=t["modalities"]),
            gr.Radio(label=t["language"]),
            gr.Button(t["explain"]),
            gr.Button(t["cancel"]),
            gr.Accordion(label=t["how_they_answer"]),
            *[gr.Dropdown(**_words(option)) for option in offered_options(names, language)],
        ]


def offered_options(names: Sequence[str], language: Language) -> list[Option]:
    """The options of these backends, each once, in the order in which they first come."""
    models = [backends.get(name).options for name in names]
    options = [o for model in models for o in model.shown(language) if o.values]
    return list({option.name: option for option in reversed(options)}.values())[::-1]


def build(names: Sequence[str]) -> BackendsRegion:
    """Lay the region out inside the current Blocks context, a card for each of `names`.

    Those that are ready stand first and large; the others are folded away with what they need.
    """
    t = STRINGS["en"]
    lacking = [name for name in names if backends.get(name).missing()]
    ready = [name for name in names if name not in lacking]
    built: dict[str, tuple[gr.Checkbox, gr.HTML]] = {}
    with gr.Row(elem_id="cards", elem_classes="cards", equal_height=True):
        for name in ready:
            built[name] = _card(name, ticked=name == ready[0])
    with (
        gr.Accordion(
            t["more_backends"], open=not ready, visible=bool(lacking), elem_id="more-backends"
        ) as more,
        gr.Row(elem_classes="cards lacking", equal_height=True),
    ):
        for name in lacking:
            built[name] = _card(name, ticked=False)
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
    offered = offered_options(names, "en")
    with (
        gr.Accordion(
            t["how_they_answer"], open=False, visible=bool(offered), elem_id="options"
        ) as how,
        gr.Row(),
    ):
        options = [
            gr.Dropdown(value=next(iter(option.values)), **_words(option)) for option in offered
        ]
    ticks, cards = zip(*(built[name] for name in names), strict=True)
    return BackendsRegion(
        [*ticks], [*cards], more, modalities, language, how, options, explain, cancel
    )


def _card(name: str, ticked: bool) -> tuple[gr.Checkbox, gr.HTML]:
    backend = backends.get(name)
    with gr.Column(elem_classes="backend", min_width=260):
        tick = gr.Checkbox(
            value=ticked,
            label=backend.card.title,
            interactive=not backend.missing(),
            container=False,
            elem_id=f"tick-{name}",
        )
        return tick, gr.HTML(backend_card(name, "en"))


def _switches(t: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(t[f"{modality}_switch"], str(modality)) for modality in Modality]


def _words(option: Option) -> dict[str, Any]:
    """What a person reads of an option."""
    return {
        "label": option.title,
        "info": option.info or None,
        "choices": [(text, value) for value, text in option.values.items()],
    }
