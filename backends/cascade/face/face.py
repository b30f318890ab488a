"""Who is on screen, what the face does, and when: from frames to a report about the main person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face import expression as expressions
from backends.cascade.face import nets as face_nets
from backends.cascade.face import people, tracking
from backends.cascade.face.cues import CUES, Cues, eye_pictures, measure
from backends.cascade.face.events import find_events
from backends.cascade.face.series import FaceEvent, Series, crossing
from backends.reading.basic_emotions import BASIC
from backends.sessions import pictures_on_one_thread

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

MIN_SIDE = 48.0
"""Pixels. The mesh of a smaller face is too coarse to tell what mouth and brows do."""
SWITCH = 0.08
"""What it costs the course to go over to another expression, as probability times seconds. There
and back again it pays for a lead of 0.64 that lasts 0.25 s, or of 0.32 that lasts 0.5 s, so that
one syllable or one doubtful frame has no stretch of its own."""


MOST_READ = 3
"""People whose faces are read: the main one, then in order of appearance."""
LEAST_SEEN = 0.1
"""Part of all frames that show somebody whose face is read, besides the main person."""


@dataclass(frozen=True)
class SeenFace:
    """A face in one frame. `person` is the same number as long as the face can be followed."""

    person: int
    left: float
    top: float
    side: float
    confidence: float
    expression: Floats
    """Probabilities [7] in the order of `BASIC`."""
    evidence: Floats
    """The same as evidence; `face.expression` tells both."""
    cues: Cues
    eyes: Image
    """Both eyes in grey, [2, 24, 40]."""


@dataclass(frozen=True)
class FaceMoment:
    """All faces of one frame, the largest first. `time` in seconds."""

    time: float
    faces: tuple[SeenFace, ...]
    shot: int = 0
    """Number of its shot: cuts part them."""


@dataclass(frozen=True)
class FaceReport:
    """One person of a clip over time: by default the one with the largest face for the longest.

    Attributes:
        series: what was measured at each frame; `present` is nowhere true where nobody was seen.
        people: the most faces seen at once, of those who count as persons.
        persons: how many were followed over the clip, each in two frames or more (where there are
            two). Faces are told apart by place, size and looks, so somebody who comes back in
            another place or size counts again.
        events: what the main person's face did, in order.
    """

    series: Series
    people: int
    persons: int
    events: tuple[FaceEvent, ...]

    @property
    def mean_expression(self) -> Floats | None:
        """Mean probabilities [7] where the main person was seen; None: nobody was."""
        seen = self.series.present
        return self.series.expression[seen].mean(0) if seen.any() else None

    @property
    def mean_evidence(self) -> Floats | None:
        """The same of the evidence."""
        seen = self.series.present
        return self.series.evidence[seen].mean(0) if seen.any() else None


@dataclass(frozen=True)
class ExpressionSegment:
    """A stretch of time (s) in which one expression leads, and the second strongest meanwhile."""

    emotion: str
    start: float
    end: float
    probability: float
    runner_up: str
    runner_up_probability: float
    probabilities: Floats
    """Their means [7] over the stretch, in the order of `BASIC`."""


def follow(frames: Iterable[tuple[float, Image]]) -> Iterator[FaceMoment]:
    """Measure every face of every frame, and follow who is who.

    Args:
        frames: (time in seconds, RGB uint8 picture), in order of time.

    Yields:
        One moment per frame, so that the caller can show progress and stop in between.
    """
    pictures_on_one_thread()
    tracker = people.Tracker()
    for found in tracking.search(frames):
        tracker.turn_to(found.time, found.image, found.shot)
        seen: list[SeenFace] = []
        for face, mesh in found.faces:
            eyes = eye_pictures(found.image, mesh.points)
            told = expressions.read(face_nets.crop(found.image, face))
            seen.append(
                SeenFace(
                    tracker.number(face),
                    face.left,
                    face.top,
                    face.side,
                    mesh.confidence,
                    told.probabilities,
                    told.evidence,
                    measure(found.image, mesh.points, eyes),
                    eyes,
                )
            )
        yield FaceMoment(found.time, tuple(seen), found.shot)


def read(moments: Sequence[FaceMoment], end: float | None = None) -> FaceReport:
    """What the moments of a clip say about its main person. No moments: an empty report.

    The last moment is on screen until `end` (seconds); by default no longer than its own time.
    """
    followed = people.persons(moments)
    return _of_person(moments, followed[0] if followed else None, followed, end)


def read_each(
    moments: Sequence[FaceMoment], end: float | None = None
) -> list[tuple[str, FaceReport]]:
    """Letter and report of each person who is seen for long enough, the main one first; see `read`.

    At most `MOST_READ`. Letters are those of `people.boxes`.
    """
    followed = people.persons(moments)
    letters = lettered(moments)
    seen = Counter(face.person for moment in moments for face in moment.faces)
    least = max(LEAST_SEEN * len(moments), people.MIN_SIGHTINGS)
    kept = [one for at, one in enumerate(letters) if at == 0 or seen[one[1]] >= least]
    return [
        (letter, _of_person(moments, person, followed, end)) for letter, person in kept[:MOST_READ]
    ]


def lettered(moments: Sequence[FaceMoment]) -> list[tuple[str, int]]:
    """Letter and number of those who count as persons; of more than 26, the last have none."""
    return list(zip(ascii_uppercase, people.persons(moments), strict=False))


def _of_person(
    moments: Sequence[FaceMoment], main: int | None, followed: Sequence[int], end: float | None
) -> FaceReport:
    count = len(moments)
    present = np.zeros(count, np.bool_)
    clear = np.zeros(count, np.bool_)
    expression = np.full((count, len(BASIC)), np.nan, np.float32)
    evidence = expression.copy()
    cues = {name: np.full(count, np.nan, np.float32) for name in CUES}
    eyes = np.full((count, 2, 24, 40), np.nan, np.float32)
    for i, moment in enumerate(moments):
        for face in moment.faces:
            if face.person != main:
                continue
            present[i], clear[i] = True, face.side >= MIN_SIDE
            expression[i], evidence[i] = face.expression, face.evidence
            eyes[i] = face.eyes
            for name in CUES:
                cues[name][i] = getattr(face.cues, name)
    times = np.array([moment.time for moment in moments], np.float64)
    if end is None:
        end = moments[-1].time if moments else 0.0
    expression, evidence = smooth(expression, present), smooth(evidence, present)
    series = Series(times, end, present, clear, expression, evidence, cues, eyes)
    at_once = (sum(face.person in followed for face in moment.faces) for moment in moments)
    return FaceReport(
        series,
        people=max(at_once, default=0),
        persons=len(followed),
        events=tuple(find_events(series)),
    )


def smooth(values: Floats, present: Mask) -> Floats:
    """Each row of `values` [T, n] averaged with its neighbours in time, the middle counting double.

    Rows that are not present count nothing and stay NaN.
    """
    known = np.where(present[:, None], values, 0)
    weights = present.astype(np.float32)[:, None]
    for array in (known, weights):
        padded = np.pad(array, ((1, 1), (0, 0)))
        array *= 2
        array += padded[:-2] + padded[2:]
    result = np.full_like(values, np.nan)
    result[present] = known[present] / weights[present]
    return result


def expression_segments(report: FaceReport) -> list[ExpressionSegment]:
    """Stretches of time in which one expression leads; a short or narrow lead has none.

    Where the evidence speaks for another than people would name, the mean of both counts, which is
    surer of neither: bared teeth look happy to one and disgusted to the other. One ends where the
    next begins to lead, between two frames; the last lasts until the clip's end.
    A stretch never bridges frames without the face.
    """
    series = report.series
    times, ends, expression = series.times, series.ends, series.expression
    leads = np.full(len(times), -1)
    for first, stop in _runs(series.present):
        span = slice(first, stop)
        leads[span] = _course(expression[span], (ends - times)[span])
    edges = [0, *(np.flatnonzero(np.diff(leads)) + 1).tolist(), len(leads)]
    segments: list[ExpressionSegment] = []
    bound: float | None = None  # where the stretch before ended, if this one follows it
    for first, stop in pairwise(edges):
        lead = leads[first:stop][:1]
        if not lead.size or lead[0] < 0:
            bound = None
            continue
        start, end = float(times[first]) if bound is None else bound, float(ends[stop - 1])
        bound = None
        if stop < len(leads) and leads[stop] >= 0:
            ahead = expression[stop - 1 : stop + 1, lead[0]]
            ahead = ahead - expression[stop - 1 : stop + 1, leads[stop]]
            end = bound = crossing(series, stop, *ahead.tolist())
        mean, evidence = (one[first:stop].mean(0) for one in (expression, series.evidence))
        if mean.argmax() != evidence.argmax():
            mean = (mean + evidence) / 2
        second, best = (int(k) for k in mean.argsort()[-2:])
        segments.append(
            ExpressionSegment(
                BASIC[best],
                start,
                end,
                float(mean[best]),
                BASIC[second],
                float(mean[second]),
                mean,
            )
        )
    return segments


def _course(expression: Floats, seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which expression holds at each frame [T] so that their probabilities [T, 7], times how long
    each frame lasts, add up to the most after what every change costs (Viterbi 1967).
    """
    gains = expression * seconds[:, None]
    total, came_from = gains[0].copy(), np.zeros(expression.shape, np.int64)
    for i, gain in enumerate(gains[1:], 1):
        best = int(total.argmax())
        changes = total[best] - SWITCH > total
        came_from[i] = np.where(changes, best, np.arange(len(total)))
        total = np.where(changes, total[best] - SWITCH, total) + gain
    path = [int(total.argmax())]
    for row in came_from[:0:-1]:
        path.append(int(row[path[-1]]))
    return np.array(path[::-1])


def _runs(present: Mask) -> list[tuple[int, int]]:
    """First frame of each stretch that is present, and the frame after its last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], present, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
