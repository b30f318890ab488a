"""What a face does and when, told against the same face a moment before.

A clip of two seconds may hold no resting face at all (a smile from its first frame to its last), so
nothing here asks for one: an event is a *change* that was seen to begin and that lasts. Thresholds
are set for few false alarms, for each event becomes a sentence that a class reads. They were chosen
by eye on six acted clips of one man and are not measured on a data set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backends.reading.basic_emotions import BASIC

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
FaceEventKind = Literal[
    "blink", "eyes_widen", "smile", "frown", "brows_raised", "forehead_creases",
    "mouth_open", "jaw_drop", "upper_lip_raised", "lip_corners_down",
    "head_turn", "head_tilt", "nod", "head_shake",
]  # fmt: skip

EYES, DEGREES = "of the distance between the eyes", "degrees"
EYE, GREY = "of the eye's width", "% of the forehead's grey"
MEMORY = 5.0
"""Seconds. The rest of a cue is its median over at most this long before the change."""
MIN_MEMORY = 3
"""Frames that must have been seen before a change can be told."""
FRONTAL_YAW = 25.0
"""Degrees. Beyond, one half of the face is out of sight and its mesh is a guess."""
TICK = 1e-3
"""Seconds. Times of frames are rounded; comparisons of durations allow so much."""
CLOSED_MOUTH = 0.06
"""Beyond this opening the middle of the lips moves, from which the corners are measured."""

NOD, SHAKE = 6.0, 8.0
"""Degrees of each swing. An opening jaw alone moves the measured pitch by up to 5."""
JITTER = 1.0
"""Degrees by which the measured pose wavers in a head that is still."""
SWINGS, SWING_SECONDS = 3, 0.7
"""A nod or shake is at least three swings to and fro, each at most so long: one is a mere move."""

BLINK_CONTRAST, BLINK_LIKENESS = 0.86, 0.7
"""When an eye closes, its contrast falls below this part of its median, and its correlation with
the median picture of the same eye below this.
"""
BLINK_EDGE = 0.93
"""The part of the median contrast at which the lids begin and end to move."""
BLINK_SECONDS = 0.5
"""Longer is closed eyes, not a blink (blinks last 0.1 to 0.4 s)."""
BLINK_FRAMES = 8
"""Frames below which the median picture of the eyes may itself be a blink."""


@dataclass(frozen=True)
class _Rule:
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
    confirmed_by: tuple[str, ...] = ()
    """Basic emotions whose summed mean probability must reach `CONFIRMED` meanwhile."""
    closed_mouth: bool = False


CONFIRMED = 0.5

RULES = (
    # Speech moves the corners by 0.02; a snarl widens and lifts the mouth too, hence "happy".
    _Rule("smile", {"corner_lift": 0.03, "mouth_width": 0.06}, confirmed_by=("happy",)),
    # Looking down lowers the brows too, but neither draws them together nor changes the emotion.
    _Rule(
        "frown",
        {"brow_height": -0.014, "brow_gap": -0.003},
        confirmed_by=("angry", "disgusted", "sad", "fearful"),
    ),
    # A ninth of the brows' height above the eyes; raising the chin alone gives up to 0.024.
    _Rule("brows_raised", {"brow_height": 0.026}, seconds=0.2),
    # An eye that is half closed after a blink has its lid lower, and no brow above it rises; what
    # is dark in an eye varies by 0.03 in a calm face.
    _Rule("eyes_widen", {"eye_opening": 0.045, "brow_height": 0.015}, EYE, 0.2),
    # A smooth forehead wavers by 0.1; creases make three to eight times as much of it.
    _Rule("forehead_creases", {"forehead_lines": 0.25}, GREY),
    # Loud speech opens the mouth as far, but for at most 0.4 s at a time.
    _Rule("mouth_open", {"mouth_opening": 0.2}, seconds=0.6, kept=0.6),
    # Calm speech opens it by 0.13 at most.
    _Rule("jaw_drop", {"mouth_opening": 0.18}, seconds=0.0, kept=0.6),
    # Speech moves the lip by 0.015 and a smile by 0.03, hence what must be seen besides.
    _Rule("upper_lip_raised", {"upper_lip": -0.02}, confirmed_by=("angry", "disgusted")),
    _Rule(
        "lip_corners_down",
        {"corner_lift": -0.025},
        confirmed_by=("sad", "angry", "disgusted"),
        closed_mouth=True,
    ),
    # Speakers sway by five degrees all the time.
    _Rule("head_turn", {"yaw": 15}, DEGREES, 0.4),
    _Rule("head_turn", {"yaw": -15}, DEGREES, 0.4),
    _Rule("head_tilt", {"roll": 10}, DEGREES, 0.4),
    _Rule("head_tilt", {"roll": -10}, DEGREES, 0.4),
)


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


@dataclass(frozen=True)
class Series:
    """One person over the frames of a clip; rows of frames without the face hold NaN.

    Attributes:
        times: seconds [T].
        end: until when the last frame is on screen, in seconds.
        present: where the face was seen [T].
        clear: where it was seen large enough to trust the cues [T].
        expression: probabilities [T, 7] in the order of `BASIC`.
        cues: name of a cue of `cues.CUES` → values [T].
        eyes: grey pictures of both eyes [T, 2, height, width].
    """

    times: NDArray[np.float64]
    end: float
    present: Mask
    clear: Mask
    expression: Floats
    cues: dict[str, Floats]
    eyes: Floats

    @property
    def ends(self) -> NDArray[np.float64]:
        """Until when each frame is on screen, in seconds [T]: a frame counts until the next."""
        return np.append(self.times, self.end)[1:]

    def emotion(self, *names: str) -> Floats:
        """The summed probability [T] of some basic emotions."""
        return np.asarray(self.expression[:, [BASIC.index(n) for n in names]].sum(1), np.float32)


def find_events(series: Series) -> list[FaceEvent]:
    """All events of one person, in order of their starts."""
    found = [event for rule in RULES for event in _changes(series, rule)]
    found += _swings(series, "nod", "pitch", NOD) + _swings(series, "head_shake", "yaw", SHAKE)
    found += _blinks(series)
    found = [event for event in found if event.kind != "jaw_drop" or event is _widest(found)]
    return sorted(found, key=lambda event: (event.start, event.kind))


def _widest(found: list[FaceEvent]) -> FaceEvent | None:
    """The one time that the jaw drops which is told: each loud syllable drops it a little.

    None if the mouth stays open meanwhile, which is told instead.
    """
    drops = [event for event in found if event.kind == "jaw_drop"]
    stays = [event for event in found if event.kind == "mouth_open"]
    alone = [
        drop
        for drop in drops
        if not any(o.start <= drop.end and drop.start <= o.end for o in stays)
    ]
    return max(alone, key=lambda event: event.value, default=None)


def _changes(series: Series, rule: _Rule) -> list[FaceEvent]:
    usable = series.clear.copy()
    if rule.unit != DEGREES:
        usable &= np.abs(series.cues["yaw"]) < FRONTAL_YAW
    if rule.closed_mouth:
        usable &= series.cues["mouth_opening"] < CLOSED_MOUTH
    moved = np.stack([series.cues[cue] for cue in rule.needs])
    amounts = np.array([*rule.needs.values()], np.float32)[:, None]
    confirmed = series.emotion(*rule.confirmed_by) if rule.confirmed_by else None
    found: list[FaceEvent] = []
    first = 0
    while first < len(series.times):
        before = usable[:first] & (series.times[:first] >= series.times[first] - MEMORY)
        if not usable[first] or before.sum() < MIN_MEMORY:
            first += 1
            continue
        rest = np.median(moved[:, :first][:, before], axis=1, keepdims=True)
        passed = ((moved - rest) / amounts).min(0)
        far = np.maximum(np.abs(rest), np.abs(amounts))
        away = rule.unit != DEGREES or (np.abs(moved[:, [first]]) > far).all()
        last = first - 1
        if passed[first] >= 1 and away:
            while last + 1 < len(passed) and usable[last + 1] and passed[last + 1] >= rule.kept:
                last += 1
        span = slice(first, last + 1)
        if (
            last < first
            or series.times[last] - series.times[first] < rule.seconds - TICK
            or (confirmed is not None and confirmed[span].mean() < CONFIRMED)
        ):
            first += 1
            continue
        peak = first + int(passed[span].argmax())
        start, end = float(series.times[first]), float(series.ends[last])
        value, usual = float(moved[0, peak]), float(rest[0, 0])
        found.append(FaceEvent(rule.kind, start, end, value, rule.unit, usual))
        first = last + 1
    return found


def _swings(series: Series, kind: FaceEventKind, cue: str, least: float) -> list[FaceEvent]:
    """Runs of swings to and fro, each of at least `least` degrees between two turning points."""
    values, times = series.cues[cue], series.times
    turns: list[int] = []
    for i in np.flatnonzero(series.clear):
        if len(turns) < 2:
            if not turns or abs(values[i] - values[turns[0]]) >= least:
                turns.append(int(i))
            continue
        onward = values[turns[-1]] - values[turns[-2]]
        step = values[i] - values[turns[-1]]
        if step * onward >= 0:
            if abs(step) > JITTER:
                turns[-1] = int(i)  # The swing goes further the same way.
        elif abs(step) >= least:
            turns.append(int(i))
    found: list[FaceEvent] = []
    run = turns[:1]
    for turn in [*turns[1:], None]:
        if turn is not None and times[turn] - times[run[-1]] <= SWING_SECONDS:
            run.append(turn)
            continue
        if len(run) > SWINGS:
            widest = float(np.abs(np.diff(values[run])).max())
            start, end = float(times[run[0]]), float(times[run[-1]])
            found.append(FaceEvent(kind, start, end, widest, DEGREES, 0.0))
        run = [] if turn is None else [turn]
    return found


def _blinks(series: Series) -> list[FaceEvent]:
    """Moments when both eyes lose contrast and look unlike themselves in the rest of the clip."""
    seen = np.flatnonzero(series.clear)
    if len(seen) < BLINK_FRAMES:
        return []
    eyes = series.eyes[seen].reshape(len(seen), 2, -1)
    usual = np.median(eyes, axis=0)
    likeness = (_standard(eyes) * _standard(usual)).mean(-1).max(1)
    contrast, times = series.cues["eye_contrast"][seen], series.times[seen]
    open_contrast = float(np.median(contrast))
    closed = (contrast < BLINK_CONTRAST * open_contrast) & (likeness < BLINK_LIKENESS)
    found: list[FaceEvent] = []
    moving = contrast < BLINK_EDGE * open_contrast
    for first, last in _runs(moving):
        span = slice(first, last + 1)
        if closed[span].any() and times[last] - times[first] <= BLINK_SECONDS + TICK:
            peak = first + int(likeness[span].argmin())
            start, end, value = float(times[first]), float(times[last]), float(contrast[peak])
            found.append(FaceEvent("blink", start, end, value, "of the skin's grey", open_contrast))
    return found


def _standard(pictures: Floats) -> Floats:
    spread = pictures.std(-1, keepdims=True)
    return np.asarray((pictures - pictures.mean(-1, keepdims=True)) / np.maximum(spread, 1e-6))


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """First and last index of each stretch of True."""
    edges = np.diff(np.concatenate([[False], mask, [False]]).astype(int))
    starts, stops = np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist()
    return [(start, stop - 1) for start, stop in zip(starts, stops, strict=True)]
