"""What is usual for a voice: a sentence and its number, as they are read, never contradict."""

from __future__ import annotations

import re

import numpy as np
import pytest

from backends.base import Clue, Language, Modality
from backends.cascade import clues, rationale
from backends.cascade.phrases import Phrases
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.prosody import Prosody
from backends.cascade.voice.speech import Stretch
from backends.cascade.voice.voice import VoiceReport

LANGUAGES: list[Language] = ["en", "zh"]
SIDES: dict[Language, dict[str, tuple[str, ...]]] = {
    "en": {
        "below": ("low", "flat", "little", "slow"),
        "within": ("usual", "calm", "ordinary"),
        "above": ("high", "lively", "strongly", "fast"),
    },
    "zh": {
        "below": ("偏低", "平淡", "较小", "偏慢"),
        "within": ("常见", "平静", "通常", "适中"),
        "above": ("偏高", "活跃", "很大", "偏快"),
    },
}
RANGES = [field for field in NORMS if field != "voiced"]


def heard(language: Language, **measured: float) -> list[Clue]:
    """The clues of a voice that is measured so, after the one that it is heard."""
    nothing = np.zeros(0)
    prosody = Prosody(nothing, nothing, nothing, [Stretch(0, 2)], [], **measured)
    phrases = Phrases(language, 0.0, 3.0)
    found = clues.of_voice(VoiceReport(prosody, None, [], [], 0.5), (0.0, 3.0))
    told = [rationale.clue(finding, phrases) for finding in found]
    assert all(clue.modality is Modality.ACOUSTIC for clue in told)
    return told[1:]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def side_told(clue: Clue, language: Language) -> str:
    told = [side for side, words in SIDES[language].items() if any(w in clue.text for w in words)]
    assert len(told) == 1, clue.text
    return told[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", RANGES)
def test_sentence_and_measure_never_contradict(field: str, language: Language) -> None:
    norm = NORMS[field]
    near = [edge + step for edge in (norm.low, norm.high) for step in np.arange(-1.5, 1.5, 0.01)]
    for value in near:
        (clue,) = heard(language, **{field: float(value)})
        (said,) = numbers(clue.text)
        low, high = numbers(clue.measure.usual)
        assert float(f"{clue.measure.value:.3g}") == said  # as the page and the command show it
        told = "below" if said < low else "above" if said > high else "within"
        assert side_told(clue, language) == told, clue


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "value"),
    [("pitch_median", 255.3), ("pitch_range", 11.14), ("pitch_range", 4.17),
     ("loudness_range", 29.4), ("loudness_range", 16.3), ("syllables", 5.94), ("syllables", 2.96)],
)  # fmt: skip
def test_what_reads_as_the_edge_is_usual(field: str, value: float, language: Language) -> None:
    (clue,) = heard(language, **{field: value})
    assert side_told(clue, language) == "within"
    assert clue.supports == {}


@pytest.mark.parametrize("field", RANGES)
def test_what_lies_inside_is_usual(field: str) -> None:
    norm = NORMS[field]
    for value in np.linspace(norm.low, norm.high, 50):
        assert norm.side(float(value)) == "within"


@pytest.mark.parametrize("language", LANGUAGES)
def test_speech_with_as_much_tone_as_is_usual_is_not_called_toneless(language: Language) -> None:
    assert heard(language, voiced=0.6096) == []  # reads as 61%, and 61% is enough
    (clue,) = heard(language, voiced=0.604)
    assert (clue.measure.value, numbers(clue.measure.usual)) == (60.0, [61.0])
