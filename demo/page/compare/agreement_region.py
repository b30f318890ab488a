"""How well do they agree? The comparison, and the judge to ask where there is one."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from backends.base import Language
from backends.words import ENGLISH
from demo.metrics.judge import Judge
from demo.page.gradio_seams import Updates
from demo.strings import SAY


@dataclass(frozen=True)
class AgreementRegion:
    """The comparison as it is drawn, and the button that sends text to the judge."""

    drawn: gr.HTML
    note: gr.HTML
    """What is sent where, said before anyone presses the button."""
    ask: gr.Button
    judge: Judge | None

    def labels(self, language: Language) -> Updates:
        """Every label of the region in a language."""
        return {
            self.note: _said("judge_note", self.judge, language),
            self.ask: gr.update(value=_said("ask_judge", self.judge, language)),
        }


def build(judge: Judge | None) -> AgreementRegion:
    """Lay the region out inside the current Blocks context."""
    region = gr.HTML(elem_id="agreement")
    with gr.Column(visible=judge is not None, elem_id="judge"):
        note = gr.HTML(_said("judge_note", judge, ENGLISH), elem_id="judge-note")
        ask = gr.Button(_said("ask_judge", judge, ENGLISH), elem_id="ask-judge")
    return AgreementRegion(region, note, ask, judge)


def _said(key: str, judge: Judge | None, language: Language) -> str:
    return SAY.text(language, key, model=judge.name, host=judge.host) if judge else ""
