"""Answers with what takes each of them away; and the file that was asked for, to be downloaded."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import gradio as gr

from backends.base import Language
from demo.page.gradio_seams import FILE_ADDRESS
from demo.page.language import PAGE_SAY
from demo.page.render import render

TAKE_SCRIPT = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  if (button) trigger("select", { backend: button.dataset.take, format: button.dataset.format });
});
"""
DOWNLOAD_SCRIPT = """
new MutationObserver(() => {
  const link = element.querySelector("a[download]:not([data-begun])");
  if (!link) return;
  link.dataset.begun = "";
  link.click();
}).observe(element, { childList: true, subtree: true });
"""
"""A file that is written is downloaded at once; its link stays, for another time."""


def build() -> gr.HTML:
    """The columns, inside the current Blocks context."""
    return gr.HTML(elem_id="columns", js_on_load=TAKE_SCRIPT)


def writing(name: str, language: Language) -> str:
    """That a file is being written."""
    return _told(PAGE_SAY.text(language, "take.writing", file=name), language)


def ready(file: Path, language: Language) -> str:
    """The link to a file that is written."""
    address = FILE_ADDRESS + quote(str(file))
    return _told(
        PAGE_SAY.text(language, "take.ready", file=file.name), language, address, file.name
    )


def _told(sentence: str, language: Language, address: str = "", name: str = "") -> str:
    again = PAGE_SAY.text(language, "take.download")
    return render("taken", language, sentence=sentence, address=address, name=name, again=again)
