"""Words that say when, told by the times of a clip: of 10 s, with speech from 4 to 6 s."""

from __future__ import annotations

import pytest

from backends.base import Language, Modality
from backends.reading.aspects import lexicon
from demo.metrics import TruthClue
from demo.metrics.clues import compare
from demo.metrics.moments import Span, Times
from tests.helpers.clues import clue

VISUAL, ACOUSTIC = Modality.VISUAL, Modality.ACOUSTIC
TIMES = Times((0.0, 10.0), (4.0, 6.0))


@pytest.mark.parametrize(
    ("text", "language", "modality", "expected"),
    [
        ("His lips are pressed together before he speaks", "en", VISUAL, (0.0, 4.0)),
        ("He blinks once before speaking", "en", VISUAL, (0.0, 4.0)),
        ("The grimace stays after he has finished speaking", "en", VISUAL, (6.0, 10.0)),
        ("As he finishes speaking the smile widens", "en", VISUAL, (6.0, 10.0)),
        ("The man narrows his eyes at first", "en", VISUAL, (0.0, 5.0)),
        ("At the end he smiles", "en", VISUAL, (5.0, 10.0)),
        ("The pitch falls at the end", "en", ACOUSTIC, (5.0, 6.0)),
        ("He smiles throughout", "en", VISUAL, None),
        ("He frowns and smiles afterwards", "en", VISUAL, None),
        ("He nods before he turns away", "en", VISUAL, None),
        ("说话前双唇紧抿", "zh", VISUAL, (0.0, 4.0)),
        ("说完之后仍保持着这副怪相", "zh", VISUAL, (6.0, 10.0)),
        ("男子起初眯着眼睛", "zh", VISUAL, (0.0, 5.0)),
        ("不到十分之八秒就说完了", "zh", ACOUSTIC, None),
    ],
)
def test_when_words_put_it(
    text: str, language: Language, modality: Modality, expected: Span | None
) -> None:
    assert TIMES.span(text, modality, lexicon(language)) == expected
    assert Times().span(text, modality, lexicon(language)) is None


@pytest.mark.parametrize(
    ("text", "language", "said", "span", "tied"),
    [
        ("He smiles before he speaks", "en", "A smile.", (7.0, 8.0), False),
        ("He smiles before he speaks", "en", "A smile.", (1.0, 2.0), True),
        ("He smiles when he has finished", "en", "A smile.", (1.0, 2.0), False),
        ("At the end he smiles", "en", "A smile.", (1.0, 2.0), False),
        ("At the end he smiles", "en", "A smile.", (1.0, 9.0), True),
        ("He smiles throughout", "en", "A smile.", (1.0, 2.0), True),
        ("说完后他露出微笑", "zh", "嘴角上扬，露出微笑。", (1.0, 2.0), False),
        ("说完后他露出微笑", "zh", "嘴角上扬，露出微笑。", (6.5, 8.0), True),
    ],
)
def test_another_moment_ties_nothing(
    text: str, language: Language, said: str, span: Span, tied: bool
) -> None:
    truth = TruthClue(modality=VISUAL, text=text)
    found = compare([truth], [clue(said, VISUAL, span)], language, times=TIMES)
    assert bool(found.matches) == tied
