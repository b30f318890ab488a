"""Who of the people in view speaks when: whose mouth moves while a voice is heard.

A mouth that moves is not always the one that is heard, and a voice may come from somebody who is
not in view. So a face is said to speak only if its mouth clearly moves, those of all others in view
clearly less; else the speaker is unknown, and no voice is tied to a face. How many voices there are
is not told: that would need a net that knows voices apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backends.base import Turn
from backends.cascade.face.face import FaceReport
from backends.cascade.face.series import SAMPLED, Series
from backends.cascade.voice.speech import Stretch

MOVES = 0.034
"""Movement of a mouth that speaks, a tenth of a second in widths of the outer eye corners: corners
and lips together, on average. The gallery's man reaches .04 to .09 in his sentences. From .0335
down, voices off screen are claimed (`tests.helpers.people_report --half set`)."""
RESTS = 0.012
"""The movement that the mesh's jitter alone gives: less is counted as this."""
CLAIMED = 0.7
"""Confidence from which a face is said to speak."""
SEEN = 0.8
"""Part of a piece of speech over which a face must be in view, to be said to speak or to listen."""
GLIMPSED = 0.1
"""Part of a piece over which somebody is in view whose mouth can't be followed: too small, or found
in some frames only. That one may be who speaks."""
HIDDEN = 0.75
"""What is left of the confidence in somebody else then: only the clearest mouth is believed."""
LONGEST = 1.6
"""Seconds of speech that are judged at once: people take turns without a pause too."""
SHORTEST = 0.35
"""Seconds; in less a mouth hardly moves often enough to tell."""

Faces = Sequence[tuple[str, FaceReport]]
Floats = NDArray[np.float64]


def turns(faces: Faces, speech: Sequence[Stretch]) -> list[Turn]:
    """Who speaks each stretch of speech, in order of time; neighbours of one speaker are one.

    Args:
        faces: letter and report of each person whose face is read.
        speech: where somebody is heard, in seconds.
    """
    found: list[Turn] = []
    for stretch in speech:
        for start, end in _pieces(faces, stretch):
            person, confidence = _speaker(faces, start, end)
            turn = Turn(
                start=round(start, 3),
                end=round(end, 3),
                person=person,
                confidence=round(confidence, 2),
            )
            if found and found[-1].person == person and start - found[-1].end < LONGEST:
                found[-1] = _joined(found[-1], turn)
            else:
                found.append(turn)
    return found


def _joined(one: Turn, other: Turn) -> Turn:
    long, more = one.end - one.start, other.end - other.start
    confidence = (one.confidence * long + other.confidence * more) / max(long + more, 1e-6)
    return one.model_copy(update={"end": other.end, "confidence": round(confidence, 2)})


def _pieces(faces: Faces, stretch: Stretch) -> Iterator[tuple[float, float]]:
    """A stretch cut evenly into pieces that can be judged, and where faces come and go."""
    changes = {
        float(report.series.times[i])
        for _, report in faces
        for i in np.flatnonzero(np.diff(report.series.present)) + 1
    }
    edges = [stretch.start]
    for change in sorted(changes):
        if change - edges[-1] >= SHORTEST and stretch.end - change >= SHORTEST:
            edges.append(change)
    edges.append(stretch.end)
    for start, end in pairwise(edges):
        parts = max(1, int(np.ceil((end - start) / LONGEST)))
        steps = np.linspace(start, end, parts + 1).tolist()
        yield from pairwise(steps)


def _speaker(faces: Faces, start: float, end: float) -> tuple[str | None, float]:
    """Who speaks from `start` to `end` (s), and how sure that is."""
    moved = {
        person: amount
        for person, report in faces
        if (amount := movement(report.series, start, end)) is not None
    }
    hidden = any(
        person not in moved and _share_in_view(report.series, start, end) >= GLIMPSED
        for person, report in faces
    )
    if not moved or end - start < SHORTEST:
        return None, 0.0
    ranked = sorted(moved, key=lambda person: -moved[person])
    most = moved[ranked[0]]
    others = max([RESTS, *(moved[one] for one in ranked[1:])])
    confidence = sure(most, others) * (HIDDEN if hidden else 1.0)
    return (ranked[0] if confidence >= CLAIMED else None), confidence


def sure(most: float, others: float) -> float:
    """How sure it is, 0..1, that the mouth which moves `most` is the one that is heard."""
    clearly = 1 / (1 + (MOVES / max(most, RESTS)) ** 4)
    alone = most**2 / (most**2 + others**2)
    return float(clearly * alone)


def _share_in_view(series: Series, start: float, end: float) -> float:
    """Part of the frames from `start` to `end` (s) that show a face, however small."""
    asked = (series.times >= start) & (series.times < end)
    return float(series.present[asked].mean()) if asked.any() else 0.0


def movement(series: Series, start: float, end: float) -> float | None:
    """How much a mouth moves from `start` to `end` (s), a tenth of a second, in widths of the outer
    eye corners; None where the face is not in view for most of that time, or too small."""
    times = series.times
    gaps = np.diff(times)
    inside = (times[:-1] + times[1:]) / 2
    asked = (inside >= start) & (inside <= end)
    known = asked & series.clear[:-1] & series.clear[1:] & (gaps <= SAMPLED)
    if not known.any() or gaps[known].sum() < SEEN * (end - start - SAMPLED):
        return None
    steps = np.hypot(*(np.diff(series.cues[cue]) for cue in ("mouth_opening", "mouth_width")))
    return float((steps[known] / gaps[known]).mean() / 10)
