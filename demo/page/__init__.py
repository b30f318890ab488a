"""The page: what is on it in `layout.py`, what happens in `events.py`; served with `launch`."""

from __future__ import annotations

import logging
from pathlib import Path
from time import sleep
from typing import Any
from webbrowser import open as open_in_browser

import gradio as gr
from starlette.middleware import Middleware

from backends.words import ENGLISH
from demo.ground_truth import gallery
from demo.ground_truth.library import Library
from demo.lesson import Lesson
from demo.metrics.judge import Judge, JudgeError
from demo.page import events, gradio_seams, layout
from demo.page.benchmark import events as benchmark_events
from demo.page.benchmark import region as benchmark_region
from demo.page.benchmark.offers import Offers
from demo.page.concurrency import THREADS
from demo.page.explain import aliases
from demo.page.page_state import PageState, waiting_for
from demo.page.uploads import UPLOADS
from demo.serving import ServingError, without_proxy
from demo.settings import Settings
from demo.strings import STRINGS

log = logging.getLogger(__name__)

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "page"
STYLES = (
    "page.css", "moment.css", "answer.css", "claims.css", "views.css", "agreement.css",
    "benchmark.css",
)  # fmt: skip
SCRIPTS = (
    "page.js", "boxes.js", "moment.js", "claims.js", "views.js", "take_away.js",
)  # fmt: skip
OPENING = """<style>html.opening gradio-app { visibility: hidden; }</style>
<script>
  document.documentElement.classList.add("opening"); // until page.js finds all in its place
  setTimeout(() => document.documentElement.classList.remove("opening"), 10000);
</script>
"""
SYSTEM_FONT = ["ui-sans-serif", "system-ui", "sans-serif"]
"""No web font: the page must make no connection of its own."""


def build(settings: Settings) -> gr.Blocks:
    """The page as Gradio Blocks, not yet served.

    Raises GroundTruthError where `settings.data` names something that is no ground truth at all.
    """
    library = Library.open(settings.data)
    for problem in library.problems:
        log.warning(problem)
    judge = _judge()
    clip = str(gallery.clips()[0])  # so that the page is never empty
    first = PageState(clip, answers=waiting_for(settings.backends))
    keep = max(1, int(settings.keep_minutes * 60))
    title = STRINGS[ENGLISH]["title"]
    gr.set_static_paths(aliases.folder())  # else it is copied to where an upload of it would lie
    blocks: gr.Blocks
    with gr.Blocks(title=title, delete_cache=(min(keep, 60), keep)) as blocks:
        words = STRINGS[ENGLISH]
        gr.components.Navbar([(words["lesson_page"], "lesson")], main_page_name=words["explain"])
        page = layout.lay_out(settings, library, judge, first)
        events.connect(blocks, page, settings, library, judge)
    with blocks.route("Benchmark", "/benchmark"):
        offers = Offers.of(settings)
        benchmark_events.connect(blocks, benchmark_region.lay_out(offers), settings)
    gradio_seams.only_files(blocks, UPLOADS.in_use)
    return blocks


def _judge() -> Judge | None:
    try:
        return Judge.from_environment(keep=False)  # of a person's texts nothing stays
    except JudgeError as error:  # a page without a judge is better than none
        log.warning("No judge: %s", error)
        return None


def _script(name: str) -> str:
    return f"<script>{(ASSETS / name).read_text('utf-8')}</script>"


def launch(
    blocks: gr.Blocks, settings: Settings, *, prevent_thread_lock: bool = False, **more: Any
) -> str:
    """Serve the page: no analytics, no share link, no history in the browser; lessons beside it.

    Blocks until KeyboardInterrupt ends it, unless `prevent_thread_lock=True` is given; returns its
    address. Raises ServingError where no port is free, Refused where lessons can't be kept.
    """
    lesson = Lesson(settings)
    try:
        with without_proxy():  # it asks itself whether it is served
            _, address, _ = blocks.queue(max_size=64).launch(
                server_name=settings.host,
                server_port=settings.port,
                share=False,
                run_history=False,
                max_threads=THREADS,
                ssr_mode=False,
                footer_links=["api"],
                max_file_size=int(settings.max_megabytes * 1e6),
                allowed_paths=[str(aliases.folder())],
                app_kwargs={
                    "middleware": [
                        lesson.guard,
                        Middleware(gradio_seams.NoteUploads, sent=UPLOADS.sent),
                    ],
                    "routes": lesson.routes,
                },
                theme=gr.themes.Base(font=SYSTEM_FONT, primary_hue="teal", neutral_hue="stone"),
                css_paths=[ASSETS / name for name in STYLES],
                head=OPENING + "".join(map(_script, SCRIPTS)),
                prevent_thread_lock=True,
                **more,
            )
    except OSError as error:
        raise ServingError(f"The page can't be served: {error}") from error
    if settings.open:  # here, as a browser may need the proxy
        open_in_browser(address)
    while not prevent_thread_lock:  # Gradio's own wait would, once stopped, wait for open pages
        sleep(3600)
    return str(address)
