"""From face and voice to findings: which numbers are worth a sentence, and what each speaks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality
from backends.cascade.face.face import FaceReport, expression_segments
from backends.cascade.face.series import FaceEvent
from backends.cascade.findings import MAIN_PERSON, Finding, Hedge, Span, found
from backends.cascade.reason import Opinion
from backends.cascade.voice.norms import NORMS, register_side
from backends.cascade.voice.parted import Parted
from backends.cascade.voice.prosody import END_SECONDS
from backends.cascade.voice.register import LONG
from backends.cascade.voice.speech import utterances
from backends.cascade.voice.voice import VoiceReport
from backends.reading.basic_emotions import BASIC

SIGN_OF: dict[str, tuple[str, ...]] = {
    "smile": ("happy",),
    "frown": ("angry", "sad", "fearful"),
    "brows_raised": ("surprised", "fearful"),
    "eyes_widen": ("surprised", "fearful"),
    "mouth_open": ("surprised", "fearful"),
    "upper_lip_raised": ("disgusted", "angry"),
    "lip_corners_down": ("sad", "disgusted"),
}
"""Action of the face → the basic emotions whose prototype holds it: EMFACS (Ekman & Friesen 1983),
with the lip corner puller (AU 12), the brow lowerer (4), both brow raisers (1 + 2), the upper lid
raiser (5), the dropped jaw (26), the upper lip raiser (10) and the lip corner depressor (15). An
action that several share speaks less for each. A jaw that drops for a syllable is speech, and
creases of the forehead are what raised brows make: neither is a sign by itself. Nor are inner brows
that are drawn up (1), of sadness and fear: where the brows rise too, that would count them twice,
and on no clip at hand they rise alone."""

SUPPORTED = 0.15
"""Probability from which a distribution is said to speak for an emotion: above chance (0.14)."""
MOST_ACTIONS = 6
"""Actions of the face that are told; signs of an emotion come first, and blinks last."""

ENDS_BEFORE = 0.3
"""Seconds by which a picture has to end before the clip to be told: a few frames are usual."""

MANY_BLINKS, OFTEN = 3, 60.0
"""Blinks, and blinks a minute, from which they are told: more than twice the 26 of people who talk
(Bentivoglio et al. 1997)."""

TELL_THE_END = ("swing", "stays_up")
"""Kinds of events of a voice that say how its pitch ends, so that this is not told again."""

ALWAYS = 99.5
"""Percent of the frames from which a face is said to be in view without a gap: it rounds to 100."""


def supported(probabilities: NDArray[np.floating]) -> dict[str, float]:
    """Basic emotion → probability for those that a distribution [7] speaks for, strongest first."""
    order = [int(i) for i in np.argsort(probabilities)[::-1]]
    return {
        BASIC[i]: round(float(probabilities[i]), 3) for i in order if probabilities[i] >= SUPPORTED
    }


def of_face(report: FaceReport, clip_end: float | None = None) -> Iterator[Finding]:
    """Who is seen, the course of the expression, and what the face does, in order of time.

    Of a clip whose sound goes on after its picture, until `clip_end` (s), that is told too.
    """
    if clip_end is not None and clip_end - report.series.end > ENDS_BEFORE:
        span = (float(report.series.times[0]), report.series.end)
        yield _seen("picture_ends", "who", span, report.series.end, "s", person=None)
    times, ends, present = report.series.times, report.series.ends, report.series.present
    if not present.any():
        span = (float(times[0]), float(ends[-1]))
        facts: dict[str, float] = {"frames": len(times)}
        yield _seen("no_face", "who", span, 0, "faces", facts, person=None)
        return
    first, last = np.flatnonzero(present)[[0, -1]]
    span = (float(times[first]), float(ends[last]))
    percent = 100 * float(present.mean())
    kind = "faces" if report.people > 1 else "faces_in_turn" if report.persons > 1 else "face"
    gaps = 100 * present[first : last + 1].mean() < ALWAYS
    facts = {"people": report.people}
    if gaps:
        facts["share"] = percent
    usual = kind == "face" and not gaps and bool(present[0]) and bool(present[-1])
    yield _seen(kind, "who", span, percent, "%", facts, usual=usual)
    for part in expression_segments(report):
        yield _seen(
            "looks",
            "course",
            (part.start, part.end),
            100 * part.probability,
            "%",
            {
                "emotion": part.emotion,
                "other": part.runner_up,
                "other_percent": 100 * part.runner_up_probability,
            },
            supported(part.probabilities),
            hedge=Hedge.of(part.probability),
        )

    def rank(event: FaceEvent) -> int:
        return 0 if event.kind in SIGN_OF else 2 if event.kind == "blink" else 1

    ranked = sorted(report.events, key=rank)[:MOST_ACTIONS]
    for event in sorted(ranked, key=lambda event: event.start):
        signs = SIGN_OF.get(event.kind, ())
        supports = {emotion: round(1 / len(signs), 2) for emotion in signs}
        span = (event.start, event.end)
        facts = {"rest": event.rest}
        if event.peak is not None:
            facts["peak"] = event.peak
        yield _seen(event.kind, "action", span, event.value, event.unit, facts, supports)
    blinks = sum(event.kind == "blink" for event in report.events)
    rate = 60 * blinks / float((ends - times)[present].sum())
    if blinks >= MANY_BLINKS and rate >= OFTEN:
        span = (float(times[first]), float(ends[last]))
        yield _seen("blinks_often", "action", span, rate, "times a minute")


def of_voice(report: VoiceReport, clip_span: Span) -> Iterator[Finding]:
    """How the voice is measured, its moments, and last what it resembles."""
    prosody = report.prosody
    if not report.has_speech:
        kind = "no_sound" if report.peak is None else "no_voice" if report.peak else "silence"
        if else_heard := [*_besides(report.parted)]:
            yield from else_heard
            kind = "no_speech"
        yield _heard(kind, "voice", clip_span, 0, "s")
        return
    span = (prosody.speech[0].start, prosody.speech[-1].end)
    for said in utterances(prosody.speech):
        seconds = sum(stretch.seconds for stretch in said)
        whole = (said[0].start, said[-1].end)
        yield _heard("voice", "voice", whole, seconds, "s", usual=bool(report.windows))
    yield from _besides(report.parted)
    yield from _of_numbers(report, span)
    ending = prosody.ending
    if ending and ending != "level" and prosody.pitch_end is not None:
        last = (max(span[0], span[1] - END_SECONDS), span[1])
        move = prosody.pitch_end
        told = any(event.kind in TELL_THE_END for event in report.events)
        yield _heard("ends", "moment", last, move, "semitones", side=ending, usual=told)
    for event in report.events:
        facts = {"median": prosody.pitch_median or 0.0, "until": event.end}
        span = (event.start, event.end)
        yield _heard(event.kind, "moment", span, event.value, event.unit, facts)
    for window in report.windows:
        other, best = (int(i) for i in np.argsort(window.probabilities)[-2:])
        probability = float(window.probabilities[best])
        yield _heard(
            "sounds",
            "course",
            (window.start, window.end),
            100 * probability,
            "%",
            {
                "emotion": BASIC[best],
                "other": BASIC[other],
                "other_percent": 100 * float(window.probabilities[other]),
            },
            supported(window.probabilities),
            hedge=Hedge.of(probability),
        )


def _besides(parted: Parted) -> Iterator[Finding]:
    """What else is heard than speech."""
    for kind, parts in (("singing", parted.singing), ("music", parted.music)):
        for part in parts:
            yield _heard(kind, "voice", part, part.seconds, "s")
    for one in parted.bursts:
        kind = "sob_like" if one.slow else "laughter_like"
        yield _heard(kind, "voice", (one.start, one.end), 1 / one.interval, "times a second")


def _of_numbers(report: VoiceReport, span: Span) -> Iterator[Finding]:
    """What the voice measures over all that is said, next to what is usual."""
    prosody = report.prosody
    low_voice = report.tract is not None and report.tract >= LONG
    if report.tract is not None:
        yield _heard("register", "pitch", span, report.tract, "cm", {"long": LONG}, usual=True)
    if prosody.pitch_median is not None:
        value = NORMS["low_voice"].shown(prosody.pitch_median)
        registers = {
            f"{register}_{end}": getattr(NORMS[f"{register}_voice"], end)
            for register in ("low", "high")
            for end in ("low", "high")
        }
        side = register_side(value, low_voice)
        yield _heard("pitch", "pitch", span, value, "Hz", registers, side=side)
    for name, topic, number, field in (
        ("melody", "pitch", prosody.pitch_range, "pitch_range"),
        ("loudness", "manner", prosody.loudness_range, "loudness_range"),
        ("pace", "manner", prosody.syllables, "syllables"),
    ):
        if number is not None:
            norm = NORMS[field]
            side, facts = (
                norm.side(number),
                {"low": norm.shown(norm.low), "high": norm.shown(norm.high)},
            )
            # Peaks of loudness are fewer than syllables: they can't show that a pace is slow.
            usual = side == "within" or (name == "pace" and side == "below")
            yield _heard(
                name, topic, span, norm.shown(number), norm.unit, facts, side=side, usual=usual
            )
    voiced = NORMS["voiced"]
    if prosody.voiced is not None:
        usual = voiced.side(prosody.voiced) != "below"
        percent, least = 100 * voiced.shown(prosody.voiced), 100 * voiced.shown(voiced.low)
        yield _heard("toneless", "manner", span, percent, "%", {"least": least}, usual=usual)
        if report.faint_pitch is not None and not usual:
            value = NORMS["low_voice"].shown(report.faint_pitch)
            yield _heard("faint_pitch", "manner", span, value, "Hz")


def with_actions(mean: NDArray[np.floating], report: FaceReport) -> NDArray[np.float64]:
    """Mean probabilities [7] after what the face did: a smile seen to begin is no chance reading.

    An action doubles the odds of the emotion that it is a sign of, less where several share it.
    """
    odds = mean.astype(np.float64)
    for kind in {event.kind for event in report.events}:
        signs = SIGN_OF.get(kind, ())
        for emotion in signs:
            odds[BASIC.index(emotion)] *= 1 + 1 / len(signs)
    shares: NDArray[np.float64] = odds / odds.sum()
    return shares


def opinion_of_face(report: FaceReport) -> Opinion | None:
    """What a face speaks for over all frames that show it; None where none does."""
    mean, evidence = report.mean_expression, report.mean_evidence
    if mean is None or evidence is None:
        return None
    series = report.series
    seen = float((series.ends - series.times)[series.present].sum())
    return Opinion(
        Modality.VISUAL,
        with_actions(mean, report),
        seconds=seen,
        pooled=with_actions(evidence, report),
    )


_seen = partial(found, Modality.VISUAL, person=MAIN_PERSON)
_heard = partial(found, Modality.ACOUSTIC)
