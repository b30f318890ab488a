"""What was measured of one face over time, and what it does: the types that events are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backends.reading.basic_emotions import BASIC

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
FaceEventKind = Literal[
    "blink", "eyes_widen", "eyes_narrow", "smile", "frown", "brows_raised", "brows_level",
    "inner_brows_raised",    "forehead_creases", "mouth_open", "jaw_drop", "teeth_shown",
    "upper_lip_raised", "lip_corners_down", "gaze_away", "smile_stays", "grimace_stays",
    "head_turn", "head_tilt", "nod", "head_shake",
]  # fmt: skip

EYES, DEGREES = "of the distance between the eyes", "degrees"
EYE, GREY = "of the eye's width", "% of the forehead's grey"
MOUTH = "% of the mouth's picture"
SAMPLED = 0.25
"""Seconds. Between frames that are no farther apart, what changes is taken to change evenly."""


@dataclass(frozen=True)
class FaceEvent:
    """One thing that the face does, with the number that tells it and that number before it.

    Times are seconds. A change of mouth, brows or head lasts until the frame after it; blinks and
    swings begin and end at a frame. `value` is the cue at its peak and `rest` what it was before;
    of a nod or shake, `value` is the widest swing and `rest` 0.
    """

    kind: FaceEventKind
    start: float
    end: float
    value: float
    unit: str
    rest: float
    peak: float | None = None
    """When (s) `value` is reached; None where it is of the whole of it."""


@dataclass(frozen=True)
class Series:
    """One person over the frames of a clip; rows of frames without the face hold NaN.

    Attributes:
        times: seconds [T].
        end: until when the last frame is on screen, in seconds.
        present: where the face was seen [T].
        clear: where it was seen large enough to trust the cues [T].
        expression: probabilities [T, 7] in the order of `BASIC`.
        evidence: the same as evidence; `face.expression` tells both.
        cues: name of a cue of `cues.CUES` → values [T].
        eyes: grey pictures of both eyes [T, 2, height, width].
    """

    times: NDArray[np.float64]
    end: float
    present: Mask
    clear: Mask
    expression: Floats
    evidence: Floats
    cues: dict[str, Floats]
    eyes: Floats

    @property
    def ends(self) -> NDArray[np.float64]:
        """Until when each frame is on screen, in seconds [T]: a frame counts until the next."""
        return np.append(self.times, self.end)[1:]

    def emotion(self, *names: str) -> Floats:
        """What speaks for some basic emotions [T], 0..1, as if none were commoner than another."""
        return np.asarray(self.evidence[:, [BASIC.index(n) for n in names]].sum(1), np.float32)


def crossing(series: Series, frame: int, before: float, now: float) -> float:
    """When (s) something that is `before` at one frame and `now` at the next, `frame`, passes 0.

    That is the frame's own time where the two are far apart or it does not pass 0 between them. So
    a tiny difference between two encodings of one clip moves a bound by as little.
    """
    end = float(series.times[frame])
    start = float(series.times[frame - 1]) if frame else end
    if end - start > SAMPLED or not before * now < 0:
        return end
    return start + (end - start) * before / (before - now)
