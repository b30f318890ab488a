"""What is usual for a voice: a sentence and its number, as they are read, never contradict."""

from __future__ import annotations

import re

import numpy as np
import pytest

from backends.base import Clue, Language, Measurement
from backends.cascade import clues, rationale
from backends.cascade.phrases import Phrases
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.prosody import Prosody
from backends.cascade.voice.register import LONG
from backends.cascade.voice.speech import Stretch
from backends.cascade.voice.voice import VoiceReport

LANGUAGES: list[Language] = ["en", "zh"]
SIDES: dict[Language, dict[str, tuple[str, ...]]] = {
    "en": {
        "below": ("is low", "flat", "little", "slowly"),
        "raised": ("high for a seemingly low voice",),
        "above": ("is high,", "lively", "strongly", "quickly"),
    },
    "zh": {
        "below": ("音高偏低", "平淡", "较小", "说得慢"),
        "raised": ("对似乎偏低的嗓音来说，音高偏高",),
        "above": ("音高偏高", "活跃", "很大", "说得快"),
    },
}
"""Words of a clue whose number is out of the ordinary; one that is not has none of them."""
RANGES = ["pitch_range", "loudness_range", "syllables"]


def heard(
    language: Language, tract: float | None = None, **measured: float
) -> tuple[list[Clue], list[Measurement]]:
    """Clues and measurements of a voice that is measured so, without those of its presence."""
    nothing = np.zeros(0)
    prosody = Prosody(nothing, nothing, nothing, [Stretch(0, 2)], [], **measured)
    phrases = Phrases(language, 0.0, 3.0)
    report = VoiceReport(prosody, None, [], [], 0.5, tract=tract)
    found = clues.of_voice(report, (0.0, 3.0))
    kept = [one for one in found if one.kind not in ("voice", "register")]
    return rationale.clues(kept, phrases), rationale.measurements(kept, phrases)


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def side_told(text: str, language: Language) -> str:
    told = [side for side, words in SIDES[language].items() if any(w in text for w in words)]
    if "raised" in told and "above" in told:  # in Chinese one is part of the other
        told.remove("above")
    assert len(told) <= 1, text
    return told[0] if told else "within"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", RANGES)
def test_sentence_and_measure_never_contradict(field: str, language: Language) -> None:
    norm = NORMS[field]
    near = [edge + step for edge in (norm.low, norm.high) for step in np.arange(-1.5, 1.5, 0.01)]
    for value in near:
        clues_of_it, usual = heard(language, **{field: float(value)})
        measure = clues_of_it[0].measure if clues_of_it else usual[0]
        low, high = numbers(measure.usual)
        read = float(f"{measure.value:.3g}")  # as the page and the command show it
        side = "below" if read < low else "above" if read > high else "within"
        few_peaks = field == "syllables" and side == "below"  # syllables without a peak are missed
        if side == "within" or few_peaks:  # what is usual is no clue
            assert clues_of_it == []
            continue
        (clue,) = clues_of_it
        assert usual == [] and numbers(clue.text) == [read]
        assert side_told(clue.text, language) == side, clue


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("hertz", "side"),
    [(84, "below"), (85, "within"), (122, "within"), (170, "within"), (184, "within"),
     (185, "raised"), (206, "raised"), (255.3, "raised"), (256, "above")],
)  # fmt: skip
@pytest.mark.parametrize("tract", [None, 15.0, LONG])
def test_a_pitch_is_told_by_the_register_of_the_voice(
    tract: float | None, hertz: float, side: str, language: Language
) -> None:
    """206 Hz is high where the resonances are those of a low voice, and ordinary where not."""
    if side == "raised" and tract != LONG:
        side = "within"
    (clue,), usual = heard(language, tract, pitch_median=float(hertz))
    assert usual == []
    assert side_told(clue.text, language) == side
    assert numbers(clue.measure.usual) == [85, 155, 165, 255]
    assert numbers(clue.text) == [round(hertz)]


@pytest.mark.parametrize(
    ("field", "value"),
    [("pitch_range", 10.94), ("pitch_range", 3.77), ("loudness_range", 24.4),
     ("loudness_range", 13.6), ("syllables", 5.94), ("syllables", 3.46)],
)  # fmt: skip
def test_what_reads_as_the_edge_is_usual(field: str, value: float) -> None:
    told, usual = heard("en", **{field: value})
    assert (told, len(usual)) == ([], 1)


@pytest.mark.parametrize("field", RANGES)
def test_what_lies_inside_is_usual(field: str) -> None:
    norm = NORMS[field]
    for value in np.linspace(norm.low, norm.high, 50):
        assert norm.side(float(value)) == "within"


@pytest.mark.parametrize("language", LANGUAGES)
def test_speech_with_as_much_tone_as_is_usual_is_not_called_toneless(language: Language) -> None:
    assert heard(language, voiced=0.5996)[0] == []  # reads as 60%, and 60% is enough
    (clue,), _ = heard(language, voiced=0.594)
    assert (clue.measure.value, numbers(clue.measure.usual)) == (59.0, [60.0])
