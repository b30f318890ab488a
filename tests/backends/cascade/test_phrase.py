"""How a phrase goes: planted courses of pitch and loudness are found, plain ones are not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from backends.cascade.voice import phrase
from backends.cascade.voice.attack import attack, attacks
from backends.cascade.voice.events import find_events
from backends.cascade.voice.prosody import Prosody, measure
from backends.cascade.voice.speech import Stretch, speech_stretches
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from tests.helpers.places import GALLERY
from tests.helpers.voice_sounds import Sound, tone

SECONDS = 1.0
TIME = np.linspace(0, 1, RATE)
BUMP = 160 * 2 ** (5 / 12 * np.exp(-(((TIME - 0.5) / 0.12) ** 2)))
DECLINE = np.linspace(180, 130, RATE)
HELD = np.where(TIME < 0.88, 210.0, 165.0)
COURSES = ("swing", "stays_up", "stays_loud")


def heard(sound: Sound) -> Prosody:
    return measure(sound, [Stretch(0, len(sound) / RATE)])


def kinds(sound: Sound) -> list[str]:
    return [event.kind for event in find_events(heard(sound)) if event.kind in COURSES]


def faded(sound: Sound, decibels: float) -> Sound:
    """The same, ever quieter, by so much at its end."""
    slope: NDArray[np.float64] = 10 ** (np.linspace(0, -decibels, len(sound)) / 20)
    return (sound * slope).astype(np.float32)


@pytest.mark.parametrize(
    ("curve", "found"),
    [(BUMP, ["swing"]), (DECLINE, []), (HELD, ["stays_up"]), (np.full(RATE, 150.0), [])],
)
def test_a_course_of_the_pitch(curve: NDArray[np.float64], found: list[str]) -> None:
    assert kinds(faded(tone(curve, SECONDS), 12)) == found


def test_where_a_swing_is_and_how_high() -> None:
    turn = phrase.swing(heard(tone(BUMP, SECONDS)), Stretch(0, SECONDS))
    assert turn is not None
    assert (turn.start + turn.end) / 2 == pytest.approx(0.5, abs=0.05)
    assert turn.value == pytest.approx(160 * 2 ** (5 / 12), rel=0.05)


def test_a_pitch_that_falls_at_once_did_not_stay_up() -> None:
    half = np.where(TIME < 0.5, 210.0, 150.0)
    assert "stays_up" not in kinds(tone(half, SECONDS))
    turn = phrase.stays_up(heard(tone(HELD, SECONDS)), Stretch(0, SECONDS))
    assert turn is not None
    assert turn.end == pytest.approx(0.88, abs=0.05)


@pytest.mark.parametrize(("decibels", "stays"), [(0, True), (2, True), (9, False), (20, False)])
def test_a_voice_that_keeps_its_loudness_and_one_that_fades(decibels: float, stays: bool) -> None:
    assert ("stays_loud" in kinds(faded(tone(150.0, SECONDS), decibels))) == stays


def test_several_phrases_in_one_breath_have_no_course_of_one() -> None:
    assert kinds(tone(150.0, 5.0)) == []


@pytest.mark.parametrize(
    ("ramp", "kind"), [(0.005, "sets_in_hard"), (0.06, None), (0.25, "sets_in_softly")]
)
def test_how_it_sets_in(ramp: float, kind: str | None) -> None:
    """A ramp in decibels from far below; the speech detector sets in with it."""
    rise = 10 ** (np.clip((TIME - 0.3) / ramp - 1, -3, 0) * 20 / 20)
    sound = (tone(200.0, SECONDS) * rise).astype(np.float32)
    found = [event.kind for event in attacks(sound, [Stretch(0.3, SECONDS)])]
    assert found == ([kind] if kind else [])


def test_a_sound_that_is_cut_off_at_its_start_has_no_attack() -> None:
    assert attack(tone(200.0, SECONDS), Stretch(0.0, SECONDS)) is None


CLIPS = {
    "1001_DFA_ANG_XX": ["stays_loud"],
    "1001_DFA_DIS_XX": [],
    "1001_DFA_FEA_XX": ["stays_loud", "stays_up"],
    "1001_DFA_HAP_XX": ["swing"],
    "1001_DFA_NEU_XX": [],
    "1001_DFA_SAD_XX": [],
}


@pytest.mark.models
@pytest.mark.parametrize(("name", "found"), CLIPS.items())
def test_the_gallery_whatever_the_shift_and_the_gain(name: str, found: list[str]) -> None:
    """As Praat's curves of these clips show; a later start or another gain changes nothing."""
    sound = Clip.open(GALLERY / f"{name}.mp4").sound
    values = []
    for milliseconds, gain in ((0, 1.0), (6, 1.0), (13, 1.0), (0, 0.1)):
        later = np.concatenate([np.zeros(milliseconds * RATE // 1000), gain * sound])
        shifted = later.astype(np.float32)
        prosody = measure(shifted, speech_stretches(shifted))
        events = [event for event in find_events(prosody) if event.kind in COURSES]
        assert sorted(event.kind for event in events) == found
        values.append([event.value for event in events if event.unit == "Hz"])
    for other in values[1:]:
        assert other == pytest.approx(values[0], rel=0.05)
