"""The modalities at once: a table of what follows without each and from each alone.

The switches are those of the request (`BackendsRegion.modalities`): what is switched off there is
taken at once out of the answers that are shown, by the page's script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr

import backends
from backends.base import Explanation, Language, Modality, State, View
from demo.page.explain import views
from demo.page.explain.views import Choice
from demo.page.language import PAGE_SAY
from demo.page.naming import keys_of, titles
from demo.page.render import render
from demo.percents import shares
from demo.side_by_side import Answer

NOTHING = View(modalities=[], state=State.NOT_RECEIVED)
"""What follows from nothing."""


@dataclass(frozen=True)
class Column:
    """One answer of the table, and what it says of each choice of modalities."""

    name: str
    title: str
    weighs: bool
    has: tuple[Modality, ...]
    """The modalities that the answer is from."""
    heard: bool
    views: dict[str, View]
    """Key of a choice → what follows from it; a choice that nobody asked for yet is left out."""
    lacks: int
    """How often the backend would be asked to fill its column."""
    decides: str
    """Which modality decides, in a sentence; "" where that is not told."""

    def of(self, choice: Choice, with_heard: bool) -> View | None:
        """What follows from a choice, with or without words that were heard in the sound."""
        used = self.left(choice, with_heard)
        return self.views.get(views.key(used)) if used else NOTHING

    def left(self, choice: Choice, with_heard: bool) -> tuple[Modality, ...]:
        """The modalities of a choice that this answer has."""
        used = choice.strict if self.heard and not with_heard else choice.used
        return tuple(m for m in used if m in self.has)

    def differs(self, choice: Choice) -> bool:
        """Whether it matters to this choice that the words were heard in the sound."""
        return self.heard and choice.strict != choice.used


FILL_SCRIPT = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (button) trigger("select", { backend: button.dataset.fill });
});
"""


def build() -> gr.HTML:
    """The region inside the current Blocks context; empty until there is an answer."""
    return gr.HTML("", elem_id="views", js_on_load=FILL_SCRIPT)


def drawn(answers: Mapping[str, Answer], language: Language, *, covered: bool = False) -> str:
    """Switches and table for finished answers; empty where there is nothing to switch off."""
    done = {
        name: answer
        for name, answer in answers.items()
        if answer.complete and answer.explanation and len(views.present(answer.explanation)) > 1
    }
    rows = views.choices(done)
    if not rows:
        return ""
    named = titles(answers, language, covered=covered)
    keys = keys_of(named, covered=covered)
    columns = [
        _column(name, keys[name], named[name], answer.explanation)
        for name, answer in done.items()
        if answer.explanation
    ]
    return render(
        "views",
        language,
        s=PAGE_SAY.table(language, "views"),
        rows=rows,
        columns=columns,
        can_fill=not covered and all(answer.done for answer in answers.values()),
        shares=shares,
    )


def _column(name: str, key: str, title: str, explanation: Explanation) -> Column:
    return Column(
        name=key,
        title=title,
        weighs=backends.get(name).card.weighs,
        has=views.present(explanation),
        heard=views.heard(explanation),
        views=views.by_key(explanation),
        lacks=len(views.lacking(explanation)),
        decides=explanation.decides,
    )
