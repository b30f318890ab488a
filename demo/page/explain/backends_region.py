"""Who explains? The button that starts it, a line for each backend to tick, and how they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

import backends
from backends.backend import Request
from backends.base import Language, Modality
from backends.options import Option
from backends.words import ENGLISH
from demo.page.gradio_seams import Block, Given, Updates
from demo.page.render import backend_card
from demo.strings import STRINGS


@dataclass(frozen=True)
class BackendsRegion:
    """The components by which a person says who is to explain, and how."""

    ticks: dict[str, gr.Checkbox]
    """Name of a backend → the tick by which it is chosen."""
    cards: dict[str, gr.HTML]
    """Name of a backend → what a person should know of it before."""
    more: gr.Accordion
    modalities: gr.CheckboxGroup
    """What they may use; stands beside the answer that it changes."""
    guess: gr.Checkbox
    """Whether truth, labels and names are covered until the person has guessed."""
    options: dict[str, gr.Dropdown]
    """Name of an option → the choice of its value."""
    explain: gr.Button
    cancel: gr.Button

    @property
    def inputs(self) -> set[Block]:
        """The components that `names` and `request` look at."""
        return {self.modalities, *self.ticks.values(), *self.options.values()}

    def names(self, given: Given) -> list[str]:
        """The backends that are ticked, in the order of their cards."""
        return [name for name, tick in self.ticks.items() if given[tick]]

    def request(self, given: Given, language: Language) -> Request:
        """How they are to explain."""
        return Request(
            language,
            frozenset(map(Modality, given[self.modalities])),
            {name: given[chosen] for name, chosen in self.options.items()},
        )

    def described(self, language: Language) -> Updates:
        """The cards, as what is known of the backends stands now."""
        return {card: backend_card(name, language) for name, card in self.cards.items()}

    def labels(self, language: Language) -> Updates:
        """Every label of the region in a language, and the cards."""
        t = STRINGS[language]
        titles = {name: backends.get(name).card.text("title", language) for name in self.ticks}
        return {
            **{tick: gr.update(label=titles[name]) for name, tick in self.ticks.items()},
            **self.described(language),
            self.more: gr.update(label=t["more_backends"]),
            self.modalities: gr.update(choices=_switches(language), label=t["modalities"]),
            self.guess: gr.update(label=t["guess"]),
            self.explain: gr.update(value=t["explain"]),
            self.cancel: gr.update(value=t["cancel"]),
            **{
                self.options[option.name]: gr.update(**_words(option))
                for option in offered_options([*self.ticks], language)
            },
        }


def offered_options(names: Sequence[str], language: Language) -> list[Option]:
    """The options of these backends, each once, in the order in which they first come."""
    models = [backends.get(name).options for name in names]
    options = [o for model in models for o in model.shown(language) if o.values]
    return list({option.name: option for option in reversed(options)}.values())[::-1]


def build(names: Sequence[str]) -> BackendsRegion:
    """Lay the region out inside the current Blocks context, a line for each of `names`.

    Those that are ready stand beside the button; what lacks something or claims nothing is folded
    away, with the options. `modalities` is made, and placed by whoever lays out the page.
    """
    t = STRINGS[ENGLISH]
    ready = [name for name in names if not backends.get(name).missing()]
    first = [name for name in ready if backends.get(name).card.explains] or ready
    offered = offered_options(names, ENGLISH)
    built: dict[str, tuple[gr.Checkbox, gr.HTML]] = {}
    with gr.Row(elem_id="controls"):
        explain = gr.Button(t["explain"], variant="primary", elem_id="explain", min_width=90)
        cancel = gr.Button(
            t["cancel"], variant="stop", elem_id="cancel", interactive=False, min_width=70
        )
        with gr.Column(elem_id="backends", min_width=200):
            for name in first:
                built[name] = _line(name, ticked=name == first[0])
    folded = [name for name in names if name not in first]
    with gr.Row(elem_id="more-line"):
        with gr.Accordion(
            t["more_backends"],
            open=not ready,
            visible=bool(folded or offered),
            elem_id="more-backends",
        ) as more:
            for name in folded:
                built[name] = _line(name, ticked=False)
            with gr.Row(elem_id="options", visible=bool(offered)):
                options = {
                    option.name: gr.Dropdown(value=next(iter(option.values)), **_words(option))
                    for option in offered
                }
        guess = gr.Checkbox(label=t["guess"], container=False, elem_id="guess", min_width=80)
    modalities = gr.CheckboxGroup(
        choices=_switches(ENGLISH),
        value=[str(m) for m in Modality],
        label=t["modalities"],
        elem_id="modalities",
        render=False,
    )
    ticks = {name: built[name][0] for name in names}
    cards = {name: built[name][1] for name in names}
    return BackendsRegion(ticks, cards, more, modalities, guess, options, explain, cancel)


def _line(name: str, ticked: bool) -> tuple[gr.Checkbox, gr.HTML]:
    backend = backends.get(name)
    with gr.Row(elem_classes="backend"):
        tick = gr.Checkbox(
            value=ticked,
            label=backend.card.title,
            interactive=not backend.missing(),
            container=False,
            min_width=60,
            elem_id=f"tick-{name}",
        )
        return tick, gr.HTML(backend_card(name, ENGLISH))


def _switches(language: Language) -> list[tuple[str, str]]:
    t = STRINGS[language]
    return [(t[f"{modality}_switch"], str(modality)) for modality in Modality]


def _words(option: Option) -> dict[str, Any]:
    """What a person reads of an option."""
    return {
        "label": option.title,
        "info": option.info,  # gr.update passes over None: the last language's would stay
        "choices": [(text, value) for value, text in option.values.items()],
    }
