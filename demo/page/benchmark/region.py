"""The page at /benchmark: a data set, backends, Start, and a leaderboard that fills."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from backends.base import Language
from backends.words import ENGLISH
from demo.page import render
from demo.page.benchmark.offers import Offers
from demo.page.gradio_seams import Updates
from demo.page.language import choices
from demo.strings import STRINGS

FIRST_LIMIT = 50
"""Clips: a few minutes on a laptop, and enough for an interval that says something."""
DOWNLOADS = ("results.jsonl", "clips.csv", "scores.csv", "report.html")


@dataclass(frozen=True)
class BenchmarkPage:
    """The components of the page, in reading order, and what it offers to choose among."""

    head: gr.HTML
    dataset: gr.Dropdown
    limit: gr.Number
    language: gr.Radio
    backends: gr.CheckboxGroup
    start: gr.Button
    stop: gr.Button
    alert: gr.HTML
    status: gr.HTML
    downloads: dict[str, gr.DownloadButton]
    """Name of a file → the button that downloads it."""
    leaderboard: gr.HTML
    details: gr.HTML
    ticket: gr.State
    """Of the last press of Start."""
    offers: Offers

    def busy(self, now: bool) -> Updates:
        """Start and Stop, of which one can be pressed; the language waits for the end."""
        return {
            self.start: gr.update(interactive=not now),
            self.stop: gr.update(interactive=now),
            self.language: gr.update(interactive=not now),
        }

    def labels(self, language: Language) -> Updates:
        """Every word of the page in a language, but for what a run has come to."""
        t = STRINGS[language]
        return {
            self.head: _head(self.offers, language),
            self.dataset: gr.update(
                choices=self.offers.data_sets(language), label=t["bench_dataset"]
            ),
            self.limit: gr.update(label=t["bench_limit"], info=t["bench_limit_info"]),
            self.backends: gr.update(label=t["bench_backends"]),
            self.language: gr.update(label=t["language"]),
            self.start: gr.update(value=t["bench_start"]),
            self.stop: gr.update(value=t["bench_stop"]),
        }


def lay_out(offers: Offers) -> BenchmarkPage:
    """Lay the page out inside the context of its route."""
    t = STRINGS[ENGLISH]
    gr.components.Navbar([(t["lesson_page"], "lesson")], main_page_name=t["explain"])
    head = gr.HTML(_head(offers, ENGLISH))
    with gr.Row(elem_id="benchmark-choice", equal_height=True):
        dataset = gr.Dropdown(
            offers.data_sets(ENGLISH), label=t["bench_dataset"], elem_id="dataset", min_width=240
        )
        limit = gr.Number(
            FIRST_LIMIT,
            label=t["bench_limit"],
            info=t["bench_limit_info"],
            precision=0,
            minimum=0,
            elem_id="limit",
        )
        language = gr.Radio(choices(), value=ENGLISH, label=t["language"])
    backends = gr.CheckboxGroup(
        offers.backend_titles(ENGLISH),
        value=[*offers.backends[:1]],
        label=t["bench_backends"],
        elem_id="benchmark-backends",
    )
    with gr.Row():
        start = gr.Button(t["bench_start"], variant="primary", elem_id="start")
        stop = gr.Button(t["bench_stop"], variant="stop", interactive=False, elem_id="stop")
    alert = gr.HTML(elem_id="alert")
    status = gr.HTML(elem_id="status")
    with gr.Row(elem_id="downloads"):
        downloads = {name: gr.DownloadButton(name, visible=False, size="sm") for name in DOWNLOADS}
    return BenchmarkPage(
        head=head,
        dataset=dataset,
        limit=limit,
        language=language,
        backends=backends,
        start=start,
        stop=stop,
        alert=alert,
        status=status,
        downloads=downloads,
        leaderboard=gr.HTML(elem_id="leaderboard"),
        details=gr.HTML(elem_id="details"),
        ticket=gr.State(""),
        offers=offers,
    )


def _head(offers: Offers, language: Language) -> str:
    return render.render("benchmark_head", language, has_data=bool(offers.sets))
