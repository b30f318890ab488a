"""When in the clip a claim is: by seconds, by a word that is said, or by where in the clip."""

from __future__ import annotations

from backends.base import Language, Modality, Word
from backends.measured import Measured, Span
from backends.reading.aspects import lexicon
from backends.reading.sentences import moment
from demo.fact_check.claims import Stated
from demo.metrics.matching import tokens

SLACK = 0.5
"""Seconds around a moment that is told: people write times down to half a second."""
PART = 3
"""Of so many parts of the clip, "at first" is the first and "at the end" the last."""


def told(claim: Stated, measured: Measured, language: Language) -> Span | None:
    """Start and end (s) that a claim names, without slack; None where it tells no time."""
    start, end = measured.start, measured.end
    if (span := moment(claim.text, start, end)) != (start, end):
        return span
    words = lexicon(language)
    speech = measured.voice.speech if measured.voice else ()
    beside = words.beside_speech(claim.text)
    if beside and speech:
        return (start, speech[0][0]) if beside == "before" else (speech[-1][1], end)
    on_word = claim.quote and claim.modality is not Modality.LEXICAL
    if on_word and (at := spoken_at(claim.quote, measured)):
        return at
    first, last = (speech[0][0], speech[-1][1]) if _heard(claim) and speech else (start, end)
    third = (last - first) / PART
    if place := words.place(claim.text):
        return (first, first + third) if place == "early" else (last - third, last)
    return None


def window(span: Span | None, measured: Measured, claim: Stated, language: Language) -> Span:
    """Where a claim is looked for: around its moment, or in the whole clip.

    What is told of before or after speech is not looked for in it.
    """
    if span is None:
        return measured.start, measured.end
    if lexicon(language).beside_speech(claim.text) and claim.modality is Modality.VISUAL:
        return span
    return max(measured.start, span[0] - SLACK), min(measured.end, span[1] + SLACK)


def _heard(claim: Stated) -> bool:
    return claim.modality is Modality.ACOUSTIC


def spoken_at(quote: str, measured: Measured) -> Span | None:
    """When quoted words are said; None where they are not, or their times are not known."""
    spoken = measured.transcript.words if measured.transcript else []
    heard = [(tokens(word.text), word) for word in spoken]
    wanted = tokens(quote)
    for at in range(len(heard)):
        run: list[Word] = []
        taken: tuple[str, ...] = ()
        for found, word in heard[at:]:
            run.append(word)
            taken += found
            if len(taken) >= len(wanted):
                break
        if taken == wanted and run:
            return run[0].start, run[-1].end
    return None
