"""Every event of the benchmark's page."""

from __future__ import annotations

import gradio as gr

from backends.words import ENGLISH
from demo.page.benchmark.handlers import BenchmarkHandlers
from demo.page.benchmark.region import BenchmarkPage
from demo.page.concurrency import BENCHMARKING, CHOOSING
from demo.page.events import PRIVATE
from demo.page.gradio_seams import Block
from demo.page.language import asked_language
from demo.page.runs import Runs
from demo.settings import Settings


def connect(blocks: gr.Blocks, page: BenchmarkPage, settings: Settings) -> None:
    """Tie every event of the page, inside the context of its route."""
    do = BenchmarkHandlers(page, settings, Runs())
    drawn = [page.status, page.alert, page.leaderboard, page.details]
    buttons = [*page.busy(False)]
    asked: set[Block] = {page.ticket, page.dataset, page.limit, page.backends, page.language}

    blocks.load(asked_language, None, page.language, **CHOOSING, **PRIVATE)
    blocks.unload(do.close)
    page.language.change(
        do.translate, {page.language}, [*page.labels(ENGLISH), *drawn], **CHOOSING, **PRIVATE
    )
    page.start.click(
        do.line_up, {page.language}, [page.ticket, page.status, *buttons], queue=False, **PRIVATE
    ).then(
        do.run,
        asked,
        [*drawn, *buttons, *page.downloads.values()],
        **BENCHMARKING,
        **PRIVATE,
    )
    page.stop.click(do.stop, None, [page.status, *buttons], queue=False, **PRIVATE)
