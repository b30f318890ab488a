"""Explanations, ground truth and moments as HTML.

All of it goes through Jinja2 with automatic escaping, so that text from models, files and people
stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from numpy.typing import NDArray

import backends
from backends.base import Explanation, Language, Modality
from backends.clip import Clip
from backends.words import Sentence
from demo.ground_truth import GroundTruth, gallery
from demo.page.explain.aliases import aliases
from demo.page.explain.moment_region import captions
from demo.page.gradio_seams import FILE_ADDRESS
from demo.page.naming import shares, titles
from demo.side_by_side import Answer
from demo.strings import STRINGS, languages

LOUDNESS_FLOOR_DB = -60.0
"""Quieter than this is drawn as silence."""
LOUDNESS_POINTS = 240
LONG, LONG_LINES = 480, 10
"""Letters (Chinese ones count twice) and lines of a text from which on it is folded."""
WIDE = 0x2E80
"""From this letter on, those of Chinese and its neighbours, twice as wide."""
PART_OF_STAGE = {"face": "visual", "voice": "acoustic", "words": "lexical"}
"""Stage → the part of the rationale that comes of it."""
TARGET = 0.08
"""Part of the line of time that every clue has to itself: 24 pixels, enough for a finger, of the
300 that the line is long on a phone."""


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


def head(language: Language) -> str:
    """The page's head: its name, and what it is about, folded."""
    return render("head", language)


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
) -> str:
    """Ground truth and answers side by side, the same parts in the same rows.

    `covered`: of the ground truth and of who answers, nothing is in it. `clip`: there is one.
    """
    named = titles(answers, language, covered=covered)
    keys = named if covered else {name: name for name in answers}
    return render(
        "columns",
        language,
        truth=None if covered else truth,
        answers=[(keys[name], named[name], answer) for name, answer in answers.items()],
        cards={keys[name]: backends.get(name).card for name in answers},
        covered=covered,
        clip=clip,
        marked=marked,
        shares=shares,
        stage=stage,
    )


def marked(text: str, explanation: Explanation) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is a sentence that no clue stands behind."""
    words = {emotion.word for emotion in explanation.emotions}  # marked where they are listed
    sentences = [said for said in explanation.unsupported if said not in words]
    if not sentences:
        return [(text, False)]
    longest_first = sorted(map(re.escape, sentences), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(longest_first)})", text)
    return [(piece, i % 2 == 1) for i, piece in enumerate(pieces) if piece]


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
    return t.get(f"stage_{name}", name) + "…"


def moments(
    clip: Clip | None,
    answers: Mapping[str, Answer],
    language: Language,
    *,
    covered: bool = False,
) -> str:
    """The line of time under the player: loudness, words, frames and every backend's clues."""
    if clip is None:
        return ""
    known = [answer.explanation for answer in answers.values() if answer.explanation]
    transcript = next((e.transcript for e in known if e.transcript and e.transcript.words), None)
    frames = next((e.received.frame_times for e in known if e.received.frame_times), [])
    return render(
        "moments",
        language,
        clip=clip,
        words=transcript.words if transcript else [],
        frames=frames,
        explanations=known,
        titles=titles(answers, language, covered=covered),
        captions=captions(transcript),
        loudness=_polyline(loudness(clip.sound)),
        rows=partial(
            pack_rows, least=TARGET * (clip.end - clip.start), within=(clip.start, clip.end)
        ),
    )


def loudness(sound: NDArray[np.float32], points: int = LOUDNESS_POINTS) -> NDArray[np.float64]:
    """Root-mean-square level of equal stretches of sound, 0 (silence) to 1 (full scale)."""
    if sound.size < points:
        return np.zeros(0)
    stretches = np.array_split(sound.astype(np.float64), points)
    level = np.array([np.sqrt(np.mean(np.square(stretch))) for stretch in stretches])
    decibels = 20 * np.log10(np.maximum(level, 1e-6))
    shown: NDArray[np.float64] = np.clip(1 - decibels / LOUDNESS_FLOOR_DB, 0, 1)
    return shown


def _polyline(levels: NDArray[np.float64]) -> str:
    """Points of an SVG shape, 100 wide and 20 high, mirrored about its middle like a waveform."""
    if not levels.size:
        return ""
    x = np.linspace(0, 100, levels.size)
    upper = [f"{a:.2f},{10 - 10 * b:.2f}" for a, b in zip(x, levels, strict=True)]
    lower = [f"{a:.2f},{10 + 10 * b:.2f}" for a, b in zip(x, levels, strict=True)]
    return " ".join(upper + lower[::-1])


def pack_rows(
    spans: Sequence[Any], least: float = 0.0, within: tuple[float, float] = (0.0, float("inf"))
) -> list[list[Any]]:
    """Spans (anything with `start` and `end`) in as few rows as keep them from overlapping.

    Each has room for at least `least` seconds about its middle, moved so as to lie `within`.
    """
    rows: list[list[Any]] = []
    ends: list[float] = []
    for one in sorted(spans, key=lambda item: (item.start, item.end)):
        length = max(one.end - one.start, least)
        start = max(within[0], min((one.start + one.end - length) / 2, within[1] - length))
        at = next((i for i, end in enumerate(ends) if end <= start), len(rows))
        if at == len(rows):
            rows.append([])
            ends.append(0.0)
        rows[at].append(one)
        ends[at] = start + length
    return rows
