"""What the model saw: for each answer a folded section with what its backend really got."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import gradio as gr

import backends
from backends.base import Language
from backends.clip import Clip
from demo.page.explain import seen
from demo.page.language import PAGE_SAY
from demo.page.render import render
from demo.side_by_side import Answer

OPEN_SCRIPT = """
element.addEventListener("toggle", () => {
  const all = [...element.querySelectorAll("details[data-seen]")];
  if (!all.some((one) => one.open && "empty" in one.dataset)) return;
  trigger("select", { opened: all.filter((one) => one.open).map((one) => one.dataset.seen) });
}, true);
"""
"""Pictures and sound are asked for when a section is opened."""


def build() -> gr.HTML:
    """The region inside the current Blocks context; empty until there is an answer."""
    return gr.HTML("", elem_id="seen", js_on_load=OPEN_SCRIPT)


def drawn(
    clip: Clip | None,
    answers: Mapping[str, Answer],
    language: Language,
    opened: Collection[str] = (),
) -> str:
    """The sections of finished answers, those of the backends `opened` with pictures and sound.

    Raises ClipError where the clip can't be decoded any more.
    """
    told = [
        {
            "name": name,
            "title": backends.get(name).card.text("title", language),
            "got": answer.explanation.received,
            "pictures": seen.pictures(clip, answer.explanation.received) if name in opened else [],
            "sound": seen.sound(clip, answer.explanation.received) if name in opened else "",
            "opened": name in opened,
        }
        for name, answer in answers.items()
        if answer.complete and answer.explanation and clip is not None
    ]
    if clip is None or not told:
        return ""
    say = PAGE_SAY.table(language, "seen")
    return render("seen", language, s=say, told=told, clip=clip)
