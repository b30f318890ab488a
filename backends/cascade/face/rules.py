"""Which changes of a face are told: how far a cue has to move, and for how long.

Thresholds are set for few false alarms, for each event becomes a sentence that a class reads. They
were chosen by eye on six acted clips of one man and are not measured on a data set.
"""

from __future__ import annotations

from dataclasses import dataclass

from backends.cascade.face.series import DEGREES, EYE, EYES, GREY, MOUTH, FaceEventKind


@dataclass(frozen=True)
class Rule:
    """A change that lasts: each cue of `needs` moves by its signed amount from its rest.

    An angle must also end up so far from 0, and farther than it was: turning back is no event.
    """

    kind: FaceEventKind
    needs: dict[str, float]
    unit: str = EYES
    """That of the first cue: `EYES`, `EYE`, `GREY` or `DEGREES`."""
    seconds: float = 0.3
    """Shorter changes of mouth and brows are mostly speech or the mesh's jitter."""
    kept: float = 0.4
    """The event lasts while this part of the threshold is passed, so that jitter can't split it."""
    bridged: float = 0.0
    """Seconds for which it may fall below that and still be the same event."""
    confirmed_by: tuple[str, ...] = ()
    """Basic emotions whose summed mean probability must reach `CONFIRMED` meanwhile."""
    closed_mouth: bool = False
    whole_clip: bool = False
    """Whether its rest is the median of the clip, so that it may hold from the first frame."""
    steady_head: bool = False
    """Whether the head must look ahead; else the eyes are too far aside to be measured."""


CONFIRMED = 0.5
"""Probability of the emotions that confirm a change, on average while it lasts."""

RULES = (
    # Speech moves the corners by 0.02; a snarl widens and lifts the mouth too, hence "happy".
    # As the mouth closes after speech, its corners come nearer to its middle: it is kept for long.
    Rule("smile", {"corner_lift": 0.03, "mouth_width": 0.06}, kept=0.1, confirmed_by=("happy",)),
    # Looking down lowers the brows too, but neither draws them together nor changes the emotion.
    Rule(
        "frown",
        {"brow_height": -0.014, "brow_gap": -0.003},
        confirmed_by=("angry", "disgusted", "sad", "fearful"),
    ),
    # A ninth of the brows' height above the eyes; raising the chin alone gives up to 0.024.
    Rule("brows_raised", {"brow_height": 0.026}, seconds=0.2),
    # In brows that go up or down as a whole it changes by 0.01. The picture tells, not the mesh.
    Rule("inner_brows_raised", {"brow_slope": 0.02, "inner_brows": 0.03}),
    # An eye that is half closed after a blink has its lid lower, and no brow above it rises; what
    # is dark in an eye varies by 0.03 in a calm face.
    Rule("eyes_widen", {"eye_opening": 0.045, "brow_height": 0.015}, EYE, 0.2),
    # An eye that opens slowly after a blink stays narrow for 0.2 s; the shadow of brows that come
    # down later makes the eyes seem narrow before, but then the brows are higher before.
    Rule(
        "eyes_narrow",
        {"eye_opening": -0.045, "brow_height": -0.006},
        EYE,
        0.4,
        0.8,
        whole_clip=True,
    ),
    # A smooth forehead wavers by 0.1; creases make three to eight times as much of it, and fade.
    Rule("forehead_creases", {"forehead_lines": 0.25}, GREY, kept=0.25, bridged=0.25),
    # Loud speech opens the mouth as far, but for at most 0.4 s at a time.
    Rule("mouth_open", {"mouth_opening": 0.2}, seconds=0.6, kept=0.6),
    # Calm speech opens it by 0.13 at most.
    Rule("jaw_drop", {"mouth_opening": 0.18}, seconds=0.0, kept=0.6),
    # Speech shows teeth too, but not for so long, and in a narrower mouth.
    Rule("teeth_shown", {"teeth": 1.2, "mouth_width": 0.06}, MOUTH, 0.5),
    # Speech moves the lip by 0.015 and a smile by 0.03, hence what must be seen besides.
    Rule("upper_lip_raised", {"upper_lip": -0.02}, confirmed_by=("angry", "disgusted")),
    Rule(
        "lip_corners_down",
        {"corner_lift": -0.025},
        confirmed_by=("sad", "angry", "disgusted"),
        closed_mouth=True,
    ),
    # What is dark in the eyes wavers by 4 degrees, and by 9 in a blink.
    Rule("gaze_away", {"gaze": 15}, DEGREES, 0.4, steady_head=True),
    Rule("gaze_away", {"gaze": -15}, DEGREES, 0.4, steady_head=True),
    # Speakers sway by five degrees all the time.
    Rule("head_turn", {"yaw": 15}, DEGREES, 0.4),
    Rule("head_turn", {"yaw": -15}, DEGREES, 0.4),
    Rule("head_tilt", {"roll": 10}, DEGREES, 0.4),
    Rule("head_tilt", {"roll": -10}, DEGREES, 0.4),
)
