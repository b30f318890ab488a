"""The same voice gives the same figures, whenever it begins and however it was recorded."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from backends.cascade.voice.prosody import Prosody, measure
from backends.cascade.voice.speech import Stretch, speech_stretches
from backends.cascade.voice.voice import VoiceReport, listen
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from tests.helpers.places import GALLERY
from tests.helpers.recordings import CODED, SAME
from tests.helpers.voice_sounds import Sound, tone

CLIPS = sorted(path.stem for path in GALLERY.glob("1001_DFA_*.mp4"))
FIGURES = ("pitch_median", "pitch_range", "loudness_range", "syllables", "voiced")
PART = 0.05
"""Of a figure: how much it may differ."""
END = 2.0
"""Semitones from which a fall or a rise is told."""
EXACT, LOSSY = 0.05, 0.15
"""Of a probability. The head hears what a codec leaves out a little."""


@cache
def sound_of(name: str) -> Sound:
    return Clip.open(GALLERY / f"{name}.mp4").sound


@cache
def heard(name: str) -> VoiceReport:
    return listen(sound_of(name))


def alike(one: Prosody, other: Prosody) -> None:
    for figure in FIGURES:
        known, found = getattr(one, figure), getattr(other, figure)
        assert (known is None) == (found is None), figure
        if known is not None:
            assert found == pytest.approx(known, rel=PART), figure
    assert (one.pitch_end is None) == (other.pitch_end is None)
    if one.pitch_end is not None:
        assert other.pitch_end == pytest.approx(one.pitch_end, abs=END)
    assert one.ending == other.ending


@pytest.mark.models
@pytest.mark.parametrize("way", SAME)
@pytest.mark.parametrize("name", CLIPS)
def test_neither_time_nor_gain_changes_what_is_heard(name: str, way: str) -> None:
    before, after = heard(name), listen(SAME[way](sound_of(name)))
    alike(before.prosody, after.prosody)
    assert after.probabilities == pytest.approx(before.probabilities, abs=EXACT)
    assert np.argmax(after.probabilities) == np.argmax(before.probabilities)


@pytest.mark.models
@pytest.mark.parametrize("way", CODED)
@pytest.mark.parametrize("name", CLIPS)
def test_codecs_change_no_figure(name: str, way: str) -> None:
    before, after = heard(name), listen(CODED[way](sound_of(name)))
    alike(before.prosody, after.prosody)
    assert after.probabilities == pytest.approx(before.probabilities, abs=LOSSY)


@pytest.mark.parametrize("way", [*SAME, "ADPCM", "8 kHz"])
def test_a_made_voice_keeps_its_figures(way: str) -> None:
    """Four syllables that fall from 220 to 150 Hz, in a room's noise."""
    seconds = np.arange(2 * RATE) / RATE
    beats = 0.52 - 0.48 * np.cos(2 * np.pi * 2 * seconds)
    voice = tone(np.linspace(220, 150, 2 * RATE)) * beats
    quiet = np.zeros(RATE // 2)
    noise = 1e-3 * np.random.default_rng(0).standard_normal(3 * RATE)
    sound = (np.concatenate([quiet, voice, quiet]) + noise).astype(np.float32)
    changed = SAME.get(way, CODED.get(way, lambda s: s))(sound)
    late = {"silence before": 1.5}.get(way, int(way.split()[0]) / 1000 if "ms" in way else 0.0)
    alike(measure(sound, [Stretch(0.5, 2.5)]), measure(changed, [Stretch(0.5 + late, 2.5 + late)]))


@pytest.mark.models
@pytest.mark.parametrize("milliseconds", [1, 7, 20])
def test_speech_is_found_where_it_moved(milliseconds: int) -> None:
    sound = sound_of("1001_DFA_NEU_XX")
    (first,) = speech_stretches(sound)
    (second,) = speech_stretches(SAME["silence before"](np.roll(sound, 16 * milliseconds)))
    assert second.start - first.start == pytest.approx(1.5 + milliseconds / 1000, abs=0.002)
    assert second.seconds == pytest.approx(first.seconds, abs=0.002)
