"""Pitch, loudness, pace and pauses: the measurable side of how something is said.

Measured with Praat (Boersma & Weenink) through parselmouth, which holds Python's interpreter lock
while it works, so threads take turns. A value that can't be measured is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypedDict

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.flaws import silent
from backends.cascade.voice.peaks import peaks, prominences
from backends.cascade.voice.pitch import (
    MIN_VOICED,
    STEP,
    Curve,
    Tone,
    clean,
    runs,
    semitones,
    tone_of,
)
from backends.cascade.voice.speech import Stretch, pauses
from backends.clip import SOUND_RATE

if TYPE_CHECKING:
    import parselmouth

Mask = NDArray[np.bool_]

FULL_SCALE = 93.98
"""Praat's decibels (over 20 µPa) of a sound whose root mean square is 1."""

POINT = round(STEP * SOUND_RATE)
"""Samples between the points of every curve. One lies where speech begins, wherever that is in the
sound: a recording begun some ms later is measured at the same points."""

INNER_RUN = 5
"""Points that a run of voice needs for its range. Its first and last are left out: there a voice
sets in or dies away, and the tracker feels its way."""

MIN_SECONDS = 0.2
"""Shorter sounds hold too few periods of a low voice to measure anything."""

END_SECONDS = 0.3
"""The end of a phrase, over which it is said to rise or fall."""

END_POINTS = 5
"""Points of which the median is the pitch at either side of that end; its start is looked for that
many points around, so that one more or less at the end changes little."""

END_RUN = 0.06
"""Seconds. Shorter runs of voice are no part of the end: a creak or breath after it."""

END_GAP = 0.09
"""Seconds. Runs of voice that are parted by less are of one end: a consonant stands between."""

END_TONELESS = 0.4
"""Seconds at the very end that may lack a tone: a consonant with its release."""

END_CHANGE = 2.0
"""Semitones over the end of a phrase. Smaller movements are called level."""

DIPS = (1.0, 3.0)
"""Decibels between the peaks of two syllables: from none to a whole one, around the 2 dB of de Jong
& Wempe (2009). A dip of 2.2 dB that a codec makes 1.9 then changes little."""

SYLLABLE_FLOOR = 25.0
"""Decibels below the loudest peaks under which there is no syllable (de Jong & Wempe 2009)."""

HEARD = (20.0, 10.0)
"""Decibels below the loud parts of speech at which a point begins to count, and counts fully: what
is fainter is the fading of a sound, breath or room, and changes with every recording."""

LOUDNESS_WINDOW = 0.064
"""Seconds that a point's loudness is taken from."""

AWAY = 0.15
"""Seconds from speech at which the room alone is heard."""

ACCOMPANIED = 0.75
"""How far a point beside the speech is voiced that has a tone of its own: music, hum, voices."""

LEAST_VOICE = 0.5
"""Share of speech that must be voiced to sum up pitch and to count syllables. Fluent speech reaches
it; below it, noise or whispering hides nuclei, and what the tracker finds is chance."""


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
    accompanied: bool = False
    """Whether a tone sounds beside the speech too, so that none can be told for the voice's."""
    voiced: float | None = None
    """Share of speech with a swinging voice, 0..1: how far each point is, weighted by `HEARD`."""

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


def measure(sound: NDArray[np.float32], speech: list[Stretch]) -> Prosody:
    """The prosody of a sound (mono, 16 kHz) in which somebody speaks at `speech`.

    Without speech the loudness curve is all that is measured; in silence, or under 0.2 s,
    the curves are empty too.
    """
    if len(sound) < MIN_SECONDS * SOUND_RATE or not np.any(sound):
        empty = np.zeros(0)
        return Prosody(empty, empty, empty, speech, pauses(speech))
    import parselmouth

    lead = round(-speech[0].start * SOUND_RATE) % POINT if speech else 0
    padded = np.zeros(-(-(lead + len(sound)) // POINT) * POINT)
    padded[lead : lead + len(sound)] = sound
    whole = parselmouth.Sound(padded, SOUND_RATE, -lead / SOUND_RATE)
    times = np.arange(STEP / 2 - lead / SOUND_RATE, len(sound) / SOUND_RATE, STEP)
    times = times[times > 0]
    loudness = _loudness(whole, times)
    nothing = _near_silence(sound, times)
    inside = within(times, speech) & ~nothing
    if inside.sum() * STEP < MIN_SECONDS:
        unvoiced = np.full(len(times), np.nan)
        return Prosody(times, unvoiced, loudness, speech, pauses(speech))
    tone = tone_of(whole, times, within(times, speech))
    pitch, loud = clean(tone.pitch), loudness[inside]
    voiced = float(np.average(tone.voiced[inside], weights=_heard(loud)))
    told = Prosody(
        times, pitch, loudness, speech, pauses(speech),
        loudness_range=_spread(loud),
        accompanied=_accompanied(tone, loudness, inside, _away(times, speech) & ~nothing),
        voiced=voiced,
    )  # fmt: skip
    if voiced < LEAST_VOICE or told.accompanied:
        return told
    return replace(
        told,
        syllables=_syllables(loud, tone.voiced[inside]),
        pitch_end=_end(times, pitch, speech[-1].end),
        **_pitch_shape(pitch),
    )


def within(times: Curve, stretches: list[Stretch]) -> Mask:
    """Which of the times lie in one of the stretches."""
    inside = np.zeros(len(times), bool)
    for start, end in stretches:
        inside |= (times >= start) & (times < end)
    return inside


def _near_silence(sound: NDArray[np.float32], times: Curve) -> Mask:
    """Which times are so near to a gap without any sound that their loudness is partly that."""
    gaps = np.concatenate([[0], np.cumsum(silent(sound))])
    first, last = (
        np.clip(
            np.round((times + side * LOUDNESS_WINDOW / 2) * SOUND_RATE).astype(int), 0, len(sound)
        )
        for side in (-1, 1)
    )
    found: Mask = gaps[last] > gaps[first]
    return found


def _away(times: Curve, speech: list[Stretch]) -> Mask:
    """Which times lie so far from speech that its last sounds are over."""
    return ~within(times, [Stretch(part.start - AWAY, part.end + AWAY) for part in speech])


def _accompanied(tone: Tone, loudness: Curve, inside: Mask, beside: Mask) -> bool:
    """Whether half of what sounds beside the speech is a clear tone, loud enough to mix with it."""
    if beside.sum() * STEP < MIN_SECONDS:
        return False
    loud = loudness[beside] > np.percentile(loudness[inside], 95) - HEARD[0]
    return bool(np.mean(loud & (tone.voiced[beside] > ACCOMPANIED)) > 0.5)


def _spread(values: Curve) -> float:
    low, high = np.percentile(values, (5, 95))
    return float(high - low)


def _heard(loudness: Curve) -> Curve:
    """How far each point of speech is loud enough to count, 0..1."""
    start, full = HEARD
    under = np.percentile(loudness, 95) - loudness
    share: Curve = np.clip((start - under) / (start - full), 0.0, 1.0)
    return share


def _loudness(sound: parselmouth.Sound, times: Curve) -> Curve:
    # 50 Hz: a window of 64 ms, with which de Jong & Wempe's dips part syllables, not pulses.
    intensity = sound.to_intensity(minimum_pitch=50, time_step=STEP)
    level: Curve = np.interp(times, intensity.xs(), intensity.values[0]) - FULL_SCALE
    return level


def _pitch_shape(pitch: Curve) -> _Pitch:
    voiced = np.isfinite(pitch)
    if voiced.sum() < MIN_VOICED:
        return {}
    median = float(np.median(pitch[voiced]))
    inner = [run[1:-1] for run in runs(pitch) if len(run) >= INNER_RUN]
    shape: _Pitch = {"pitch_median": median}
    if inner:
        shape["pitch_range"] = _spread(semitones(pitch[np.concatenate(inner)], median))
    return shape


def _end(times: Curve, pitch: Curve, end: float) -> float | None:
    """Semitones moved in the last 0.3 s of voice; None if that is short or ends too early."""
    voice = [run for run in runs(pitch) if len(run) * STEP >= END_RUN]
    if not voice:
        return None
    last = voice[-1]
    for run in voice[-2::-1]:
        if (last[0] - run[-1]) * STEP > END_GAP + STEP / 2:
            break
        last = np.concatenate([run, last])
    span, some = round(END_SECONDS / STEP), END_POINTS
    if (last > last[-1] - span).sum() < MIN_VOICED or end - times[last[-1]] > END_TONELESS:
        return None
    tones = semitones(pitch[last], 100.0)
    starts = [tones[last > last[-1] - points][:some] for points in range(span, span + 2 * some)]
    return float(np.median(tones[-some:]) - np.median([np.median(start) for start in starts]))


def _syllables(loudness: Curve, voiced: Curve) -> float | None:
    """Voiced peaks of loudness a second; both curves hold speech only.

    A peak counts as far as it stands out of its dips and as far as it is voiced.
    """
    padded = np.pad(loudness, 1, constant_values=-200.0)
    places = peaks(padded)
    depths = prominences(padded, places)
    places = places[depths >= DIPS[0]] - 1
    standing = np.clip((depths[depths >= DIPS[0]] - DIPS[0]) / (DIPS[1] - DIPS[0]), 0.0, 1.0)
    loud = loudness[places] > np.percentile(loudness, 99) - SYLLABLE_FLOOR
    tone = np.array([voiced[max(0, place - 2) : place + 3].max() for place in places])
    nuclei = float(np.sum(standing * loud * tone))
    return nuclei / (len(loudness) * STEP) if nuclei else None
