"""What the senses measured over time, to be drawn: the course of each modality, and curves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from backends.base import Curve, EmotionScore, Modality, Stretch, Transcript
from backends.cascade.clues import SUPPORTED
from backends.cascade.face.face import FaceReport, expression_segments
from backends.cascade.findings import MAIN_PERSON, SOMEWHAT, Span
from backends.cascade.phrases import Phrases
from backends.cascade.voice.prosody import Prosody, within
from backends.cascade.voice.speech import utterances
from backends.cascade.voice.voice import VoiceReport
from backends.cascade.words.words import ReadSentence, WordsReport
from backends.reading.basic_emotions import BASIC

LEAST_GAP = 0.05
"""Seconds. What is not readable for less is not drawn."""
MOST_POINTS = 200
"""Of a curve: more can't be told apart on a page."""
SILENCE = -40.0
"""dB from the median of the speech: below, a listener hears nothing beside it."""

Numbers = NDArray[np.float64]
Part = tuple[float, float, NDArray[np.float32] | None]
"""Start and end (s), and the distribution [7] that was read there; None where none could be."""


def of_face(
    report: FaceReport,
    span: Span,
    phrases: Phrases,
    person: str = MAIN_PERSON,
    *,
    gaps: bool = False,
) -> tuple[Stretch, ...]:
    """The expression of one person from `span`'s start to its end, in order of time.

    Where the face is not seen, a stretch has no emotions and is all open; it is of nobody, or with
    `gaps`, where there are several people, of that person.
    """
    parts: list[Part] = [
        (part.start, part.end, part.probabilities) for part in expression_segments(report)
    ]
    drawn = _filled(Modality.VISUAL, parts, span, phrases, person)
    if not gaps:
        return tuple(drawn)
    return tuple(one.model_copy(update={"person": person}) for one in drawn)


def of_voice(report: VoiceReport, span: Span, phrases: Phrases) -> tuple[Stretch, ...]:
    """What the voice resembles from `span`'s start to its end, in order of time.

    Where nobody speaks (then it is `silent`), or too little to be judged, a stretch has no emotions
    and is all open.
    """
    parts: list[Part] = [(one.start, one.end, one.probabilities) for one in report.windows]
    judged = [(start, end) for start, end, _ in parts]
    for said in utterances(report.prosody.speech):
        start, end = said[0].start, said[-1].end
        if all(min(end, last) - max(start, first) < LEAST_GAP for first, last in judged):
            parts.append((start, end, None))
    parts.sort(key=lambda part: part[0])
    return tuple(_filled(Modality.ACOUSTIC, parts, span, phrases, None))


def of_words(
    report: WordsReport, transcript: Transcript, span: Span, phrases: Phrases
) -> tuple[Stretch, ...]:
    """What each sentence speaks for. Words that are not understood are one stretch, all open."""
    if report.understood:
        return tuple(_sentence(sentence, phrases) for sentence in report.sentences)
    if not report.word_count:
        return ()
    words = transcript.words
    start, end = (words[0].start, words[-1].end) if words else span
    return (_stretch(Modality.LEXICAL, (start, end), {}, phrases),)


def of_expression(
    report: FaceReport, phrases: Phrases, person: str = MAIN_PERSON
) -> tuple[Curve, ...]:
    """How likely each basic expression of one face is, 0..1, at each frame that was looked at.

    None where the face is not seen; no curves where it never is.
    """
    series = report.series
    if not series.present.any():
        return ()
    times = [round(float(time), 3) for time in series.times]
    return tuple(
        Curve(
            name=phrases.word(emotion),
            modality=Modality.VISUAL,
            unit="",
            person=person,
            points=[
                (time, round(float(share), 3) if seen else None)
                for time, share, seen in zip(
                    times, series.expression[:, i], series.present, strict=True
                )
            ],
        )
        for i, emotion in enumerate(BASIC)
    )


def of_sound(prosody: Prosody) -> tuple[Curve, ...]:
    """The curves of "pitch" (Hz, None where no voice swings) and "loudness", at most 200 points.

    Loudness is in dB from the median of this clip's speech, or of its sound where nobody speaks;
    None in silence: 40 dB below that median, or less. A curve with nothing but None is left out.
    """
    inside = within(prosody.times, prosody.speech)
    loudness = prosody.loudness - float(
        np.median(prosody.loudness[inside if inside.any() else ...]) if prosody.times.size else 0
    )
    loudness[loudness < SILENCE] = np.nan
    drawn = (("pitch", "Hz", prosody.pitch), ("loudness", "dB", loudness))
    return tuple(
        Curve(name=name, modality=Modality.ACOUSTIC, unit=unit, points=thinned(prosody.times, line))
        for name, unit, line in drawn
        if np.isfinite(line).any()
    )


def thinned(times: Numbers, values: Numbers) -> list[tuple[float, float | None]]:
    """At most 200 points of a curve, each the median of what was measured in its share of time.

    `times` are evenly spaced (s); `values` hold nan where there is nothing, which is None here.
    """
    width = max(1, -(-len(times) // MOST_POINTS))
    points: list[tuple[float, float | None]] = []
    for first in range(0, len(times), width):
        share = slice(first, first + width)
        known = values[share][np.isfinite(values[share])]
        value = round(float(np.median(known)), 1) if known.size else None
        points.append((round(float(times[share].mean()), 3), value))
    return points


def _filled(
    modality: Modality,
    parts: Iterable[Part],
    span: Span,
    phrases: Phrases,
    person: str | None,
) -> Iterator[Stretch]:
    """Parts with their probabilities [7], and what lies between them and at both ends."""
    reached, end = span
    silent = modality is Modality.ACOUSTIC
    for start, stop, probabilities in parts:
        if start - reached > LEAST_GAP:
            yield _stretch(modality, (reached, start), {}, phrases, silent=silent)
        shares = {} if probabilities is None else _named(probabilities)
        yield _stretch(modality, (start, stop), shares, phrases, person)
        reached = stop
    if end - reached > LEAST_GAP:
        yield _stretch(modality, (reached, end), {}, phrases, silent=silent)


def _named(probabilities: NDArray[np.float32]) -> dict[str, float]:
    """What a clue names of a distribution [7]: as many as it speaks for, two if hard to tell."""
    order: Sequence[int] = np.argsort(probabilities)[::-1].tolist()
    least = 2 if probabilities.max() < SOMEWHAT else 1
    kept = [i for place, i in enumerate(order) if place < least or probabilities[i] >= SUPPORTED]
    return {BASIC[i]: float(probabilities[i]) for i in kept}


def _sentence(sentence: ReadSentence, phrases: Phrases) -> Stretch:
    """Several labels may hold at once, each surely: then they share the sentence."""
    labels = {label.name: label.probability for label in sentence.labels}
    total = max(1.0, sum(labels.values()))
    shares = {name: probability / total for name, probability in labels.items()}
    return _stretch(Modality.LEXICAL, (sentence.start, sentence.end), shares, phrases)


def _stretch(
    modality: Modality,
    span: Span,
    shares: Mapping[str, float],
    phrases: Phrases,
    person: str | None = None,
    *,
    silent: bool = False,
) -> Stretch:
    """A stretch with its emotions in the words of a language; two of one word are one."""
    words: dict[str, float] = {}
    for emotion, share in shares.items():
        word = phrases.word(emotion)
        words[word] = words.get(word, 0.0) + share
    scores = [EmotionScore(word=word, score=round(share, 3)) for word, share in words.items()]
    scores.sort(key=lambda one: -one.score)
    rest = max(0.0, 1.0 - sum(one.score for one in scores))
    start, end = (round(time, 3) for time in span)
    return Stretch(
        modality=modality,
        start=start,
        end=end,
        emotions=scores,
        open=round(rest, 3),
        silent=silent,
        person=person,
    )
