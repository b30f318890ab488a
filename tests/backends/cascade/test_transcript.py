"""Hearing the words: what is said, when, and nothing that is not said."""

from __future__ import annotations

import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from faster_whisper import WhisperModel

from backends.base import Transcript
from backends.cascade import senses
from backends.cascade.phrases import Phrases
from backends.cascade.words import surface, transcript
from backends.cascade.words.faster_whisper_model import LEAST_FRAMES, own_length
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from tests.helpers import sensed
from tests.helpers.places import GALLERY

pytestmark = pytest.mark.models


@pytest.mark.parametrize("emotion", ["ANG", "DIS", "FEA", "HAP", "NEU", "SAD"])
def test_what_is_heard_in_the_gallery(emotion):
    """All six say "Don't forget a jacket"."""
    clip = Clip.open(GALLERY / f"1001_DFA_{emotion}_XX.mp4")
    with sensed.once():
        heard = sensed.of(senses.read(clip, Phrases("en", clip.start, clip.end)))
    assert heard.transcript
    plain = re.sub(r"[^a-z' ]", "", heard.transcript.text.lower())
    assert plain == "don't forget a jacket"
    assert heard.transcript.language == "en"
    times = [time for word in heard.transcript.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0.2 < times[0] < 0.7
    assert 1.1 < times[-1] < 1.6


def test_no_silence_is_read_behind_a_short_sound(happy, monkeypatch):
    """Whisper is trained on 30 s, which is what a clip of 2 s would cost else."""
    seen = []
    encode = WhisperModel.encode

    def spy(model, features):
        seen.append(features.shape[-1])
        return encode(model, features)

    monkeypatch.setattr(WhisperModel, "encode", spy)
    sound = Clip.open(happy).sound[160:]  # no other test has had it encoded
    *_, heard = transcript.transcribe(sound)
    assert len(heard.transcript.words) == 4
    assert seen == [LEAST_FRAMES]


def test_a_sound_keeps_its_own_length():
    features = np.zeros((80, 3000), np.float32)
    assert own_length(features, 1000).shape == (80, 1000)
    features[3, 798] = 1
    assert own_length(features, 1000).shape == (80, 1000)
    features[3, 1200] = 1
    assert own_length(features, 1000).shape == (80, 1402)  # even: the encoder halves it
    features[3, 2900] = 1
    assert own_length(features, 1000).shape == (80, 3000)


def test_offset_moves_the_words(happy):
    sound = Clip.open(happy).sound
    *_, plain = transcript.transcribe(sound)
    *_, moved = transcript.transcribe(sound, offset=10.0, language="en")
    assert [word.text for word in moved.transcript.words] == [
        word.text for word in plain.transcript.words
    ]
    assert moved.transcript.words[0].start == pytest.approx(plain.transcript.words[0].start + 10)


def test_words_grow_segment_by_segment(happy):
    sound = Clip.open(happy).sound
    pause = np.zeros(3 * RATE, np.float32)
    steps = list(transcript.transcribe(np.concatenate([sound, pause, sound]), language="en"))
    counts = [len(step.transcript.words) for step in steps]
    assert counts == sorted(counts)
    assert counts[0] == 0
    said = steps[-1].transcript.words
    assert sum(word.text.lower().startswith("don't") for word in said) == 2
    second = len(sound) / RATE + 3
    again = [word for word in said if word.start > second]
    assert [word.text.lower().strip(".") for word in again] == ["don't", "forget", "a", "jacket"]
    assert second < again[0].start < second + 0.5
    assert len(surface.sentences(said)) == 2  # with a full stop or without
    assert all(a.end <= b.start for a, b in pairwise(said))


@pytest.mark.parametrize("kind", ["silence", "noise", "loud noise", "tones", "hum", "nothing"])
def test_no_words_are_invented(kind):
    t = np.arange(4 * RATE) / RATE
    noise = np.random.default_rng(0).normal(0, 1, t.size)
    chord = sum(np.sin(2 * np.pi * pitch * t) for pitch in (220, 277, 330))
    sounds = {
        "silence": 0 * t,
        "noise": 0.05 * noise,
        "loud noise": 0.4 * noise,
        "tones": 0.1 * chord * np.exp(-3 * (2 * t % 1)),
        "hum": 0.2 * np.sin(2 * np.pi * 50 * t),
        "nothing": t[:0],
    }
    *_, heard = transcript.transcribe(sounds[kind].astype(np.float32))
    assert heard.transcript == Transcript(language="", text="")


def test_invented_segments_are_not_believed():
    def segment(words=(0.9,), no_speech=0.0, log_probability=-0.3, compression=0.8, seconds=1.0):
        return SimpleNamespace(
            words=[SimpleNamespace(probability=one) for one in words],
            no_speech_prob=no_speech,
            avg_logprob=log_probability,
            compression_ratio=compression,
            start=0.0,
            end=seconds,
        )

    assert transcript.believable(segment())
    assert transcript.believable(segment(words=(0.9, 0.95), no_speech=0.7))
    assert not transcript.believable(segment(words=()))
    assert not transcript.believable(segment(words=(0.2, 0.3)))
    assert not transcript.believable(segment(words=(0.6,), no_speech=0.7))
    assert not transcript.believable(segment(log_probability=-1.2))
    loop = (0.9,) * 30
    assert not transcript.believable(segment(words=loop, compression=3))
    assert transcript.believable(segment(words=loop, compression=3, seconds=12.0))


def test_times_are_kept_in_order_and_inside():
    heard = [("a", -0.2, 0.4), ("b", 0.3, 0.2), ("c", 0.9, 5.0), ("d", 6.0, 7.0)]
    kept = transcript.in_order(heard, offset=1.0, begin=1.0, limit=3.0)
    assert [(word.start, word.end) for word in kept] == [
        (1.0, 1.4),
        (1.4, 1.4),
        (1.9, 3.0),
        (3.0, 3.0),
    ]
