"""The page at /benchmark: a data set, backends, Start, and a leaderboard that fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

import backends
from backends.base import Language
from demo.page import render
from demo.page.address import asked_language
from demo.page.benchmark.handlers import DOWNLOADS, BenchmarkHandlers
from demo.page.explain.backends_region import LANGUAGES
from demo.settings import Settings
from demo.strings import STRINGS

FIRST_LIMIT = 50
"""Clips: a few minutes on a laptop, and enough for an interval that says something."""


@dataclass(frozen=True)
class BenchmarkPage:
    """The components of the page, in reading order."""

    head: gr.HTML
    dataset: gr.Dropdown
    limit: gr.Number
    backends: gr.CheckboxGroup
    language: gr.Radio
    start: gr.Button
    stop: gr.Button
    alert: gr.HTML
    status: gr.HTML
    downloads: list[gr.DownloadButton]
    leaderboard: gr.HTML
    details: gr.HTML

    @property
    def labelled(self) -> list[gr.blocks.Block]:
        """The components whose words change with the language, in the order of `_labels`."""
        chosen = (self.dataset, self.limit, self.backends, self.language)
        return [self.head, *chosen, self.start, self.stop]


def build(blocks: gr.Blocks, settings: Settings) -> None:
    """Lay the page out and tie its events, inside the context of its route."""
    do = BenchmarkHandlers(settings)
    page = _lay_out(do)
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    ticket = gr.State("")
    buttons = [page.start, page.stop, page.language]
    blocks.load(asked_language, None, page.language, **private)
    blocks.unload(do.close)
    page.language.change(
        lambda language: _labels(do, language), page.language, page.labelled, **private
    )
    drawn = [page.status, page.alert, page.leaderboard, page.details]
    page.language.change(do.draw, page.language, drawn, **private)
    page.start.click(
        do.line_up, page.language, [ticket, page.status, *buttons], queue=False, **private
    ).then(
        do.run,
        [ticket, page.dataset, page.limit, page.backends, page.language],
        [page.status, *buttons, page.alert, page.leaderboard, page.details, *page.downloads],
        concurrency_id="benchmark",
        concurrency_limit=1,
        **private,
    )
    page.stop.click(do.stop, outputs=[page.status, *buttons], queue=False, **private)


def _lay_out(do: BenchmarkHandlers) -> BenchmarkPage:
    t = STRINGS["en"]
    gr.components.Navbar(main_page_name=t["explain"])
    head = gr.HTML(_head(do, "en"))
    with gr.Row(elem_id="benchmark-choice", equal_height=True):
        dataset = gr.Dropdown(
            do.choices("en"), label=t["bench_dataset"], elem_id="dataset", min_width=240
        )
        limit = gr.Number(
            FIRST_LIMIT,
            label=t["bench_limit"],
            info=t["bench_limit_info"],
            precision=0,
            minimum=0,
            elem_id="limit",
        )
        language = gr.Radio(LANGUAGES, value="en", label=t["language"])
    names = gr.CheckboxGroup(
        [(backends.get(name).card.title, name) for name in do.ready],
        value=do.ready[:1],
        label=t["bench_backends"],
        elem_id="benchmark-backends",
    )
    with gr.Row():
        start = gr.Button(t["bench_start"], variant="primary", elem_id="start")
        stop = gr.Button(t["bench_stop"], variant="stop", interactive=False, elem_id="stop")
    alert = gr.HTML(elem_id="alert")
    status = gr.HTML(elem_id="status")
    with gr.Row(elem_id="downloads"):
        downloads = [gr.DownloadButton(name, visible=False, size="sm") for name in DOWNLOADS]
    leaderboard = gr.HTML(elem_id="leaderboard")
    details = gr.HTML(elem_id="details")
    return BenchmarkPage(
        head, dataset, limit, names, language, start, stop, alert, status, downloads, leaderboard,
        details,
    )  # fmt: skip


def _head(do: BenchmarkHandlers, language: Language) -> str:
    return render.render("benchmark_head", language, has_data=bool(do.sets))


def _labels(do: BenchmarkHandlers, language: Language) -> list[Any]:
    """Updates for `BenchmarkPage.labelled`."""
    t = STRINGS[language]
    return [
        _head(do, language),
        gr.Dropdown(choices=do.choices(language), label=t["bench_dataset"]),
        gr.Number(label=t["bench_limit"], info=t["bench_limit_info"]),
        gr.CheckboxGroup(label=t["bench_backends"]),
        gr.Radio(label=t["language"]),
        gr.Button(t["bench_start"]),
        gr.Button(t["bench_stop"]),
    ]
