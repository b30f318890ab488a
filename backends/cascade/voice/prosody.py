"""Pitch, loudness, pace and pauses: the measurable side of how something is said.

Measured with Praat (Boersma & Weenink) through parselmouth, which holds Python's interpreter lock
while it works, so threads take turns. A value that can't be measured is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypedDict

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.pitch import (
    MIN_VOICED,
    STEP,
    Curve,
    clean,
    pitch_curve,
    runs,
    semitones,
)
from backends.cascade.voice.speech import Stretch, pauses
from backends.clip import SOUND_RATE

if TYPE_CHECKING:
    import parselmouth

Mask = NDArray[np.bool_]

FULL_SCALE = 93.98
"""Praat's decibels (over 20 µPa) of a sound whose root mean square is 1."""

MIN_SECONDS = 0.2
"""Shorter sounds hold too few periods of a low voice to measure anything."""

END_SECONDS = 0.3
"""The end of a phrase, over which it is said to rise or fall."""

END_GAP = 0.1
"""Seconds. Runs of voice that are parted by less are of one end: a consonant stands between."""

END_TONELESS = 0.4
"""Seconds at the very end that may lack a tone: a consonant with its release."""

END_CHANGE = 2.0
"""Semitones over the end of a phrase. Smaller movements are called level."""

DIP = 2.0
"""Decibels between the peaks of two syllables (de Jong & Wempe 2009)."""

SYLLABLE_FLOOR = 25.0
"""Decibels below the loudest peaks under which there is no syllable (de Jong & Wempe 2009)."""

LEAST_VOICE = 0.35
"""Share of speech that must be voiced to sum up pitch and quality. Below it, what the tracker finds
changes with details of the recording."""

ENOUGH_VOICE = 0.5
"""Share of speech that must be voiced to count syllables. Fluent speech reaches it; below it, noise
or whispering hides nuclei."""


@dataclass(frozen=True)
class Prosody:
    """What Praat measures in a sound. Times in seconds from the sound's start."""

    times: Curve
    """(n,) every 10 ms."""
    pitch: Curve
    """(n,) Hz; nan where nobody speaks or the voice does not swing."""
    loudness: Curve
    """(n,) dB relative to a root mean square of 1 (full scale): only differences have a meaning,
    since the recording's gain is unknown."""
    speech: list[Stretch]
    pauses: list[Stretch]
    """Gaps of at least 0.25 s between stretches of speech."""
    pitch_median: float | None = None
    """Hz."""
    pitch_range: float | None = None
    """Semitones between the 5th and 95th percentile."""
    pitch_end: float | None = None
    """Semitones by which the voice moves in its last 0.3 s."""
    loudness_range: float | None = None
    """dB between the 5th and 95th percentile of speech."""
    syllables: float | None = None
    """Syllables a second of speech, pauses left out."""
    voiced: float | None = None
    """Share of speech with a swinging voice, 0..1."""

    @property
    def ending(self) -> Literal["rising", "falling", "level"] | None:
        """How the pitch of the last phrase ends; None if it can't be told."""
        if self.pitch_end is None:
            return None
        if abs(self.pitch_end) < END_CHANGE:
            return "level"
        return "rising" if self.pitch_end > 0 else "falling"

    def shifted(self, offset: float) -> Prosody:
        """The same with all times `offset` seconds later."""
        return replace(
            self,
            times=self.times + offset,
            speech=[Stretch(start + offset, end + offset) for start, end in self.speech],
            pauses=[Stretch(start + offset, end + offset) for start, end in self.pauses],
        )


class _Pitch(TypedDict, total=False):
    pitch_median: float
    pitch_range: float
    pitch_end: float | None


def measure(sound: NDArray[np.float32], speech: list[Stretch]) -> Prosody:
    """The prosody of a sound (mono, 16 kHz) in which somebody speaks at `speech`.

    Without speech the loudness curve is all that is measured; in silence, or under 0.2 s,
    the curves are empty too.
    """
    if len(sound) < MIN_SECONDS * SOUND_RATE or not np.any(sound):
        empty = np.zeros(0)
        return Prosody(empty, empty, empty, speech, pauses(speech))
    import parselmouth

    whole = parselmouth.Sound(sound.astype(np.float64), SOUND_RATE)
    times = np.arange(STEP / 2, len(sound) / SOUND_RATE, STEP)
    loudness = _loudness(whole, times)
    inside = within(times, speech)
    if inside.sum() * STEP < MIN_SECONDS:
        unvoiced = np.full(len(times), np.nan)
        return Prosody(times, unvoiced, loudness, speech, pauses(speech))
    track = pitch_curve(whole, times, inside)
    pitch, loud = clean(track), loudness[inside]
    voiced = float(np.isfinite(track[inside]).mean())
    return Prosody(
        times, pitch, loudness, speech, pauses(speech),
        loudness_range=_spread(loud),
        syllables=_syllables(loud, track[inside]) if voiced >= ENOUGH_VOICE else None,
        voiced=voiced,
        **(_pitch_shape(times, pitch, speech[-1].end) if voiced >= LEAST_VOICE else {}),
    )  # fmt: skip


def within(times: Curve, stretches: list[Stretch]) -> Mask:
    """Which of the times lie in one of the stretches."""
    inside = np.zeros(len(times), bool)
    for start, end in stretches:
        inside |= (times >= start) & (times < end)
    return inside


def _spread(values: Curve) -> float:
    low, high = np.percentile(values, (5, 95))
    return float(high - low)


def _loudness(sound: parselmouth.Sound, times: Curve) -> Curve:
    # 50 Hz: a window of 64 ms, with which de Jong & Wempe's dips part syllables, not pulses.
    intensity = sound.to_intensity(minimum_pitch=50, time_step=STEP)
    level: Curve = np.interp(times, intensity.xs(), intensity.values[0]) - FULL_SCALE
    return level


def _pitch_shape(times: Curve, pitch: Curve, end: float) -> _Pitch:
    voiced = np.isfinite(pitch)
    if voiced.sum() < MIN_VOICED:
        return {}
    median = float(np.median(pitch[voiced]))
    tones = semitones(pitch, median)
    return {
        "pitch_median": median,
        "pitch_range": _spread(tones[voiced]),
        "pitch_end": _end(times, tones, pitch, end),
    }


def _end(times: Curve, tones: Curve, pitch: Curve, end: float) -> float | None:
    """Semitones moved in the last 0.3 s of voice; None if that is short or ends too early."""
    last = runs(pitch)[-1]
    for run in runs(pitch)[-2::-1]:
        if times[last[0]] - times[run[-1]] > END_GAP:
            break
        last = np.concatenate([run, last])
    last = last[times[last] > times[last[-1]] - END_SECONDS]
    if len(last) < MIN_VOICED or end - times[last[-1]] > END_TONELESS:
        return None
    return float(np.median(tones[last[-3:]]) - np.median(tones[last[:3]]))


def _syllables(loudness: Curve, pitch: Curve) -> float | None:
    """Voiced peaks of loudness a second; both curves hold speech only."""
    floor = np.percentile(loudness, 99) - SYLLABLE_FLOOR
    voiced = np.isfinite(pitch)
    nuclei = [
        peak
        for peak in _peaks(loudness)
        if loudness[peak] > floor and voiced[max(0, peak - 2) : peak + 3].any()
    ]
    return len(nuclei) / (len(loudness) * STEP) if nuclei else None


def _peaks(levels: Curve) -> list[int]:
    """Places of the maxima that are parted by dips of at least DIP."""
    peaks, top, bottom, rising = [], 0, 0, True
    for i, level in enumerate(levels):
        if rising and level >= levels[top]:
            top = i
        elif rising and levels[top] - level >= DIP:
            peaks.append(top)
            rising, bottom = False, i
        elif not rising and level <= levels[bottom]:
            bottom = i
        elif not rising and level - levels[bottom] >= DIP:
            rising, top = True, i
    return [*peaks, top] if rising else peaks
