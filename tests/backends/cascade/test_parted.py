"""What is not speech: music, singing, and bursts as in laughter, on sounds made on the spot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import lfilter

from backends.base import State
from backends.cascade import senses
from backends.cascade.phrases import Phrases
from backends.cascade.voice.kinds import Kinds
from backends.cascade.voice.laughter import alike
from backends.cascade.voice.parted import parted
from backends.cascade.voice.speech import Stretch, speech_stretches
from backends.cascade.voice.voice import listen
from backends.cascade.words.transcript import transcribe
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from backends.sound import wav
from tests.helpers.places import GALLERY
from tests.helpers.sensed import of
from tests.helpers.voice_sounds import Sound

CHORDS = ((220, 277.2, 329.6), (246.9, 311.1, 370), (196, 246.9, 293.7), (220, 261.6, 329.6))
VOWELS = (((800, 80), (1150, 90), (2900, 120)), ((450, 70), (800, 80), (2830, 100)))
"""Hz and width of the resonances of [a] and [o]."""


@pytest.fixture(scope="module")
def spoken() -> Sound:
    return Clip.open(GALLERY / "1001_DFA_HAP_XX.mp4").sound


def chords(seconds: float) -> Sound:
    """A chord every half second, struck and fading, of five harmonics a note."""
    times = np.arange(round(seconds * RATE)) / RATE
    notes = np.array(CHORDS)[(times * 2).astype(int) % len(CHORDS)].T
    beat = np.exp(-3 * (times % 0.5))
    played = sum(np.sin(2 * np.pi * h * note * times) / h for note in notes for h in range(1, 6))
    return (0.05 * played * beat).astype(np.float32)


def sung(seconds: float, base: float = 220.0) -> Sound:
    """Vowels on the notes of a scale, with vibrato: pulses of a voice through resonances."""
    times = np.arange(round(seconds * RATE)) / RATE
    steps = np.array([0, 2, 4, 5, 7, 5, 4, 2])[(times // 0.8).astype(int) % 8]
    smooth = np.hanning(1600) / np.hanning(1600).sum()
    steps = np.convolve(np.pad(steps, 800, "edge"), smooth, "same")[800:-800]
    pitch = base * 2 ** ((steps + 0.5 * np.sin(2 * np.pi * 5.5 * times)) / 12)
    pulses = np.diff(np.floor(np.cumsum(pitch) / RATE), prepend=0)
    source = lfilter([1], [1, -0.96], pulses)
    voice = np.zeros(len(times))
    for place, vowel in enumerate(VOWELS):
        shaped = source
        for hertz, width in vowel:
            r = np.exp(-np.pi * width / RATE)
            turn = -2 * r * np.cos(2 * np.pi * hertz / RATE)
            shaped = lfilter([1 - r], [1, turn, r * r], shaped)
        voice += shaped * ((times // 0.8) % 2 == place)
    return (0.2 * voice / np.abs(voice).max()).astype(np.float32)


def laughed(spoken: Sound, interval: float) -> Sound:
    """One vowel of the happy clip again and again, with nothing in between."""
    size = round(interval * RATE)
    ha = np.zeros(size)
    length = min(size * 2 // 3, round(0.17 * RATE))
    start = round(0.42 * RATE)
    ha[:length] = spoken[start : start + length] * np.hanning(length)
    noise = 1e-4 * np.random.default_rng(0).standard_normal(8 * size + RATE)
    return (np.pad(np.tile(ha, 8), RATE // 2) + noise).astype(np.float32)


@pytest.mark.models
def test_music_is_named_and_is_no_voice() -> None:
    report = listen(chords(3.0))
    (music,) = report.parted.music
    assert music.start < 0.3 and music.end > 2.7
    assert not report.has_speech and report.prosody.pitch_median is None


@pytest.mark.models
@pytest.mark.parametrize("base", [220.0, 330.0])  # one is taken for speech, and one is not
def test_singing_is_named_and_not_judged(base: float) -> None:
    report = listen(sung(3.0, base))
    assert sum(part.seconds for part in report.parted.singing) > 1.5
    assert not report.has_speech
    assert report.probabilities is None and not report.windows and not report.events
    assert report.prosody.pitch_median is None and report.prosody.syllables is None
    assert not np.isfinite(report.prosody.pitch).any()


@pytest.mark.models
def test_speech_before_a_song_is_judged_as_if_there_were_no_song(spoken: Sound) -> None:
    gap = np.zeros(round(1.2 * RATE), np.float32)
    alone, both = listen(spoken), listen(np.concatenate([spoken, gap, sung(3.0)]))
    assert both.parted.singing and both.parted.singing[0].start > len(spoken) / RATE
    assert both.prosody.pitch_median == pytest.approx(alone.prosody.pitch_median, rel=0.05)
    assert not both.prosody.pauses  # what lies between is no pause


@pytest.mark.models
def test_with_music_as_loud_as_the_voice_no_figures_are_told_for_the_voice(spoken: Sound) -> None:
    """Its pitch was told as 98 Hz, and 170 Hz is right."""
    music = chords(len(spoken) / RATE)
    music *= np.sqrt(np.mean(spoken**2) / np.mean(music**2))
    report = listen(spoken + music)
    assert report.has_speech and report.parted.music and report.mixed
    prosody = report.prosody
    assert prosody.pitch_median is None and prosody.loudness_range is None
    assert prosody.syllables is None and {event.kind for event in report.events} <= {"pause"}
    faint = listen(spoken + music * np.float32(0.03))
    assert not faint.mixed
    assert faint.prosody.pitch_median == pytest.approx(170, rel=0.05)


@pytest.mark.models
@pytest.mark.parametrize("interval", [0.16, 0.22, 0.4])
def test_bursts_are_told_from_speech(spoken: Sound, interval: float) -> None:
    report = listen(laughed(spoken, interval))
    (bursts,) = report.parted.bursts
    assert bursts.interval == pytest.approx(interval, abs=0.02) and bursts.slow == (interval == 0.4)
    assert bursts.start < 0.7 and bursts.end > 0.5 + 7 * interval
    assert not report.has_speech and report.probabilities is None
    assert not listen(spoken).parted.bursts


def test_what_repeats_itself_is_alike_one_interval_later() -> None:
    """Bands that sound in turn, each "ha" alike; a held tone and chance repeat nothing."""
    ha = np.kron(np.eye(80)[:, :5], np.ones((1, 4)))
    assert alike(np.tile(ha, 10).astype(np.float32), 0.2) > 0.9
    chance = np.random.default_rng(1).uniform(-4, -2, (80, 200))  # far below: between the sounds
    low = np.maximum(np.where(np.tile(ha, 10) > 0, 1.0, -9.0), chance)
    assert alike(low.astype(np.float32), 0.2) > 0.9
    assert alike(np.ones((80, 300), np.float32), 0.2) < 0.1
    noise = np.random.default_rng(0).standard_normal((80, 300)).astype(np.float32)
    assert alike(noise, 0.2) < 0.1


@pytest.mark.models
def test_speech_stays_speech() -> None:
    for path in sorted(GALLERY.glob("*.mp4")):
        sound = Clip.open(path).sound
        stretches = speech_stretches(sound)
        found = parted(sound, stretches)
        assert found.speech == stretches and stretches
        assert not (found.singing or found.music or found.bursts)


def frames(*parts: tuple[float, tuple[float, float, float]]) -> Kinds:
    """(seconds, (speech, singing, music)) one after the other."""
    held: list[NDArray[np.float64]] = [
        np.tile(shares, (round(100 * seconds), 1)) for seconds, shares in parts
    ]
    return Kinds(np.concatenate(held).astype(np.float32))


def test_kinds_follow_from_the_shares() -> None:
    found = frames((2.0, (0.9, 0.1, 0.0)), (2.0, (0.1, 0.9, 0.0)), (2.0, (0.0, 0.1, 0.9)))
    said, song, played = Stretch(0.0, 2.0), Stretch(2.0, 4.0), Stretch(4.0, 6.0)
    assert found.is_voice(said) and found.sung(said)[0] < 0.2
    assert found.is_voice(song) and found.sung(song) == pytest.approx((0.9, 1.8), abs=0.02)
    assert found.sung(played)[1] < 0.05
    (sung,) = found.singing
    assert sung.start < 2.0 and sung.end > 4.0
    assert found.is_music_alone(played) and not found.is_music_alone(said)
    (music,) = found.music
    assert music.start == pytest.approx(3.55, abs=0.1) and music.end == pytest.approx(6.0)
    assert frames((0.5, (0.0, 0.0, 1.0))).music == []


@pytest.mark.models
@pytest.mark.parametrize(("language", "named"), [("en", "sing"), ("zh", "唱歌")])
def test_singing_is_told_and_no_emotion_of_the_voice(
    language: str, named: str, tmp_path: Path
) -> None:
    file = tmp_path / "song.wav"
    file.write_bytes(wav(sung(3.0)))
    sensed = of(senses.hear(Clip.open(file), Phrases(language, 0.0, 3.0)))
    assert sensed.state is State.NOT_READABLE
    assert any(named in caveat for caveat in sensed.caveats)
    assert {one.kind for one in sensed.findings} >= {"singing", "no_speech"}
    assert not any(one.supports for one in sensed.findings)


@pytest.mark.models
def test_no_words_are_heard_in_what_is_sung_or_laughed(spoken: Sound) -> None:
    for sound in (sung(3.0), laughed(spoken, 0.16)):
        *_, last = transcribe(sound)
        assert not last.transcript.text and last.transcriber is None and last.parted.aside
