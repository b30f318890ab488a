"""Explanations and ground truth as HTML.

All of it goes through Jinja2 with automatic escaping, so that text from models, files and people
stays text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

import backends
from backends.base import Language, Modality
from backends.measured import Measured
from backends.words import Sentence
from demo.ground_truth import GroundTruth, gallery
from demo.page.explain import claim_marks
from demo.page.explain.aliases import aliases
from demo.page.explain.pieces import pieces
from demo.page.gradio_seams import FILE_ADDRESS
from demo.page.language import PAGE_SAY
from demo.page.naming import keys_of, titles
from demo.percents import shares
from demo.side_by_side import Answer
from demo.slots import STEP
from demo.strings import STRINGS, languages
from demo.take_away import FORMATS
from demo.templating import templates

LONG, LONG_LINES = 480, 10
"""Letters (Chinese ones count twice) and lines of a text from which on it is folded."""
WIDE = 0x2E80
"""From this letter on, those of Chinese and its neighbours, twice as wide."""
PART_OF_STAGE = {"face": "visual", "voice": "acoustic", "words": "lexical"}
"""Stage → the part of the rationale that comes of it."""


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = templates(folder)
    environment.filters["seconds"] = lambda value: f"{value:.1f}"
    environment.globals["span"] = span
    environment.globals["offered"] = list(languages())
    environment.tests["long"] = is_long
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


def head(language: Language, keep_minutes: float) -> str:
    """The page's head: its name, and what it is about, folded.

    `keep_minutes` is how long a clip is kept that no page uses.
    """
    return render("head", language, minutes=f"{keep_minutes:g}")


def alert(sentence: str, language: Language) -> str:
    """A sentence that a screen reader speaks at once."""
    return render("alert", language, sentence=sentence)


def status(sentence: str, language: Language, *, seen: bool = True) -> str:
    """A sentence that a screen reader speaks when it has time; `seen`: and that eyes see too."""
    return render("status", language, sentence=sentence, seen=seen)


def truth_problems(problems: Sequence[Sentence], language: Language) -> str:
    """How many rows of the tables of ground truth could not be read, and which; empty for none."""
    told = [problem.text(language) for problem in problems]
    return render("problems", language, problems=told) if told else ""


def clip_gallery(language: Language, chosen: str | None, *, covered: bool = False) -> str:
    """The gallery as buttons with moving thumbnails; `chosen` is the name of the clip in use.

    Covered, neither the order of the clips nor anything else tells which is which.
    """
    clips = [
        (alias, alias.stem if covered else path.stem, path.stem == chosen,
         None if covered else gallery.of(path.stem, language))
        for path, alias in aliases(by_alias=covered)
    ]  # fmt: skip
    return render("gallery", language, clips=clips, file_address=FILE_ADDRESS)


def backend_card(name: str, language: Language) -> str:
    """What a person should know about a backend before ticking it."""
    backend = backends.get(name)
    return render("card", language, card=backend.card, missing=backend.missing(language))


def columns(
    truth: GroundTruth | None,
    answers: Mapping[str, Answer],
    language: Language,
    *,
    covered: bool = False,
    clip: bool = True,
    why: str = "",
    link: str = "",
    measured: Measured | None = None,
    measuring: bool = False,
    told: Language | None = None,
) -> str:
    """Ground truth and answers side by side, the same parts in the same rows.

    `covered`: of the ground truth and of who answers, nothing is in it. `clip`: there is one.
    `why` tells why there is no ground truth, where that is known; `link` is what an address has to
    end in to open the same (`linking.address`). Where the clip is `measured`, what is claimed is
    marked; while it is `measuring`, that is told. `told` is the language of the answers, if not
    that of the page.
    """
    named = titles(answers, language, covered=covered)
    keys = keys_of(named, covered=covered)
    claims = {
        keys[name]: claim_marks.of_answer(answer, measured, told or language, language)
        for name, answer in answers.items()
        if backends.get(name).card.explains
    }
    return render(
        "columns",
        language,
        truth=None if covered else truth,
        answers=[(keys[name], named[name], answer) for name, answer in answers.items()],
        cards={keys[name]: backends.get(name).card for name in answers},
        covered=covered,
        clip=clip,
        why=why,
        pieces=pieces,
        claims=claims,
        truth_claims=() if covered else claim_marks.of_truth(truth, measured, language),
        marks=claim_marks,
        measuring=measuring,
        f=PAGE_SAY.table(language, "claims"),
        shares=shares,
        stage=stage,
        formats=FORMATS,
        link=link,
        take=PAGE_SAY.table(language, "take"),
    )


def is_long(text: str) -> bool:
    """Whether a text takes more than about ten lines of a column, and so is folded."""
    width = sum(2 if ord(letter) > WIDE else 1 for letter in text)
    return width > LONG or text.count("\n") >= LONG_LINES


def stage(answer: Answer, language: Language) -> str:
    """What a backend is doing, in words; only that it works, once the stage has shown its part."""
    t = STRINGS[language]
    name, known = answer.stage or "", answer.explanation
    part = PART_OF_STAGE.get(name)
    if known and part and getattr(known.rationale, part):
        return t["working"]
    if waiting := answer.waiting:
        if waiting.seconds is None:
            return t["stage_place"].format(place=waiting.place) + "…"
        about = STEP * max(1, round(waiting.seconds / STEP))
        return t["stage_place_wait"].format(place=waiting.place, seconds=f"{about:g}") + "…"
    return t.get(f"stage_{name}", name) + "…"
