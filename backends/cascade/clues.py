"""From measurements to findings: which numbers are worth a sentence, and what each speaks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality, Transcript
from backends.cascade.face.face import FaceReport, expression_segments
from backends.cascade.findings import MAIN_PERSON, Finding, Hedge, Side
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.prosody import END_SECONDS
from backends.cascade.voice.speech import utterances
from backends.cascade.voice.voice import VoiceReport
from backends.cascade.words.words import Label, ReadSentence, WordsReport
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC

Span = tuple[float, float]
"""Start and end in seconds from the clip's start."""

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
creases of the forehead are what raised brows make: neither is a sign by itself."""

SUPPORTED = 0.15
"""Probability from which a distribution is said to speak for an emotion: above chance (0.14)."""
CLEARLY, SOMEWHAT = 0.65, 0.45
"""Probabilities from which an emotion is told without a hedge, and below which with one."""
MOST_ACTIONS = 5
"""Actions of the face that are told; those that are a sign of an emotion come first."""

MANY_BLINKS, OFTEN = 3, 60.0
"""Blinks, and blinks a minute, from which they are told: more than twice the 26 of people who talk
(Bentivoglio et al. 1997)."""

ALWAYS = 99.5
"""Percent of the frames from which a face is said to be in view without a gap: it rounds to 100."""

MOST_SENTENCES, MOST_CUES = 3, 2
LONGEST_QUOTE, LONGEST_TEXT = 30, 240
STANCES = frozenset({"approval", "caring", "confusion", "curiosity", "desire", "realization"})
"""Labels of GoEmotions that its Ekman grouping puts under an emotion, without being signs of it."""
SIGN = 0.3
"""What each unusual number of the prosody adds to "animated" or "subdued"; it takes two of them."""


def supported(probabilities: NDArray[np.floating]) -> dict[str, float]:
    """Basic emotion → probability for those that a distribution [7] speaks for, strongest first."""
    order = [int(i) for i in np.argsort(probabilities)[::-1]]
    return {
        BASIC[i]: round(float(probabilities[i]), 3) for i in order if probabilities[i] >= SUPPORTED
    }


def of_face(report: FaceReport) -> Iterator[Finding]:
    """Who is seen, the course of the expression, and what the face does, in order of time."""
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
    yield _seen(kind, "who", span, percent, "%", facts)
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
            hedge=_hedge(part.probability),
        )
    ranked = sorted(report.events, key=lambda event: event.kind not in SIGN_OF)[:MOST_ACTIONS]
    for event in sorted(ranked, key=lambda event: event.start):
        signs = SIGN_OF.get(event.kind, ())
        supports = {emotion: round(1 / len(signs), 2) for emotion in signs}
        span = (event.start, event.end)
        facts = {"rest": event.rest}
        calm = event.kind == "blink"  # everybody blinks; how often is told below
        of = (event.kind, "action", span, event.value, event.unit, facts, supports)
        yield _seen(*of, usual=calm)
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
        yield _heard(kind, "voice", clip_span, 0, "s")
        return
    span = (prosody.speech[0].start, prosody.speech[-1].end)
    for said in utterances(prosody.speech):
        seconds = sum(stretch.seconds for stretch in said)
        yield _heard("voice", "voice", (said[0].start, said[-1].end), seconds, "s")
    for name, topic, value, field in (
        ("pitch", "pitch", prosody.pitch_median, "pitch_median"),
        ("melody", "pitch", prosody.pitch_range, "pitch_range"),
        ("loudness", "manner", prosody.loudness_range, "loudness_range"),
        ("pace", "manner", prosody.syllables, "syllables"),
    ):
        if value is not None:
            norm = NORMS[field]
            side = norm.side(value)
            speaks = {"below": {"subdued": SIGN}, "above": {"animated": SIGN}}.get(side)
            shown = norm.shown(value)
            facts = {"low": norm.shown(norm.low), "high": norm.shown(norm.high)}
            yield _heard(name, topic, span, shown, norm.unit, facts, speaks, side=side)
    voiced = NORMS["voiced"]
    if prosody.voiced is not None and voiced.side(prosody.voiced) == "below":
        percent, least = 100 * voiced.shown(prosody.voiced), 100 * voiced.shown(voiced.low)
        yield _heard("toneless", "manner", span, percent, "%", {"least": least}, {"subdued": SIGN})
    ending = prosody.ending
    if ending and ending != "level" and prosody.pitch_end is not None:
        last = (max(span[0], span[1] - END_SECONDS), span[1])
        move = prosody.pitch_end
        yield _heard("ends", "moment", last, move, "semitones", side=ending)
    for event in report.events:
        facts = {"median": prosody.pitch_median or 0.0}
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
            hedge=_hedge(probability),
        )


def of_words(report: WordsReport, transcript: Transcript, clip_span: Span) -> Iterator[Finding]:
    """What is said, what it speaks for, and the words that carry it."""
    if not report.word_count:
        yield _read("no_words", "said", clip_span, 0, "words")
        return
    words = transcript.words
    span = (words[0].start, words[-1].end) if words else clip_span
    text, kind = shortened(transcript.text), "said" if words else "given"
    yield _read(kind, "said", span, report.word_count, "words", {"text": text})
    speaking = [s for s in report.sentences if any(label.name != "neutral" for label in s.labels)]
    if report.sentences and not speaking:
        neutral = max(label.probability for s in report.sentences for label in s.labels)
        yield _read("plain", "meaning", span, 100 * neutral, "%", {"text": text})
    alone = len(report.sentences) == 1
    strongest = sorted(speaking, key=lambda s: -_feeling(s).probability)[:MOST_SENTENCES]
    for sentence in sorted(strongest, key=lambda s: s.start):
        label = _feeling(sentence)
        carriers = tuple(carrier.word.text.strip(".,!?;: ") for carrier in label.carriers)
        yield _read(
            "hints_at" if sentence.labels[0].name == "neutral" else "speaks_of",
            "meaning",
            (sentence.start, sentence.end),
            100 * label.probability,
            "%",
            {"text": shortened(sentence.text), "label": label.name, "carriers": carriers},
            {o.name: round(o.probability, 3) for o in sentence.labels if o.name != "neutral"},
            group=sentence.start,
            partial=not alone,
        )
    for cue in report.cues[:MOST_CUES]:
        yield _read(cue.kind, "surface", (cue.start, cue.end), cue.text, "", {"text": cue.text})


def with_actions(expression: NDArray[np.floating], report: FaceReport) -> NDArray[np.float64]:
    """The mean expression [7] after what the face did: a smile seen to begin is no chance reading.

    An action doubles the odds of the emotion that it is a sign of, less where several share it.
    """
    odds = expression.astype(np.float64)
    for kind in {event.kind for event in report.events}:
        signs = SIGN_OF.get(kind, ())
        for emotion in signs:
            odds[BASIC.index(emotion)] *= 1 + 1 / len(signs)
    shares: NDArray[np.float64] = odds / odds.sum()
    return shares


def meaning(report: WordsReport) -> NDArray[np.float64] | None:
    """What the words speak for, [7], over all sentences; None where nothing was interpreted.

    Only labels that reach their thresholds count; all else is neutral. Labels that are stances
    rather than feelings (`STANCES`) count as neutral too, though they are told as clues.
    """
    if not report.sentences:
        return None
    total = np.zeros(len(BASIC))
    for sentence in report.sentences:
        shares = np.zeros(len(BASIC))
        for label in sentence.labels:
            if label.name not in STANCES:
                shares[BASIC.index(GOEMOTIONS_TO_BASIC[label.name])] += label.probability
        shares[0] = 0.0
        shares /= max(1.0, float(shares.sum()))  # several labels may hold, each surely
        shares[0] = 1.0 - shares.sum()
        total += shares * len(sentence.words)
    total /= total.sum()
    return total


def _feeling(sentence: ReadSentence) -> Label:
    """The sentence's strongest label that is not neutral."""
    return next(label for label in sentence.labels if label.name != "neutral")


def shortened(text: str) -> str:
    """A quotation of at most `LONGEST_QUOTE` words, or characters where no blanks part words."""
    words = text.split()
    if len(words) > LONGEST_QUOTE:
        text = " ".join(words[:LONGEST_QUOTE]) + " …"
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def _hedge(probability: float) -> Hedge:
    if probability >= CLEARLY:
        return Hedge.CLEARLY
    return Hedge.NONE if probability >= SOMEWHAT else Hedge.SOMEWHAT


def _finding(
    modality: Modality,
    kind: str,
    topic: str,
    span: Span,
    value: float | str,
    unit: str,
    facts: Mapping[str, float | str | tuple[str, ...]] | None = None,
    supports: Mapping[str, float] | None = None,
    *,
    hedge: Hedge = Hedge.NONE,
    side: Side = "",
    group: float = 0.0,
    partial: bool = False,
    usual: bool = False,
    person: str | None = None,
) -> Finding:
    return Finding(
        modality,
        kind,
        topic,
        *span,
        value if isinstance(value, str) else round(float(value), 3),
        unit,
        facts or {},
        supports or {},
        hedge,
        side,
        group,
        partial,
        usual,
        person,
    )


_seen = partial(_finding, Modality.VISUAL, person=MAIN_PERSON)
_heard = partial(_finding, Modality.ACOUSTIC)
_read = partial(_finding, Modality.LEXICAL)
