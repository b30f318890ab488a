"""What people read of the gallery's clips: short, nothing twice, nothing usual, no empty figure.

The senses work once a clip; what they found is told in both languages.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import combinations

import pytest

import backends
from backends.backend import Request
from backends.base import Clue, Explanation, Modality, Rationale, State
from backends.cascade import SENSES, rationale
from backends.cascade.conclusion import conclude
from backends.cascade.phrases import Phrases
from backends.cascade.spoken import together
from backends.clip import Clip
from demo.ground_truth import gallery
from tests.helpers import sensed
from tests.helpers.places import GALLERY

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("sensed_once")]

NAMES = [path.stem for path in gallery.clips()]
EVERY = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in NAMES for language in ("en", "zh")]
)
USUAL = {
    "en": r"\busual|\bordinary|\bnormal|as in calm|all the time|in view",
    "zh": r"常见|通常|平常|正常|平静的话语|适中|一直|画面中",
}
LEAST, MOST = 40, 120
"""Words of the four parts together. A Chinese word has one character and a half on average."""
CHARACTERS_A_WORD = 1.5
REPEATED = {"en": 5, "zh": 8}
"""Words, or Chinese characters, in a row that are a phrase."""


def explained(name: str, *modalities: Modality) -> Explanation:
    request = Request(modalities=frozenset(modalities or Modality))
    *_, last = backends.get("cascade").explain(Clip.open(GALLERY / f"{name}.mp4"), request)
    assert isinstance(last, Explanation)
    return last


@cache
def told(name: str, language: str) -> tuple[Rationale, list[Clue]]:
    """Parts and clues in a language, from what is sensed once."""
    clip = Clip.open(GALLERY / f"{name}.mp4")
    phrases = Phrases(language, clip.start, clip.end)
    found = {
        modality: sensed.of(sense(clip, Phrases("en", clip.start, clip.end)))
        for modality, (_, sense) in SENSES.items()
    }
    findings = together(found)
    came = conclude([one.opinion for one in found.values() if one.opinion], findings, phrases)
    return rationale.parts(findings, came.text, phrases), rationale.clues(findings, phrases)


def text_of(name: str, language: str) -> str:
    return " ".join(part or "" for part in told(name, language)[0].model_dump().values())


def words(text: str) -> list[str]:
    """English words, figures, and Chinese characters, in lower case and without marks."""
    return re.findall(r"[\u4e00-\u9fff]|[a-z']+|\d+(?:\.\d+)?", text.lower())


@EVERY
def test_it_is_long_enough_to_say_why_and_short_enough_to_read(name: str, language: str) -> None:
    counted = sum(
        1 / CHARACTERS_A_WORD if "\u4e00" <= word <= "\u9fff" else 1
        for word in words(text_of(name, language))
    )
    assert LEAST <= counted <= MOST, text_of(name, language)


@EVERY
def test_what_is_usual_is_neither_told_nor_a_clue(name: str, language: str) -> None:
    clues = [clue.text for clue in told(name, language)[1]]
    for text in [text_of(name, language), *clues]:
        assert not re.search(USUAL[language], text), text


@EVERY
def test_nothing_is_told_that_goes_without_saying(name: str, language: str) -> None:
    """That somebody speaks, where how they speak is told; and a full stop inside a sentence."""
    text = text_of(name, language)
    assert not re.search(r"a voice is heard|有人说话|\.[”’]", text), text


@EVERY
def test_no_phrase_is_repeated(name: str, language: str) -> None:
    said, size = words(text_of(name, language)), REPEATED[language]
    phrases = Counter(tuple(said[i : i + size]) for i in range(len(said) - size + 1))
    assert phrases.most_common(1)[0][1] == 1, phrases.most_common(1)


@EVERY
def test_figures_are_seconds_or_hertz(name: str, language: str) -> None:
    text = text_of(name, language)
    units = r" to \d| s\b| Hz\b|% of the evidence|%[。：]| 至| 秒| 赫兹"
    assert re.findall(r"\d+(?:\.\d+)?", text) == re.findall(rf"(\d+(?:\.\d+)?)(?={units})", text), (
        text
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_hard_to_tell_is_told_plainly(name: str) -> None:
    parts, clues = told(name, "en")
    hedged = {
        (clue.modality, word)
        for clue in clues
        if "hard to" in clue.text
        for word in re.findall(r"(\w+) rather than", clue.text)
    }
    plain = {
        (clue.modality, word)
        for clue in clues
        if "hard to" not in clue.text
        for word in clue.supports
    }
    verbs = {Modality.VISUAL: "looks", Modality.ACOUSTIC: "sounds|resembles"}
    for modality, word in hedged - plain:
        for text in parts.model_dump().values():
            assert not re.search(rf"(?:{verbs[modality]}) (?:clearly )?{word}", text), text


def test_without_a_modality_the_answer_is_the_view_that_lacks_it() -> None:
    """No sense works again for a view, and a run that lacks the modality says the same."""
    whole = explained("1001_DFA_ANG_XX")
    views = {tuple(view.modalities): view for view in whole.views}
    assert len(views) == 7 and whole.decides
    for size in (1, 2, 3):
        for some in combinations(Modality, size):
            alone, view = explained("1001_DFA_ANG_XX", *some), views[some]
            assert (alone.emotions, alone.open) == (view.emotions, view.open)
            assert alone.rationale.conclusion == view.conclusion
            assert alone.state["conclusion"] is view.state
            assert {clue.modality for clue in alone.clues} <= set(some)
            parts = alone.rationale.model_dump(exclude={"conclusion"})
            assert {name for name, text in parts.items() if text} == set(some)


def test_the_fearful_clip_is_told_as_unsure_as_it_is() -> None:
    """Its face is hard to read and its voice too short to judge: this person "seems" nothing."""
    got = explained("1001_DFA_FEA_XX")
    for text in (str(got.rationale.conclusion), *(str(view.conclusion) for view in got.views)):
        assert not re.search(r"seems|sounds|more fearful|\d%(?! of the evidence)", text), text
    assert "may be fearful or, less likely, sad" in str(got.rationale.conclusion)
    assert "happy" not in " ".join(map(str, got.rationale.model_dump().values()))
    assert got.open and got.open > 1 / 3
    assert got.state["acoustic"] is State.NOT_READABLE
