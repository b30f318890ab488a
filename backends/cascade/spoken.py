"""What only voice and words together tell: the pace of known words, stress, pauses before words.

Where either is not there, nothing of this is told, and the pace is that of the voice alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from backends.base import Modality, Transcript, Word
from backends.cascade.findings import Finding, Span, found
from backends.cascade.senses import Sensed
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.pace import Pace, pace
from backends.cascade.voice.pitch import semitones
from backends.cascade.voice.prosody import Prosody, within
from backends.cascade.voice.speech import Stretch
from backends.cascade.words.surface import language_of, spoken_words

LOUDER, HIGHER = 3.0, 2.0
"""Decibels (twice the power) and semitones by which a stressed word surpasses every other one."""

FEWEST = 4
"""Words of a phrase among which one is said to stand out."""

INSIDE = 0.04
"""Seconds that the peak of a stressed word keeps from its ends: a recogniser's times are no more
exact, and the peak may belong to its neighbour."""

AFTER = 0.3
"""Seconds around the end of a pause in which the next word begins."""

MARKS = ".,!?;: “”\"'"
LATER = ("moment", "course")
"""Topics of a voice that are told after its numbers."""

_heard = partial(found, Modality.ACOUSTIC)


def together(sensed: Mapping[Modality, Sensed]) -> list[Finding]:
    """The findings of all senses that are done, in the papers' order of modalities."""
    findings: list[Finding] = []
    words = sensed.get(Modality.LEXICAL)
    transcript = words.transcript if words else None
    for modality in Modality:
        if one := sensed.get(modality):
            if one.prosody and one.prosody.speech and transcript:
                findings += _with_words(one.findings, one.prosody, transcript)
            else:
                findings += one.findings
    return findings


def _with_words(
    findings: Sequence[Finding], prosody: Prosody, transcript: Transcript
) -> list[Finding]:
    """The findings of a voice with the pace of the known words, and what else these tell of it."""
    speech = prosody.speech
    words = spoken_words(transcript, speech[0].start, speech[-1].end)
    language = language_of(words, transcript.language if transcript.words else None)
    known = pace(words, speech, language)
    kept = [one for one in findings if not (known and one.kind == "pace")]
    told = [_of_pace(known, (speech[0].start, speech[-1].end))] if known else []
    if transcript.words:
        kept = [_before_a_word(one, words) for one in kept]
        told += _stressed(words, prosody)
    place = next((at for at, one in enumerate(kept) if one.topic in LATER), len(kept))
    return [*kept[:place], *told, *kept[place:]]


def _of_pace(known: Pace, span: Span) -> Finding:
    norm = NORMS["syllables"]
    facts = {"low": norm.low, "high": norm.high}
    rate = norm.shown(known.rate)
    usual = known.side == "within"
    of = ("pace", "manner", span, rate, norm.unit, facts)
    return _heard(*of, side=known.side, usual=usual)


def _before_a_word(finding: Finding, words: Sequence[Word]) -> Finding:
    """A pause with the word that ends it, where one does."""
    if finding.kind != "pause":
        return finding
    after = next((word for word in words if word.start > finding.end - AFTER), None)
    if after is None or after.start > finding.end + AFTER:
        return finding
    text = after.text.strip(MARKS)
    return replace(finding, kind="pause_before", facts={**finding.facts, "text": text})


def _stressed(words: Sequence[Word], prosody: Prosody) -> Iterator[Finding]:
    """In each phrase the word that is louder and higher than every other one, if one is."""
    for phrase in prosody.speech:
        inside = [w for w in words if w.start < phrase.end and w.end > phrase.start]
        peaks = [_peaks(word, prosody) for word in inside]
        known = [(word, peak) for word, peak in zip(inside, peaks, strict=True) if peak]
        if len(known) < FEWEST or len(known) < len(inside):
            continue
        word, most = max(known, key=lambda one: one[1].loudness)
        others = [peak for other, peak in known if other is not word]
        louder = most.loudness - max(peak.loudness for peak in others)
        higher = most.pitch - max(peak.pitch for peak in others)
        clear = word.start + INSIDE <= most.time <= word.end - INSIDE
        if clear and louder >= LOUDER and higher >= HIGHER:
            facts: dict[str, float | str | tuple[str, ...]] = {
                "text": word.text.strip(MARKS),
                "higher": higher,
            }
            yield _heard("stressed", "moment", (word.start, word.end), louder, "dB", facts)


@dataclass(frozen=True)
class _Peak:
    """Of one word: its loudest moment (s) and dB, and its highest pitch in semitones."""

    time: float
    loudness: float
    pitch: float


def _peaks(word: Word, prosody: Prosody) -> _Peak | None:
    at = np.flatnonzero(within(prosody.times, [Stretch(word.start, word.end)]))
    if not len(at) or not np.isfinite(prosody.pitch[at]).any():
        return None
    loudest = at[int(prosody.loudness[at].argmax())]
    highest = float(np.nanpercentile(semitones(prosody.pitch[at], 100.0), 90))
    return _Peak(float(prosody.times[loudest]), float(prosody.loudness[loudest]), highest)
