"""Claims of head and gaze, and of who is in the picture.

Angles are absolute for the head, and for the gaze relative to its own median: the middle of what is
dark in an eye lies beside the pupil. Where somebody looks to is not measured, only that it changes.
"""

from __future__ import annotations

import numpy as np

from backends.base import Mark
from backends.measured import Measured, MeasuredFace, Span
from demo.fact_check.face import looked_at
from demo.fact_check.verdict import Verdict, graded, unmeasured

TURN, TILT, NODS = (15.0, 8.0), (10.0, 5.0), (8.0, 4.0)
"""Degrees from which a head is turned, tilted, or up or down, and below which it is not. Speakers
sway by five all the time (thresholds of `backends/cascade/face/rules.py`)."""
STILL = (6.0, 15.0)
"""Degrees within which a head keeps still, and by which it surely moves."""
AWAY = (15.0, 7.5)
"""Degrees that the gaze turns from its median to be away, and within which it stays. What is dark
in the eyes wavers by 4 degrees."""
SWAY = 4.0
"""Degrees over which nothing moves to and fro: there is no nod."""


def of_head(face: MeasuredFace, value: str, span: Span) -> Verdict:
    """What is measured of the head in `span` (s), against a value that is not denied."""
    at = looked_at(face, span)
    if at is None and value in ("turned",):
        at = (face.ends > span[0]) & (face.times <= span[1]) & np.isfinite(face.cues["yaw"])
    if at is None or not at.any():
        return unmeasured("face_unclear", span)
    yaw, pitch, roll = (
        np.asarray(face.cues[name], np.float64)[at] for name in ("yaw", "pitch", "roll")
    )
    swings = [float(np.ptp(np.percentile(line, (5, 95)))) for line in (yaw, pitch, roll)]
    if value in ("nod", "shake"):
        kind = "nod" if value == "nod" else "head_shake"
        acts = [a for a in face.acts if a.kind == kind and a.end > span[0] and a.start < span[1]]
        if acts:
            where = acts[0].start, acts[-1].end
            return Verdict(Mark.BORNE_OUT, kind, where, {"value": acts[0].value}, "degrees")
        swing = swings[1] if value == "nod" else swings[0]
        mark = Mark.CONTRADICTED if swing < SWAY else Mark.NOT_FOUND
        return Verdict(mark, f"no_{kind}", span, {"value": swing}, "degrees")
    if value in ("still", "moving"):
        most = max(swings)
        facts = {"value": most, "yes": STILL[0], "no": STILL[1]}
        verdict = Verdict(graded(most, *STILL), "head_still", span, facts, "degrees")
        return verdict if value == "still" else verdict.turned()
    sizes = {
        "turned": (float(np.percentile(np.abs(yaw), 95)), TURN, "head_turn"),
        "tilted": (float(np.percentile(np.abs(roll), 95)), TILT, "head_tilt"),
        "up": (float(np.percentile(pitch - np.median(pitch), 95)), NODS, "head_up"),
        "down": (float(np.percentile(np.median(pitch) - pitch, 95)), NODS, "head_down"),
    }
    if value not in sizes:
        return unmeasured("no_measure", span)
    size, limits, key = sizes[value]
    mark = graded(size, *limits)
    if value in ("up", "down") and mark is Mark.CONTRADICTED:
        mark = Mark.NOT_FOUND  # it may have been so all the time
    facts = {"value": size, "yes": limits[0], "no": limits[1]}
    return Verdict(mark, key, span, facts, "degrees")


def of_gaze(face: MeasuredFace, value: str, span: Span) -> Verdict:
    """What is measured of the gaze: only whether it turns aside, or stays where it is."""
    if value not in ("aside", "fixed"):
        return unmeasured("target", span)
    at = looked_at(face, span)
    if at is None:
        return unmeasured("face_unclear", span)
    gaze = np.asarray(face.cues["gaze"], np.float64)
    moved = float(np.percentile(np.abs(gaze[at] - np.median(gaze[face.clear])), 90))
    acts = [a for a in face.acts if a.kind == "gaze_away"]
    acts = [a for a in acts if a.end > span[0] and a.start < span[1]]
    mark = Mark.BORNE_OUT if acts else graded(moved, *AWAY)
    where = (acts[0].start, acts[-1].end) if acts else span
    facts = {"value": max(moved, AWAY[0]) if acts else moved, "yes": AWAY[0], "no": AWAY[1]}
    verdict = Verdict(mark, "gaze", where, facts, "degrees")
    return verdict if value == "aside" else verdict.turned()


def of_people(measured: Measured, aspect: str, value: str, span: Span) -> Verdict:
    """How many people are told apart."""
    count = len(measured.faces)
    facts = {"value": count}
    if aspect == "seen":
        return Verdict(Mark.BORNE_OUT if count else Mark.CONTRADICTED, "faces", span, facts)
    several = count > 1
    mark = Mark.BORNE_OUT if several == (value == "several") else Mark.NOT_FOUND
    if not several and value == "several" and count == 1:
        mark = Mark.NOT_FOUND  # one may have the back turned
    if several and value == "one":
        mark = Mark.CONTRADICTED
    return Verdict(mark, "faces", span, facts)
