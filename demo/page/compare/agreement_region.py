"""How well do they agree? The comparison, and the judge to ask where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from demo.metrics.judge import Judge
from demo.strings import STRINGS


@dataclass(frozen=True)
class AgreementRegion:
    """The comparison as it is drawn, and the button that sends text to the judge."""

    drawn: gr.HTML
    note: gr.HTML
    """What is sent where, said before anyone presses the button."""
    ask: gr.Button

    @property
    def labelled(self) -> list[gr.blocks.Block]:
        """The components whose labels change with the language, in the order of `labels`."""
        return [self.note, self.ask]

    @staticmethod
    def labels(t: Mapping[str, str], judge: Judge | None) -> list[Any]:
        """Updates for `labelled`; `t` holds the page's words."""
        return [_said(t["judge_note"], judge), gr.Button(_said(t["ask_judge"], judge))]


def build(drawn: str, judge: Judge | None) -> AgreementRegion:
    """Lay the region out inside the current Blocks context, with what is drawn at first."""
    t = STRINGS["en"]
    region = gr.HTML(drawn, elem_id="agreement")
    with gr.Column(visible=judge is not None, elem_id="judge"):
        note = gr.HTML(_said(t["judge_note"], judge), elem_id="judge-note")
        ask = gr.Button(_said(t["ask_judge"], judge), elem_id="ask-judge")
    return AgreementRegion(region, note, ask)


def _said(sentence: str, judge: Judge | None) -> str:
    return sentence.format(model=judge.name, host=judge.host) if judge else ""
