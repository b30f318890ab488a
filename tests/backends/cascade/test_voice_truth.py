"""What the voice measures is true: of sounds made by formula, and of speech by another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import parselmouth
import pytest
from numpy.typing import NDArray
from scipy.signal import find_peaks

from backends.cascade import clues
from backends.cascade.voice.events import find_events
from backends.cascade.voice.pitch import STEP, tone_of
from backends.cascade.voice.prosody import LEAST_VOICE, Prosody, measure, within
from backends.cascade.voice.speech import Stretch, speech_stretches
from backends.cascade.voice.voice import listen
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from tests.helpers.places import GALLERY
from tests.helpers.voice_sounds import Sound, tone

CLIPS = sorted(GALLERY.glob("1001_DFA_*.mp4"))


def of(sound: Sound, *speech: tuple[float, float]) -> Prosody:
    """Its prosody, taking all of it for speech unless told where that is."""
    return measure(sound, [Stretch(*s) for s in speech] or [Stretch(0, len(sound) / RATE)])


@pytest.fixture(scope="module")
def spoken_clip() -> Sound:
    return Clip.open(CLIPS[0]).sound


def test_a_consonant_is_no_leap_of_the_pitch() -> None:
    """The tracker takes the burst of a "t" for a tone for some hundredths of a second."""
    noise = 0.02 * np.random.default_rng(0).standard_normal(RATE // 4)
    burst = tone(240.0, 0.08)
    heard = of(np.concatenate([tone(150.0, 1.0), noise, burst, noise]).astype(np.float32), (0, 1.5))
    assert np.nanmax(heard.pitch) == pytest.approx(150, rel=0.02)


def test_the_end_is_told_across_a_consonant() -> None:
    """The voice falls from one syllable to the next, and a toneless consonant ends the word."""
    gap = np.zeros(round(0.06 * RATE), np.float32)
    word = [tone(200.0, 1.0), gap, tone(155.0, 0.12), np.zeros(round(0.35 * RATE), np.float32)]
    heard = of(np.concatenate(word), (0, 1.5))
    assert heard.ending == "falling"
    assert heard.pitch_end == pytest.approx(12 * np.log2(155 / 200), abs=0.5)


@pytest.mark.parametrize(
    ("second", "kinds"), [(150.0, []), (180.0, []), (240.0, ["step_up"]), (95.0, ["step_down"])]
)
def test_a_step_of_the_pitch_between_phrases(second: float, kinds: list[str]) -> None:
    silence = np.zeros(RATE // 2, np.float32)
    sound = np.concatenate([tone(150.0), silence, tone(second)])
    found = find_events(of(sound, (0, 2), (2.5, 4.5)))
    steps = [event for event in found if event.kind in ("step_up", "step_down")]
    assert [event.kind for event in steps] == kinds
    for event in steps:
        assert (event.start, event.end) == (2.5, 4.5)
        assert event.value == pytest.approx(12 * np.log2(second / 150), abs=0.3)


def test_a_loud_burst_is_found_where_it_was_planted() -> None:
    sound = np.concatenate([tone(150.0, 2.0), 4 * tone(150.0, 1.0), tone(150.0, 2.0)])
    (burst,) = [event for event in find_events(of(sound)) if event.kind == "louder"]
    assert (burst.start, burst.end) == (pytest.approx(2, abs=0.3), pytest.approx(3, abs=0.3))
    assert burst.value == pytest.approx(12, abs=2)  # its ends are averaged in
    assert not [e for e in find_events(of(tone(150.0, 5.0))) if e.kind == "louder"]


@pytest.mark.models
def test_what_long_silence_parts_is_judged_and_told_apart(spoken_clip: Sound) -> None:
    silence = np.zeros(2 * RATE, np.float32)
    report = listen(np.concatenate([spoken_clip, silence, spoken_clip]))
    first, second = ((part.start, part.end) for part in report.prosody.speech)
    assert [(w.start, w.end) for w in report.windows] == [first, second]
    found = clues.of_voice(report, (0.0, 2 + 2 * len(spoken_clip) / RATE))
    assert [(f.start, f.end) for f in found if f.kind == "voice"] == [first, second]
    alone = listen(spoken_clip).probabilities
    assert report.probabilities == pytest.approx(alone, abs=0.05)


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_pitch_and_loudness_agree_with_another_way_to_measure_them(path: Path) -> None:
    """Pitch by the peak of the autocorrelation of each point's own 40 ms, loudness by the mean of
    squares, both in plain numpy: medians within 5 %."""
    sound = Clip.open(path).sound.astype(np.float64)
    heard = measure(sound.astype(np.float32), speech_stretches(Clip.open(path).sound))
    voiced = np.flatnonzero(np.isfinite(heard.pitch))
    if heard.pitch_median is not None:
        hertz = [_period(sound, heard.times[i], heard.pitch_median or 150.0) for i in voiced]
        ratio = np.array(hertz) / heard.pitch[voiced]
        assert np.median(hertz) == pytest.approx(heard.pitch_median or 0.0, rel=0.05)
        assert np.mean(np.abs(ratio - 1) < 0.05) > 0.8
    middle = voiced if len(voiced) else np.flatnonzero(heard.loudness > -45)
    level = [_level(sound, heard.times[i]) for i in middle]
    difference = np.array(level) - heard.loudness[middle]
    assert np.median(difference) == pytest.approx(0, abs=1.5)
    loudness = float(np.median(heard.loudness[middle]))
    assert np.median(level) == pytest.approx(loudness, rel=0.05)


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_pace_agrees_with_another_count(path: Path) -> None:
    """The peaks of the loudness that stand out by 1 to 3 dB, counted with each limit between."""
    sound = Clip.open(path).sound
    heard = measure(sound, speech_stretches(sound))
    inside = within(heard.times, heard.speech)
    tone = tone_of(parselmouth.Sound(sound.astype(np.float64), RATE), heard.times, inside)
    loud, voiced = heard.loudness[inside], tone.voiced[inside]
    floor = np.percentile(loud, 99) - 25
    counts = []
    for least in np.linspace(1, 3, 41):
        peaks, _ = find_peaks(np.pad(loud, 1, constant_values=-200), prominence=least)
        counts.append(
            sum(voiced[max(0, p - 2) : p + 3].max() for p in peaks - 1 if loud[p] > floor)
        )
    if heard.syllables is None:  # too little of it is voiced to count
        assert heard.voiced is not None and heard.voiced < LEAST_VOICE
    else:
        rate = np.mean(counts) / (len(loud) * STEP)
        assert heard.syllables == pytest.approx(rate, rel=0.05)


@pytest.mark.parametrize("hertz", [65.0, 80.0, 120.0, 200.0, 320.0, 500.0])
def test_pitch_is_praats_from_creak_to_shout(hertz: float) -> None:
    """A voice that swings by a semitone, against Praat with a range that fits it."""
    swing = hertz * 2 ** (np.sin(2 * np.pi * 1.5 * np.arange(2 * RATE) / RATE) / 12)
    sound = tone(swing)
    praat = parselmouth.Sound(sound.astype(np.float64), RATE).to_pitch_ac(
        pitch_floor=0.6 * hertz, pitch_ceiling=1.6 * hertz
    )
    track = praat.selected_array["frequency"]
    told = of(sound).pitch_median
    assert told == pytest.approx(float(np.median(track[track > 0])), rel=0.02)


def _period(sound: NDArray[np.float64], time: float, near: float) -> float:
    """Hz, from the lag at which 40 ms around `time` are most like themselves, near `near` Hz."""
    first = max(0, round((time - 0.02) * RATE))
    part = sound[first : first + round(0.04 * RATE)]
    lags = np.arange(round(RATE / (near * 1.7)), round(RATE / (near * 0.6)))
    alike = [np.corrcoef(part[:-lag], part[lag:])[0, 1] for lag in lags]
    return RATE / float(lags[int(np.argmax(alike))])


def _level(sound: NDArray[np.float64], time: float) -> float:
    part = sound[max(0, round((time - 0.032) * RATE)) : round((time + 0.032) * RATE)]
    window = np.hanning(len(part))
    return float(10 * np.log10(np.average(part**2, weights=window) + 1e-12))
