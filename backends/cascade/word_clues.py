"""From words to findings: what is said, what it speaks for, and where the recogniser is unsure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality, Transcript, Word
from backends.cascade.findings import Finding, Span, found
from backends.cascade.words.form import form
from backends.cascade.words.words import Label, ReadSentence, WordsReport
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC

MOST_SENTENCES, MOST_CUES = 3, 2
LONGEST_QUOTE, LONGEST_TEXT = 30, 240
MARKS = ".,!?;:…，。！？；：、 "
STANCES = frozenset({"approval", "caring", "confusion", "curiosity", "desire", "realization"})
"""Labels of GoEmotions that its Ekman grouping puts under an emotion, without being signs of it."""
DOUBTFUL, LEAST_LETTERS = 0.6, 3
"""Probability of a heard word below which it is told as perhaps misheard, and the letters that it
needs: recognisers are often unsure of an “a” without anything being lost."""
MOST_DOUBTFUL, MOST_CARRYING = 2, 5
"""Words told as perhaps misheard, and words in a phrase that is said to carry an emotion."""

_read = partial(found, Modality.LEXICAL)


def of_words(report: WordsReport, transcript: Transcript, clip_span: Span) -> Iterator[Finding]:
    """What is said, what it speaks for, and the words that carry it."""
    if not report.word_count:
        kind = "none_given" if transcript.text.strip() else "no_words"
        yield _read(kind, "said", clip_span, 0, "words")
        return
    words = transcript.words
    span = (words[0].start, words[-1].end) if words else clip_span
    text, kind = shortened(transcript.text), "said" if words else "given"
    yield _read(kind, "said", span, report.word_count, report.unit, {"text": text})
    speaking = [s for s in report.sentences if any(label.name != "neutral" for label in s.labels)]
    if report.sentences and not speaking:
        neutral = max(label.probability for s in report.sentences for label in s.labels)
        yield _read("plain", "meaning", span, 100 * neutral, "%", {"text": text})
    alone = len(report.sentences) == 1
    strongest = sorted(speaking, key=lambda s: -_feeling(s).probability)[:MOST_SENTENCES]
    for sentence in sorted(strongest, key=lambda s: s.start):
        label = _feeling(sentence)
        hint = sentence.labels[0].name == "neutral"
        unsure = label.probability < report.sure
        yield _read(
            "hints_at" if hint else "may_speak_of" if unsure else "speaks_of",
            "meaning",
            (sentence.start, sentence.end),
            100 * label.probability,
            "%",
            {
                "text": shortened(sentence.text),
                "label": label.name,
                "carriers": () if hint else _carrying(sentence, label),
            },
            {o.name: round(o.probability, 3) for o in sentence.labels if o.name != "neutral"},
            group=sentence.start,
            partial=not alone,
        )
    for sentence in report.sentences:
        if its_form := form(sentence.words):
            of = (its_form, "form", (sentence.start, sentence.end), shortened(sentence.text), "")
            yield _read(*of, {"text": shortened(sentence.text)}, partial=not alone)
    for cue in report.cues[:MOST_CUES]:
        yield _read(cue.kind, "surface", (cue.start, cue.end), cue.text, "", {"text": cue.text})
    yield from _doubtful(words)


def meaning(report: WordsReport) -> NDArray[np.float64] | None:
    """What the words speak for, [7], over all sentences; None where nothing was interpreted.

    Only labels that reach their thresholds count; all else is neutral. Labels that are stances
    rather than feelings (`STANCES`) count as neutral too, though they are told as clues.
    """
    if not report.sentences:
        return None
    total = np.zeros(len(BASIC))
    for sentence in report.sentences:
        total += meaning_of(sentence) * len(sentence.words)
    total /= total.sum()
    return total


def meaning_of(sentence: ReadSentence) -> NDArray[np.float64]:
    """What one sentence speaks for, [7]; see `meaning`."""
    shares = np.zeros(len(BASIC))
    for label in sentence.labels:
        if label.name not in STANCES:
            shares[BASIC.index(GOEMOTIONS_TO_BASIC[label.name])] += label.probability
    shares[0] = 0.0
    shares /= max(1.0, float(shares.sum()))  # several labels may hold, each surely
    shares[0] = 1.0 - shares.sum()
    return shares


def _feeling(sentence: ReadSentence) -> Label:
    """The sentence's strongest label that is not neutral."""
    return next(label for label in sentence.labels if label.name != "neutral")


def _carrying(sentence: ReadSentence, label: Label) -> tuple[str, ...]:
    """The phrase from the first to the last word that carries an emotion; none if it is long."""
    places = [sentence.words.index(carrier.word) for carrier in label.carriers]
    phrase = sentence.words[min(places) : max(places) + 1] if places else ()
    if not phrase or len(phrase) > MOST_CARRYING:
        return ()
    return (sentence.between.join(word.text for word in phrase).strip(MARKS),)


def _doubtful(words: Sequence[Word]) -> Iterator[Finding]:
    """The heard words that the recogniser was least sure of, in order of time."""
    unsure = [
        word
        for word in words
        if word.probability is not None
        and word.probability < DOUBTFUL
        and (len(word.text.strip(MARKS)) >= LEAST_LETTERS or not word.text.isascii())
    ]
    least = sorted(unsure, key=lambda word: word.probability or 0.0)[:MOST_DOUBTFUL]
    for word in sorted(least, key=lambda word: word.start):
        percent, facts = 100 * (word.probability or 0.0), {"text": word.text.strip(MARKS)}
        yield _read("misheard", "misheard", (word.start, word.end), percent, "%", facts)


def shortened(text: str) -> str:
    """A quotation of at most `LONGEST_QUOTE` words, or characters where no blanks part words."""
    words = text.split()
    if len(words) > LONGEST_QUOTE:
        text = " ".join(words[:LONGEST_QUOTE]) + " …"
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
