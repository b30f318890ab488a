"""Explanations and ground truth as HTML.

All of it goes through Jinja2 with automatic escaping, so that text from models, files and people
stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import backends
from backends.base import Explanation, Language, Modality
from backends.words import ENGLISH, Sentence
from demo.ground_truth import GroundTruth, gallery
from demo.page.gradio_seams import FILE_ADDRESS
from demo.side_by_side import Answer
from demo.strings import QUESTIONS, STRINGS


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["seconds"] = lambda value: f"{value:.1f}"
    environment.globals["span"] = span
    environment.globals["served"] = ENGLISH  # the language that every page opens in
    environment.filters["number"] = lambda value: (
        f"{value:.3g}" if isinstance(value, float | int) and abs(value) < 1000 else str(value)
    )
    return environment


def render(template: str, language: Language, **context: Any) -> str:
    """One template of `templates/` as HTML, with the page's words in `language` as `t`."""
    page = _templates().get_template(f"{template}.html")
    return page.render(t=STRINGS[language], language=language, modalities=list(Modality), **context)


def span(start: float, end: float) -> str:
    """From when to when, in seconds, or when, where that reads the same."""
    first, last = f"{start:.1f}", f"{end:.1f}"
    return f"{first} s" if first == last else f"{first}–{last} s"


def text(key: str, language: Language) -> str:
    """The page's head ("head"), or one of its questions with its number."""
    if key == "head":
        return render("head", language)
    return render("question", language, key=key, number=QUESTIONS.index(key) + 1)


def alert(sentence: str, language: Language) -> str:
    """A sentence that a screen reader speaks at once."""
    return render("alert", language, sentence=sentence)


def status(sentence: str, language: Language) -> str:
    """A sentence that a screen reader speaks when it has time."""
    return render("status", language, sentence=sentence)


def truth_problems(problems: Sequence[Sentence], language: Language) -> str:
    """How many rows of the tables of ground truth could not be read, and which; empty for none."""
    told = [problem.text(language) for problem in problems]
    return render("problems", language, problems=told) if told else ""


def clip_gallery(language: Language, chosen: str | None) -> str:
    """The gallery as buttons with moving thumbnails; `chosen` is the name of the clip in use."""
    truths = [(path, gallery.of(path.stem, language)) for path in gallery.clips()]
    return render("gallery", language, truths=truths, chosen=chosen, file_address=FILE_ADDRESS)


def backend_card(name: str, language: Language) -> str:
    """What a person should know about a backend before ticking it."""
    backend = backends.get(name)
    return render("card", language, card=backend.card, missing=backend.missing(language))


def columns(truth: GroundTruth | None, answers: Mapping[str, Answer], language: Language) -> str:
    """Ground truth and answers side by side, the same parts in the same rows."""
    cards = {name: backends.get(name).card for name in answers}
    return render("columns", language, truth=truth, answers=answers, cards=cards, marked=marked)


def marked(text: str, explanation: Explanation) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is a sentence that no clue stands behind."""
    words = {emotion.word for emotion in explanation.emotions}  # marked where they are listed
    sentences = [said for said in explanation.unsupported if said not in words]
    if not sentences:
        return [(text, False)]
    longest_first = sorted(map(re.escape, sentences), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(longest_first)})", text)
    return [(piece, i % 2 == 1) for i, piece in enumerate(pieces) if piece]
