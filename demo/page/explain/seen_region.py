"""What the model saw: for each answer a folded section with what its backend really got."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import gradio as gr

from backends.base import Language, Received
from backends.clip import Clip
from demo import seen
from demo.page.language import PAGE_SAY
from demo.page.naming import keys_of, titles
from demo.page.render import render
from demo.side_by_side import Answer


@dataclass(frozen=True)
class Section:
    """What one backend got; its pictures and its sound only once it is opened."""

    key: str
    title: str
    got: Received
    opened: bool
    pictures: list[seen.Picture]
    sound: str


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
    *,
    covered: bool = False,
) -> str:
    """The sections of finished answers, those whose keys are `opened` with pictures and sound.

    Raises ClipError where the clip can't be decoded any more.
    """
    if clip is None:
        return ""
    named = titles(answers, language, covered=covered)
    keys = keys_of(named, covered=covered)
    told = [
        _section(clip, answer.explanation.received, keys[name], named[name], keys[name] in opened)
        for name, answer in answers.items()
        if answer.complete and answer.explanation
    ]
    if not told:
        return ""
    say = PAGE_SAY.table(language, "seen")
    return render("seen", language, s=say, told=told, clip=clip)


def _section(clip: Clip, got: Received, key: str, title: str, opened: bool) -> Section:
    pictures, sound = (seen.pictures(clip, got), seen.sound(clip, got)) if opened else ([], "")
    return Section(key, title, got, opened, pictures, sound)
