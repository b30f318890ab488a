"""The merge over time: what face, voice and words speak for together, from moment to moment.

Nothing is sensed again: what each modality said of its stretches is merged anew for each piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from backends.base import Merged, Modality
from backends.cascade.findings import Span
from backends.cascade.phrases import Phrases
from backends.cascade.reason import ENOUGH, Opinion, merge
from backends.cascade.shares import shares

PIECE = 1.0
"""Seconds that a piece lasts, about."""
LEAST = 0.3
"""Seconds between two sentences, or at either end of the clip, that are a piece of their own."""


@dataclass(frozen=True)
class Said:
    """What one modality says from `start` to `end` (seconds of the clip)."""

    start: float
    end: float
    opinion: Opinion


def merged(said: Sequence[Said], span: Span, phrases: Phrases) -> list[Merged]:
    """The merge in each piece of `span` (s): of a sentence, or of the time beside sentences.

    Empty where nothing was said of any stretch.
    """
    if not said:
        return []
    sentences = [(o.start, o.end) for o in said if o.opinion.modality is Modality.LEXICAL]
    return [_of(said, piece, phrases) for piece in _pieces(sentences, span)]


def _of(said: Sequence[Said], piece: Span, phrases: Phrases) -> Merged:
    opinions = [
        one
        for modality in Modality
        if (one := _mean([o for o in said if o.opinion.modality is modality], piece))
    ]
    emotions, left = shares(merge(opinions), [], phrases)
    start, end = (round(time, 3) for time in piece)
    judged = [one.modality for one in opinions]
    return Merged(start=start, end=end, emotions=emotions, open=left, modalities=judged)


def _mean(said: Sequence[Said], piece: Span) -> Opinion | None:
    """What a modality says in a piece: the mean of its stretches, by how long each is in it."""
    seconds = [max(0.0, min(one.end, piece[1]) - max(one.start, piece[0])) for one in said]
    if sum(seconds) <= 0:
        return None
    # what a stretch rests on is all of it, not only what of it lies in this piece
    whole = sum(one.end - one.start for one, inside in zip(said, seconds, strict=True) if inside)
    found = [one.opinion for one in said]
    mean = np.average([one.probabilities for one in found], axis=0, weights=seconds)
    trust = float(np.average([one.trust for one in found], weights=seconds))
    seen = sum(seconds) / (piece[1] - piece[0])  # a face that is away leaves the rest open
    known = None if found[0].seconds is None else min(whole, ENOUGH) * seen
    return replace(found[0], probabilities=mean, trust=trust, seconds=known)


def _pieces(sentences: Sequence[Span], span: Span) -> Iterator[Span]:
    """Pieces of about a second, none of which goes beyond the start or the end of a sentence."""
    first, last = span
    bounds = [first]
    for time in sorted(time for sentence in sentences for time in sentence):
        if time - bounds[-1] >= LEAST and last - time >= LEAST:
            bounds.append(time)
    for start, end in pairwise([*bounds, last]):
        edges = np.linspace(start, end, max(1, round((end - start) / PIECE)) + 1)
        yield from pairwise(edges.tolist())
