"""Recordings that are broken, overdriven or hummed over, and sound that is no speech."""

from __future__ import annotations

import numpy as np
import pytest

from backends.cascade import clues, senses
from backends.cascade.phrases import Phrases
from backends.cascade.voice import flaws
from backends.cascade.voice.prosody import measure
from backends.cascade.voice.speech import Stretch
from backends.cascade.voice.voice import VoiceReport, listen
from backends.cascade.words.faster_whisper_model import MOST_TOKENS, _limit
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from tests.helpers.places import GALLERY
from tests.helpers.recordings import louder
from tests.helpers.voice_sounds import Sound, tone

WHOLE = [Stretch(0.5, 2.5)]


@pytest.fixture(scope="module")
def spoken() -> Sound:
    return Clip.open(GALLERY / "1001_DFA_HAP_XX.mp4").sound


def room(voice: Sound) -> Sound:
    """With half a second of a room's noise on both sides."""
    noise = 2e-4 * np.random.default_rng(0).standard_normal(len(voice) + RATE)
    return (np.pad(voice, RATE // 2) + noise).astype(np.float32)


def cut(sound: Sound, start: float, end: float) -> Sound:
    broken = sound.copy()
    broken[round(start * RATE) : round(end * RATE)] = 0
    return broken


def test_a_gap_is_no_loudness_and_is_told() -> None:
    """Neither the gap nor the windows that reach into it count."""
    sound = room(tone(150.0))
    broken = cut(sound, 1.0, 1.15)
    (gap,) = flaws.dropouts(broken, WHOLE)
    assert (gap.start, gap.end) == (pytest.approx(1.0, abs=0.006), pytest.approx(1.15, abs=0.006))
    whole, rest = (measure(one, WHOLE).loudness_range for one in (sound, broken))
    assert rest == pytest.approx(whole, abs=1.0)
    assert not flaws.dropouts(sound, WHOLE)


def test_silence_into_which_a_voice_fades_is_no_gap() -> None:
    fading = np.concatenate([np.ones(RATE // 2), np.linspace(1, 0, RATE // 2)])
    sound = np.pad(
        np.concatenate([tone(150.0, 1.0) * fading, tone(150.0, 1.0) * fading]), RATE // 2
    )
    sound = cut(sound.astype(np.float32), 1.49, 1.6)
    assert not flaws.dropouts(sound, WHOLE)


def test_an_overdriven_moment_is_found_and_a_round_wave_is_not() -> None:
    sound = room(tone(150.0))
    loud = sound.copy()
    loud[RATE : 2 * RATE] *= 20
    (moment,) = flaws.clipped(np.clip(loud, -1, 1))
    assert (moment.start, moment.end) == (pytest.approx(1, abs=0.01), pytest.approx(2, abs=0.01))
    assert not flaws.clipped(sound)
    assert not flaws.clipped(np.sin(np.arange(RATE) * 2 * np.pi * 100 / RATE).astype(np.float32))
    assert not flaws.clipped(np.zeros(0, np.float32))


def test_a_hum_is_found_beside_speech_and_a_held_voice_is_none() -> None:
    hum = 0.03 * np.sin(2 * np.pi * 120 * np.arange(3 * RATE) / RATE)
    sound = room(tone(170.0))
    assert flaws.hums(sound + hum.astype(np.float32), WHOLE) == [pytest.approx(120, abs=1)]
    assert flaws.hums(sound, WHOLE) == []
    assert flaws.hums(tone(170.0), [Stretch(0, 2)]) == []


@pytest.mark.models
@pytest.mark.parametrize("hertz", [100.0, 120.0])
def test_the_voice_is_measured_and_not_the_hum(spoken: Sound, hertz: float) -> None:
    hum = 0.03 * np.sin(2 * np.pi * hertz * np.arange(len(spoken)) / RATE)
    report = listen((spoken + hum).astype(np.float32))
    clean = listen(spoken).prosody
    assert report.hums == (pytest.approx(hertz, abs=1),)
    assert report.prosody.pitch_median == pytest.approx(clean.pitch_median, rel=0.05)


def test_with_another_tone_beside_it_no_pitch_is_told() -> None:
    """Music that moves can't be taken out."""
    melody = 0.3 * tone(np.repeat([262.0, 330, 392, 330, 262, 392], RATE // 2), 3.0)
    report = measure(room(tone(150.0)) + melody, WHOLE)
    assert report.accompanied
    assert report.pitch_median is None and report.pitch_end is None
    assert not measure(room(tone(150.0)), WHOLE).accompanied


@pytest.mark.models
def test_an_overdriven_voice_has_no_loudness_range(spoken: Sound) -> None:
    report = listen(np.clip(louder(spoken, 25), -1, 1))
    assert report.clipped and report.prosody.loudness_range is None
    assert listen(spoken).prosody.loudness_range is not None


def test_what_a_recording_lacks_is_told_in_both_languages() -> None:
    prosody = measure(room(tone(150.0)), WHOLE)
    report = VoiceReport(
        prosody, None, [], [], 0.1, dropouts=(Stretch(1.0, 1.15),),
        clipped=(Stretch(0.4, 0.6), Stretch(1.2, 2.0)), hums=(50.0,),
    )  # fmt: skip
    assert list(clues.of_voice(report, (0.0, 3.0)))
    english = " ".join(senses._flaws(report, Phrases("en", 0.0, 3.0)))
    chinese = " ".join(senses._flaws(report, Phrases("zh", 0.0, 3.0)))
    for told in ("1.0 and 1.1", "0.4 to 2.0", "50 Hz"):
        assert told in english
    assert "0.4 至 2.0 秒" in chinese and "50 赫兹" in chinese


def test_a_stuck_recogniser_is_stopped_and_a_hurried_speaker_is_not() -> None:
    """CTranslate2 writes half of what it is allowed; people reach 7 parts of words a second."""
    assert 7 * 3.3 < _limit(3.3) / 2 < 40
    assert 7 * 30 < _limit(30) / 2 <= MOST_TOKENS
    assert _limit(120) + 8 <= 448
