"""Claims of a face: brows, eyes, mouth and what it does, against the cues of its mesh.

A change is measured against the person's own rest: the median of the same cue before it, as in
`backends/cascade/face/events.py`, whose thresholds these are. They were set for few false alarms on
six acted clips of one man. A claim is contradicted where the cue moves by less than half of its
threshold the whole time that it is looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backends.base import Mark
from backends.measured import Act, MeasuredFace, Span
from demo.fact_check.verdict import Verdict, graded, unmeasured, within

MARGIN = 0.5
"""Of the threshold, below which a change is not there."""
LEAST_SEEN = 0.5
"""Part of the frames looked at that must show the face clearly."""
MEMORY = 3
"""Frames that must have been seen before a change can be told."""
TICK = 1e-3
"""Seconds. Times of frames are rounded."""
SHOWS = 0.5
"""Mean probability of an expression that also tells a smile, or keeps a frown possible."""
LEVEL = (0.016, 0.026)
"""Brows whose height stays within the first are level, and not if it moves by the second."""
LIPS = (0.03, 0.06)
"""Opening of the mouth, in distances between the eyes, up to which it is closed, and from which
it is not."""
MANY, OFTEN = 3, 60.0
"""Blinks, and blinks a minute, that are many: twice the rate of people who talk."""


@dataclass(frozen=True)
class Change:
    """What moves by how much, signed, for a value of an aspect to be told."""

    key: str
    cues: Mapping[str, float]
    acts: tuple[str, ...] = ()
    """Kinds of acts that tell it too: there, more is looked at than these cues."""
    seconds: float = 0.3
    """For how long: shorter changes of brows and mouth are mostly speech or jitter of the mesh."""
    closed: bool = False
    """Whether it is only told of a closed mouth: an opening one moves what it is measured from."""
    held: bool = False
    """Whether a face may keep it from the first frame on: then no move says nothing."""
    shown_by: tuple[str, ...] = ()
    """Expressions that tell it too."""
    kept_by: tuple[str, ...] = ()
    """Expressions beside which it is not contradicted."""


BAD = ("angry", "disgusted", "sad", "fearful")
CHANGES: dict[tuple[str, str], Change] = {
    ("brows", "raised"): Change(
        "brows_rise", {"brow_height": 0.026}, ("brows_raised",), 0.2
    ),
    ("brows", "lowered"): Change("brows_sink", {"brow_height": -0.014}, ("frown",), held=True),
    ("inner_brows", "raised"): Change("inner_brows", {"brow_slope": 0.02}, ("inner_brows_raised",)),
    ("frown", "frown"): Change(
        "frown", {"brow_height": -0.014, "brow_gap": -0.003}, ("frown",), kept_by=BAD
    ),
    ("smile", "smile"): Change(
        "smile", {"corner_lift": 0.03, "mouth_width": 0.06}, ("smile", "smile_stays"),
        shown_by=("happy",),
    ),
    ("smile", "mouth turned down"): Change(
        "corners_down", {"corner_lift": -0.025}, ("lip_corners_down",), closed=True, held=True
    ),
    ("teeth", "shown"): Change("teeth", {"teeth": 1.2}, ("teeth_shown",)),
    ("mouth", "open"): Change(
        "mouth_open", {"mouth_opening": 0.18}, ("jaw_drop", "mouth_open"), 0.0
    ),
    ("lip", "raised"): Change("upper_lip", {"upper_lip": -0.02}, ("upper_lip_raised",)),
    ("eyes", "wide"): Change("eyes_wide", {"eye_opening": 0.045}, ("eyes_widen",), 0.2),
    ("eyes", "narrow"): Change("eyes_narrow", {"eye_opening": -0.045}, ("eyes_narrow",), held=True),
}  # fmt: skip
SAME = {("jaw", "slack"): ("mouth", "open"), ("frown", "smooth"): ("frown", "not frown")}
"""Values that are told as another is."""
STRONG = frozenset(
    {"frown", "smile", "brows_raised", "eyes_widen", "eyes_narrow", "forehead_creases",
     "mouth_open", "teeth_shown", "upper_lip_raised", "lip_corners_down", "head_turn",
     "head_shake", "nod"}
)  # fmt: skip
"""Acts that a face which hardly moves has none of."""
GRIMACE = ("upper_lip_raised", "frown", "grimace_stays", "lip_corners_down")


def of_face(face: MeasuredFace, aspect: str, value: str, span: Span) -> Verdict:
    """What the measurements of a face in `span` (s) say of an aspect's value, not denied."""
    aspect, value = SAME.get((aspect, value), (aspect, value))
    denied = value.startswith("not ")
    if denied:
        return of_face(face, aspect, value.removeprefix("not "), span).turned()
    at = looked_at(face, span)
    if at is None:
        return unmeasured("face_unclear", span)
    if change := CHANGES.get((aspect, value)):
        return _changed(face, change, at, span)
    acts = [act for act in face.acts if act.end >= span[0] and act.start <= span[1]]
    if aspect == "brows" and value == "level":
        moved = float(np.ptp(face.cues["brow_height"][at]))
        facts = {"value": moved, "yes": LEVEL[0], "no": LEVEL[1]}
        return Verdict(graded(moved, *LEVEL), "brows_level", span, facts, "eyes")
    if aspect in ("mouth", "lips"):
        return _mouth(face, value, at, span)
    if aspect == "blink":
        return _blinks(face, value, acts, at, span)
    if aspect == "smile_end":
        return _smile_end(face, value, at, span)
    if aspect == "eyes" and value == "closed":
        contrast = face.cues["eye_contrast"]
        seen = float(np.min(contrast[at]) / np.median(contrast[face.clear]))
        facts = {"value": 100 * seen, "yes": 60.0, "no": 86.0}
        return Verdict(graded(100 * seen, 60.0, 86.0), "eyes_closed", span, facts, "%")
    if aspect == "rest" and value == "still":
        strong = [act for act in acts if act.kind in STRONG]
        facts = {"value": len(strong), "no": 2}
        return Verdict(graded(len(strong), 0, 2), "still", span, facts, "")
    if aspect == "rest" and value == "grimace":
        found = [act for act in acts if act.kind in GRIMACE]
        strong = [act for act in acts if act.kind in STRONG]
        mark = Mark.BORNE_OUT if found else Mark.NOT_FOUND if strong else Mark.CONTRADICTED
        where = _span(found) or span
        return Verdict(mark, "grimace" if found else "no_grimace", where)
    if aspect == "serious" and value == "serious":
        smile = _changed(face, CHANGES["smile", "smile"], at, span)
        if smile.mark is Mark.BORNE_OUT:
            return smile.turned()
    return unmeasured("no_measure", span)


def looked_at(face: MeasuredFace, span: Span) -> NDArray[np.bool_] | None:
    """Which frames of `span` show the face clearly; None where too few do."""
    inside = (face.ends > span[0]) & (face.times <= span[1])
    at = inside & face.clear
    return at if at.sum() >= max(1.0, LEAST_SEEN * inside.sum()) and at.any() else None


def _changed(face: MeasuredFace, change: Change, at: NDArray[np.bool_], span: Span) -> Verdict:
    cue, amount = next(iter(change.cues.items()))
    if change.closed:
        at = at & (np.asarray(face.cues["mouth_opening"]) < LIPS[1])
    moved = _moves(face, tuple(change.cues.items()))
    there = np.where(at, moved, -np.inf)
    peak = int(there.argmax())
    share = float(there[peak])
    if not np.isfinite(share):
        return unmeasured("face_unclear", span)
    share = max(share, 0.0)
    facts = {"value": share * abs(amount), "yes": abs(amount)}
    acts = [a for a in face.acts if a.kind in change.acts and a.end > span[0] and a.start < span[1]]
    if acts:
        sizes = [abs(act.value - act.rest) for act in acts if act.unit != "s"]
        facts["value"] = max([*sizes, *([] if sizes else [facts["value"]])])
        where = _span(acts) or span
        return Verdict(Mark.BORNE_OUT, change.key, where, facts, _unit(cue))
    if share < 1 and change.shown_by and (shown := _shown(face, change.shown_by, at)) >= SHOWS:
        key, facts = f"{change.key}_shown", {"value": 100 * shown}
        return Verdict(Mark.BORNE_OUT, key, span, facts, "%")
    if share < 1 and change.kept_by and _shown(face, change.kept_by, at) >= SHOWS:
        return Verdict(Mark.NOT_FOUND, change.key, span, facts, _unit(cue))
    mark = graded(share, 1.0, MARGIN)
    if mark is Mark.CONTRADICTED and change.held:
        other = _moves(face, ((cue, -amount),))
        if float(np.where(at, other, -np.inf).max()) < 1:
            mark = Mark.NOT_FOUND
    where = span
    if mark is Mark.BORNE_OUT:
        longest = _longest(face, at & (moved >= 1))
        where = longest or span
        if longest is None or longest[1] - longest[0] < change.seconds - TICK:
            mark = Mark.NOT_FOUND
    return Verdict(mark, change.key, where, facts, _unit(cue))


def _longest(face: MeasuredFace, there: NDArray[np.bool_]) -> Span | None:
    """The longest unbroken run of frames, in seconds."""
    places = np.flatnonzero(there)
    if not len(places):
        return None
    parts = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    spans = [(float(face.times[part[0]]), float(face.ends[part[-1]])) for part in parts]
    return max(spans, key=lambda span: span[1] - span[0])


@lru_cache(maxsize=512)
def _moves(face: MeasuredFace, cues: tuple[tuple[str, float], ...]) -> NDArray[np.float64]:
    """At each frame how far all cues have moved from their medians before it, in thresholds [T]."""
    moved = np.full(len(face.times), -np.inf)
    seen = np.flatnonzero(face.clear)
    values = {name: np.asarray(face.cues[name], np.float64) for name, _ in cues}
    for place, frame in enumerate(seen):
        if place < MEMORY:
            moved[frame] = 0.0
            continue
        before = seen[:place]
        moved[frame] = min(
            (values[name][frame] - float(np.median(values[name][before]))) / amount
            for name, amount in cues
        )
    return moved


def _shown(face: MeasuredFace, names: tuple[str, ...], at: NDArray[np.bool_]) -> float:
    return sum(float(np.nanmean(face.expression[name][at])) for name in names)


def _mouth(face: MeasuredFace, value: str, at: NDArray[np.bool_], span: Span) -> Verdict:
    opening = np.asarray(face.cues["mouth_opening"], np.float64)[at]
    least, most = float(np.percentile(opening, 10)), float(np.percentile(opening, 90))
    if value in ("closed", "pressed"):
        mark = graded(least, *LIPS)
        if value == "pressed" and mark is Mark.BORNE_OUT:
            return unmeasured("lips_pressed", span)
        facts = {"value": least, "yes": LIPS[0], "no": LIPS[1]}
        return Verdict(mark, "mouth_closed", span, facts, "eyes")
    if value == "ajar":
        middle = float(np.median(opening))
        mark = within(middle, (0.02, 0.18), (0.012, 0.25))
        if mark is Mark.CONTRADICTED and most >= LIPS[0]:
            mark = Mark.NOT_FOUND
        return Verdict(
            mark, "mouth_ajar", span, {"value": middle, "yes": 0.02, "no": 0.012}, "eyes"
        )
    return unmeasured("no_measure", span)


def _blinks(
    face: MeasuredFace, value: str, acts: list[Act], at: NDArray[np.bool_], span: Span
) -> Verdict:
    blinks = [act for act in acts if act.kind == "blink"]
    seconds = max(float((face.ends - face.times)[at].sum()), 0.1)
    facts = {"value": len(blinks), "rate": 60 * len(blinks) / seconds, "yes": OFTEN}
    many = len(blinks) >= MANY and facts["rate"] >= OFTEN
    where = _span(blinks) or span
    if value == "blinks":  # a short one may fall between two frames
        return Verdict(Mark.BORNE_OUT if blinks else Mark.NOT_FOUND, "blinks", where, facts)
    often = Mark.BORNE_OUT if many else Mark.NOT_FOUND if blinks else Mark.CONTRADICTED
    verdict = Verdict(often, "blinks_often", where, facts)
    if value == "rarely":
        return Verdict(Mark.CONTRADICTED if many else Mark.NOT_FOUND, "blinks_often", where, facts)
    return verdict


def _smile_end(face: MeasuredFace, value: str, at: NDArray[np.bool_], span: Span) -> Verdict:
    stays = [act for act in face.acts if act.kind == "smile_stays"]
    smile = _changed(face, CHANGES["smile", "smile"], at, span)
    if not stays:
        return smile if smile.mark is Mark.CONTRADICTED else unmeasured("no_measure", span)
    facts = {"value": stays[0].end - stays[0].start}
    mark = Mark.BORNE_OUT if value == "stays" else Mark.CONTRADICTED
    return Verdict(mark, "smile_stays", (stays[0].start, stays[0].end), facts, "s")


def _span(acts: list[Act]) -> Span | None:
    return (min(a.start for a in acts), max(a.end for a in acts)) if acts else None


def _unit(cue: str) -> str:
    return {"teeth": "mouth", "eye_opening": "eye"}.get(cue, "eyes")
