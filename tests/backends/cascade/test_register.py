"""Whether a voice is likely a low one is read from its resonances, where these are heard."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter, resample_poly

from backends.cascade.voice.faint import faint_pitch
from backends.cascade.voice.register import LONG, SPEED, tract
from backends.cascade.voice.speech import Stretch, speech_stretches, spoken
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from tests.helpers.places import GALLERY
from tests.helpers.voice_sounds import Sound, tone


def vowel(centimetres: float, hertz: float, seconds: float = 1.0) -> Sound:
    """Pulses through the first five resonances of a tube that is closed at one end; some breath."""
    sound = np.zeros(round(seconds * RATE))
    sound[:: round(RATE / hertz)] = 1.0
    for number in range(1, 6):
        middle = (2 * number - 1) * SPEED / 4 / centimetres
        radius, angle = np.exp(-np.pi * 80 / RATE), 2 * np.pi * middle / RATE
        sound = lfilter([1.0], [1.0, -2 * radius * np.cos(angle), radius**2], sound)
    breath = 0.0005 * np.random.default_rng(0).standard_normal(len(sound))
    return (0.1 * sound / np.abs(sound).max() + breath).astype(np.float32)


@pytest.mark.parametrize("hertz", [110.0, 210.0])
@pytest.mark.parametrize(("centimetres", "low"), [(14.5, False), (18.0, True)])
def test_the_tube_is_measured_whatever_the_pitch(
    centimetres: float, low: bool, hertz: float
) -> None:
    found = tract(vowel(centimetres, hertz))
    assert found is not None
    assert found == pytest.approx(centimetres, rel=0.05)
    assert (found >= LONG) == low


def test_a_telephone_hides_the_resonances() -> None:
    cut = resample_poly(resample_poly(vowel(18.0, 120.0), 1, 2), 2, 1)
    assert tract(cut.astype(np.float32)) is None


@pytest.mark.parametrize("sound", [np.zeros(0), np.zeros(RATE), np.ones(800)], ids=len)
def test_of_nothing_there_is_none(sound: Sound) -> None:
    assert tract(sound.astype(np.float32)) is None


@pytest.mark.models
def test_the_fearful_clip_is_of_a_low_voice_at_a_high_pitch() -> None:
    sound = Clip.open(GALLERY / "1001_DFA_FEA_XX.mp4").sound
    found = tract(spoken(sound, speech_stretches(sound)))
    assert found is not None and found >= LONG


def breathy(tones: float) -> Sound:
    """Noise in which a tone of 106 Hz sounds for so many seconds."""
    noise = 0.02 * np.random.default_rng(0).standard_normal(RATE)
    first = RATE // 3
    noise[first : first + round(tones * RATE)] *= 0.1
    part = tone(106.0, tones)
    noise[first : first + len(part)] += part
    return noise.astype(np.float32)


def test_a_few_tones_are_heard_and_noise_has_none() -> None:
    assert faint_pitch(breathy(0.25), [Stretch(0, 1)]) == pytest.approx(106, rel=0.03)
    assert faint_pitch(breathy(0.0), [Stretch(0, 1)]) is None
    assert faint_pitch(breathy(0.05), [Stretch(0, 1)]) is None
    assert faint_pitch(np.zeros(RATE, np.float32), [Stretch(0, 1)]) is None


@pytest.mark.models
def test_the_sad_clip_sounds_at_106_hertz_where_it_sounds() -> None:
    """Praat's own two trackers, looked at by hand: 96 to 115 Hz in “don't” and “forget”."""
    sound = Clip.open(GALLERY / "1001_DFA_SAD_XX.mp4").sound
    assert faint_pitch(sound, speech_stretches(sound)) == pytest.approx(106, rel=0.05)
    creaking = Clip.open(GALLERY / "1001_DFA_DIS_XX.mp4").sound
    assert faint_pitch(creaking, speech_stretches(creaking)) is None
