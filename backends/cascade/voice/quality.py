"""How a voice sounds: how clean its tone is, how steady, and with how much effort it is made.

How loud somebody was can't be told from a recording, whose gain is unknown. Effort can: who speaks
up puts more of the sound above 1 kHz (Traunmüller & Eriksson 2000), whatever the gain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.pitch import STEP, Curve, runs, semitones
from backends.cascade.voice.prosody import Prosody, within
from backends.clip import SOUND_RATE

LOUD = 15.0
"""Decibels below the loudest moment of the speech within which its sound is judged."""
EDGE, HIGHEST = 1000.0, 5000.0
"""Hz: effort is the level from the edge to the highest over that below the edge."""
LEAST_TONE = 0.3
"""Seconds of voice below which neither its cleanness nor its steadiness is told."""
LEAST_RUN = 12
"""Points (0.12 s) of a run of voice that can tremble: half a swing of a slow tremor of 4 Hz."""
RANGE = (60.0, 600.0)
"""Hz in which periods are looked for."""


@dataclass(frozen=True)
class Quality:
    """Numbers of all that is said. None where too little of it has a tone, or a sound beside it."""

    cleanness: float | None = None
    """dB of the tone over the noise in it (harmonics-to-noise ratio, Boersma 1993): the median."""
    jitter: float | None = None
    """Percent by which neighbouring periods differ in length (Praat's local jitter)."""
    shimmer: float | None = None
    """Percent by which neighbouring periods differ in height (Praat's local shimmer)."""
    tremor: float | None = None
    """Semitones (root mean square) by which the pitch wavers about the curve that it follows within
    each run of voice, a parabola."""
    effort: float | None = None
    """dB of the sound from 1 to 5 kHz over that below; about -25 in quiet speech, -10 in shouts."""
    level: float | None = None
    """dB of the loud parts of the speech relative to full scale: as the recording has it."""


def quality(sound: NDArray[np.float32], prosody: Prosody) -> Quality:
    """The quality of a voice in a sound (mono, 16 kHz) whose prosody is known, in its times."""
    inside = within(prosody.times, prosody.speech)
    if not inside.any():
        return Quality()
    level = prosody.loudness[inside]
    loud = float(np.percentile(level, 95))
    effort = _effort(sound, prosody.times[inside][level > loud - LOUD])
    voiced = np.isfinite(prosody.pitch)
    if voiced.sum() * STEP < LEAST_TONE:
        return Quality(effort=effort, level=loud)
    import parselmouth
    from parselmouth.praat import call

    heard = parselmouth.Sound(sound.astype(np.float64), SOUND_RATE)
    harmonic = heard.to_harmonicity_cc(time_step=STEP, minimum_pitch=RANGE[0])
    found = np.array([harmonic.get_value(time) for time in prosody.times[voiced]], np.float64)
    clean = found[np.isfinite(found) & (found > -100)]
    points = call(heard, "To PointProcess (periodic, cc)", *RANGE)
    span = (prosody.speech[0].start, prosody.speech[-1].end)
    jitter = call(points, "Get jitter (local)", *span, 1e-4, 0.02, 1.3)
    shimmer = call([heard, points], "Get shimmer (local)", *span, 1e-4, 0.02, 1.3, 1.6)
    return Quality(
        cleanness=float(np.median(clean)) if clean.size else None,
        jitter=None if np.isnan(jitter) else 100 * float(jitter),
        shimmer=None if np.isnan(shimmer) else 100 * float(shimmer),
        tremor=_tremor(prosody.pitch),
        effort=effort,
        level=loud,
    )


def _effort(sound: NDArray[np.float32], times: Curve) -> float | None:
    """dB above 1 kHz over below, of the sound around some times; None where it lacks its treble."""
    size = round(4 * STEP * SOUND_RATE)
    starts = np.round(times * SOUND_RATE).astype(int) - size // 2
    kept = [sound[at : at + size] for at in starts if 0 <= at <= len(sound) - size]
    if not kept:
        return None
    power = (np.abs(np.fft.rfft(np.stack(kept) * np.hanning(size), axis=1)) ** 2).mean(0)
    hertz = np.fft.rfftfreq(size, 1 / SOUND_RATE)
    high = power[(hertz >= EDGE) & (hertz <= HIGHEST)].sum()
    low = power[(hertz > 50) & (hertz < EDGE)].sum()
    return float(10 * np.log10((high + 1e-20) / (low + 1e-20)))


def _tremor(pitch: Curve) -> float | None:
    """How far the pitch wavers within its runs; None where none is long enough."""
    left: list[Curve] = []
    for run in runs(pitch):
        inner = run[2:-2]
        if len(inner) < LEAST_RUN:
            continue
        tones, at = semitones(pitch[inner], 100.0), np.arange(len(inner))
        left.append(tones - np.polyval(np.polyfit(at, tones, 2), at))
    return float(np.sqrt(np.mean(np.concatenate(left) ** 2))) if left else None
