"""Who is on screen, what the face does, and when: from frames to a report about the main person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face import nets as face_nets
from backends.cascade.face import people
from backends.cascade.face.cues import CUES, Cues, eye_pictures, measure
from backends.cascade.face.events import find_events
from backends.cascade.face.series import FaceEvent, Series, crossing
from backends.reading.basic_emotions import BASIC

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

MIN_MESH_CONFIDENCE = 0.5
"""The mesh's own doubt rejects what the detector takes for a face."""
MIN_SIDE = 48.0
"""Pixels. The mesh of a smaller face is too coarse to tell what mouth and brows do."""
FLICKER = 0.25
"""Seconds. A shorter lead of an expression is one syllable or one doubtful frame."""


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
    cues: Cues
    eyes: Image
    """Both eyes in grey, [2, 24, 40]."""


@dataclass(frozen=True)
class FaceMoment:
    """All faces of one frame, the largest first. `time` in seconds."""

    time: float
    faces: tuple[SeenFace, ...]


@dataclass(frozen=True)
class FaceReport:
    """The main person of a clip over time: the one with the largest face for the longest.

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
    known: dict[int, people.Known] = {}
    for time, image in frames:
        seen: list[SeenFace] = []
        taken: set[int] = set()
        for face in sorted(face_nets.detect(image), key=lambda face: -face.side):
            mesh = face_nets.mesh(image, face)
            if mesh.confidence <= MIN_MESH_CONFIDENCE:
                continue
            now = people.Known(time, face, people.look(image, face))
            free = {person: before for person, before in known.items() if person not in taken}
            person = people.recognise(now, free)
            if person is None:
                person = len(known)
            taken.add(person)
            known[person] = now
            eyes = eye_pictures(image, mesh.points)
            seen.append(
                SeenFace(
                    person,
                    face.left,
                    face.top,
                    face.side,
                    mesh.confidence,
                    face_nets.expression(face_nets.crop(image, face)),
                    measure(image, mesh.points, eyes),
                    eyes,
                )
            )
        yield FaceMoment(time, tuple(seen))


def read(moments: Sequence[FaceMoment], end: float | None = None) -> FaceReport:
    """What the moments of a clip say about its main person. No moments: an empty report.

    The last moment is on screen until `end` (seconds); by default no longer than its own time.
    """
    count = len(moments)
    followed = people.persons(moments)
    main = followed[0] if followed else None
    present = np.zeros(count, np.bool_)
    clear = np.zeros(count, np.bool_)
    expression = np.full((count, len(BASIC)), np.nan, np.float32)
    cues = {name: np.full(count, np.nan, np.float32) for name in CUES}
    eyes = np.full((count, 2, 24, 40), np.nan, np.float32)
    for i, moment in enumerate(moments):
        for face in moment.faces:
            if face.person != main:
                continue
            present[i], clear[i] = True, face.side >= MIN_SIDE
            expression[i], eyes[i] = face.expression, face.eyes
            for name in CUES:
                cues[name][i] = getattr(face.cues, name)
    times = np.array([moment.time for moment in moments], np.float64)
    if end is None:
        end = moments[-1].time if moments else 0.0
    series = Series(times, end, present, clear, smooth(expression, present), cues, eyes)
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
    """Stretches of time in which one expression leads; a lead shorter than 0.25 s is merged.

    One ends where the next begins to lead, between two frames; the last lasts until the clip's end.
    A stretch never bridges frames without the face.
    """
    times, ends, expression = report.series.times, report.series.ends, report.series.expression
    present = report.series.present
    leads = np.where(present, np.nan_to_num(expression).argmax(1), -1)
    edges = [0, *(np.flatnonzero(np.diff(leads)) + 1), len(leads)]
    spans = [(int(a), int(b)) for a, b in pairwise(edges) if a < b and leads[a] >= 0]

    def leader(span: tuple[int, int]) -> int:
        return int(expression[slice(*span)].mean(0).argmax())

    merged = True
    while merged:
        merged = False
        lengths = [float(ends[b - 1] - times[a]) for a, b in spans]
        for i in sorted(range(len(spans)), key=lengths.__getitem__):
            neighbours = [
                j
                for j in (i - 1, i + 1)
                if 0 <= j < len(spans) and spans[min(i, j)][1] == spans[max(i, j)][0]
            ]
            same = [j for j in neighbours if leader(spans[j]) == leader(spans[i])]
            if neighbours and (same or lengths[i] < FLICKER):
                j = (same or sorted(neighbours, key=lengths.__getitem__))[-1]
                low, high = min(i, j), max(i, j)
                spans[low : high + 1] = [(spans[low][0], spans[high][1])]
                merged = True
                break
    led = [leader(span) for span in spans]
    starts = [float(times[first]) for first, _ in spans]
    stops = [float(ends[stop - 1]) for _, stop in spans]
    for i, (one, other) in enumerate(pairwise(led)):
        first = spans[i + 1][0]
        if spans[i][1] == first:
            lead = expression[first - 1 : first + 1, one] - expression[first - 1 : first + 1, other]

            stops[i] = starts[i + 1] = crossing(report.series, first, *lead.tolist())
    segments = []
    for (first, stop), start, end in zip(spans, starts, stops, strict=True):
        mean = expression[first:stop].mean(0)
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
